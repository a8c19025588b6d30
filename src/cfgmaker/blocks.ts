/**
 * The marked blocks of a generated mrtg.cfg: what a second run may replace, and what it must leave as it is. A block
 * carries the hash of its lines, which tells whether somebody edited them. Pure.
 */
import { createHash } from "node:crypto";

export interface Block {
  /** No blanks. */
  readonly id: string;
  /** Whole lines. */
  readonly body: string;
}

/** A part of an existing file: text that is nobody's but the user's, or a block. */
type Part =
  | { readonly kind: "text"; readonly text: string }
  | {
      readonly kind: "block";
      readonly block: Block;
      /** With its marks, as it stands in the file. */
      readonly source: string;
      readonly isEdited: boolean;
    };

export interface Merged {
  readonly text: string;
  /** Ids of blocks that were edited and therefore kept. */
  readonly kept: readonly string[];
  /** Ids of blocks that nobody edited and that are no longer generated. */
  readonly dropped: readonly string[];
}

const tool = "cw-cfgmaker";
const hashLength = 12;

const hashOf = (body: string): string => createHash("sha256").update(body).digest("hex").slice(0, hashLength);

export const formatBlock = ({ id, body }: Block): string =>
  `# ${tool}: begin ${id} ${hashOf(body)}\n${body}# ${tool}: end ${id}\n`;

const beginForm = new RegExp(`^# ${tool}: begin (\\S+) ([0-9a-f]{${hashLength}})$`);

/** A block whose end is missing is text: it is left as it is. */
function readParts(file: string): readonly Part[] {
  const parts: Part[] = [];
  const lines = file.split(/(?<=\n)/);
  const bare = lines.map((line) => line.trimEnd());
  let text = "";
  for (let at = 0; at < lines.length; at++) {
    const [, id, hash] = beginForm.exec(bare[at] ?? "") ?? [];
    const end = id === undefined ? -1 : bare.indexOf(`# ${tool}: end ${id}`, at + 1);
    if (id === undefined || end < 0) {
      text += lines[at] ?? "";
      continue;
    }
    if (text !== "") parts.push({ kind: "text", text });
    text = "";
    const body = lines.slice(at + 1, end).join("");
    const source = lines.slice(at, end + 1).join("");
    parts.push({ kind: "block", block: { id, body }, source, isEdited: hashOf(body) !== hash });
    at = end;
  }
  return text === "" ? parts : [...parts, { kind: "text", text }];
}

/** The user's own lines and the blocks that were edited: what a merged file keeps, whatever is generated. */
export const keptText = (existing: string): string =>
  readParts(existing)
    .map((part) => (part.kind === "text" ? part.text : part.isEdited ? part.block.body : ""))
    .join("");

const targetForm = /^Target\[(\S+)\]\s*:/gim;

/** Names of the targets that stand in the user's own lines, or in a block that was edited and has another name. */
export function userTargets(existing: string): ReadonlySet<string> {
  const names = readParts(existing).flatMap((part) => {
    if (part.kind === "block" && !part.isEdited) return [];
    const text = part.kind === "text" ? part.text : part.block.body;
    const own = part.kind === "text" ? undefined : part.block.id;
    return [...text.matchAll(targetForm)]
      .map(([, name = ""]) => name.toLowerCase())
      .filter((name) => name !== own);
  });
  return new Set(names);
}

/**
 * The existing file with the blocks that were generated now in their places. A new block follows the one that it
 * follows among the generated ones. Without an existing file: the blocks, one after the other.
 */
export function merge(existing: string | undefined, generated: readonly Block[]): Merged {
  const parts = readParts(existing ?? "");
  const known = new Set(parts.flatMap((part) => (part.kind === "block" ? [part.block.id] : [])));
  const fresh = new Map(generated.map((block) => [block.id, block]));
  const followers = new Map<string, Block[]>();
  let before = "";
  for (const block of generated) {
    if (known.has(block.id)) before = block.id;
    else followers.set(before, [...(followers.get(before) ?? []), block]);
  }
  const kept: string[] = [];
  const dropped: string[] = [];
  const after = (id: string): string =>
    (followers.get(id) ?? []).map((block) => `\n${formatBlock(block)}`).join("");
  const texts = parts.map((part) => {
    if (part.kind === "text") return part.text;
    const { block } = part;
    const next = fresh.get(block.id);
    if (part.isEdited) kept.push(block.id);
    else if (next === undefined) dropped.push(block.id);
    const own = part.isEdited ? part.source : next === undefined ? "" : formatBlock(next);
    return own + after(block.id);
  });
  const head = (followers.get("") ?? []).map(formatBlock).join("\n");
  const rest = texts
    .map((text, index) => (texts[index + 1] === "" ? text.replace(/(^|\n)\n$/, "$1") : text))
    .join("");
  return { text: head === "" || rest === "" ? head + rest : `${head}\n${rest}`, kept, dropped };
}
