/**
 * `--template`: the text that stands for a target instead of the usual lines, with placeholders `{{…}}`. Values come
 * from other people: on a page they are text without markup, and between backticks they keep only characters that
 * mean nothing to a shell. Pure.
 */
import { formatConfigLine } from "../mrtg/quoting.ts";
import { failure, success, type Result } from "../result.ts";
import { pageText } from "./page.ts";
import { fieldsOf } from "./fields.ts";
import { targetLines, type PlannedTarget } from "./target.ts";

/** `{{lines}}`, `{{id}}`, `{{command}}` and the keys of a target, written by us; the others are a filter's fields. */
const ownPlaceholders = [
  ...["lines", "id", "command", "maxbytes", "title", "pagetop", "options", "setenv", "directory"],
  ...["ylegend", "shortlegend", "legendi", "legendo", "legend1", "legend2", "legend3", "legend4"],
  ...["factor", "yticsfactor", "kmg", "kilo", "absmax"],
];
const fields = ["region", "account", "namespace", "metric", "pair", "resource", "name", "type"];

type Part =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "placeholder"; readonly name: string; readonly isInCommand: boolean };

export type Template = readonly Part[];

/** Fails on a placeholder that does not exist, with a reason in one line. */
export function parseTemplate(text: string): Result<Template, string> {
  const parts: Part[] = [];
  let isInCommand = false;
  for (const [index, piece] of text.split(/\{\{\s*([^{}]*?)\s*\}\}/).entries()) {
    if (index % 2 === 0) {
      parts.push({ kind: "text", text: piece });
      for (const sign of piece.replaceAll("\\`", "").match(/[`\n]/g) ?? [])
        isInCommand = sign === "`" ? !isInCommand : isInCommand;
    } else if (
      ownPlaceholders.includes(piece) ||
      fields.includes(piece) ||
      /^(?:tag|dimension)\../.test(piece)
    )
      parts.push({ kind: "placeholder", name: piece, isInCommand });
    else
      return failure(
        `{{${piece}}} is no placeholder: ${[...ownPlaceholders, ...fields].join(", ")}, tag.KEY, dimension.NAME`,
      );
  }
  return isInCommand ? failure("a backtick has no partner") : success(parts);
}

const forShell = (text: string): string => text.replace(/[^A-Za-z0-9_./:@=+,%-]+/g, "_");

function own(name: string, target: PlannedTarget): string | undefined {
  if (name === "lines") return targetLines(target);
  if (name === "id") return target.id;
  if (!ownPlaceholders.includes(name)) return undefined;
  const keyword = name === "command" ? "target" : name;
  const value = target.keys.find(([key]) => key.toLowerCase() === keyword)?.[1] ?? "";
  // As the value of a key: what formatConfigLine writes, without the keyword.
  return formatConfigLine("x", undefined, value).slice("x:".length).trim();
}

/** The text of one target; the placeholders of a page's lines and of commands are filled in differently. */
export function fillTemplate(template: Template, target: PlannedTarget): string {
  const valueOf = fieldsOf(target.candidate, target.origin);
  const text = template
    .map((part) => {
      if (part.kind === "text") return part.text;
      const ready = own(part.name, target);
      if (ready !== undefined && (!part.isInCommand || part.name === "id")) return ready;
      const value = ready ?? valueOf(part.name).join(" ");
      // A colon would make a keyword of a value that a template puts at the beginning of a line.
      return part.isInCommand ? forShell(value) : pageText(value).replaceAll(":", "&#58;");
    })
    .join("");
  return text.endsWith("\n") ? text : `${text}\n`;
}
