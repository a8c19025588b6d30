/**
 * Reads MRTG's configuration file as MRTG itself does (readcfg in MRTG_lib.pm 2.17.10): every key's final value and
 * the lines it came from. Judges no value; knows nothing of CloudWatch. Pure.
 */
import { failure, success, type Result } from "../result.ts";
import { blank, configLines, type ConfigFiles, type Place } from "./config-lines.ts";

/** A part of a value and the line it stands on. */
interface Piece {
  /** Where in the value's text it begins. */
  readonly offset: number;
  readonly place: Place;
}

export interface Value {
  readonly text: string;
  /** In order, never empty. */
  readonly pieces: readonly [Piece, ...Piece[]];
  /** `own`: a line of its own; else it comes of `X[_]` or of `X[^]` alone. */
  readonly origin: "own" | "default" | "prefix";
}

export interface ConfigTarget {
  /** In lower case. */
  readonly name: string;
  /** The first line that names it. */
  readonly place: Place;
  /** By keyword in lower case, without brackets. */
  readonly keys: ReadonlyMap<string, Value>;
}

/** What MRTG dies of, or drops without a word, while it reads. */
export interface Problem {
  readonly kind: "nonsense" | "duplicate" | "no-include" | "dropped-continuation";
  readonly place: Place;
  /** The line; for `no-include` the path. */
  readonly text: string;
}

export interface Config {
  readonly file: string;
  /** By keyword in lower case. */
  readonly globals: ReadonlyMap<string, Value>;
  /** In the order in which they are first named. */
  readonly targets: readonly ConfigTarget[];
  readonly problems: readonly Problem[];
}

export const placeOf = (value: Value): Place => value.pieces[0].place;

/** The line on which the character at `offset` of the value's text stands. */
export const placeAt = (value: Value, offset: number): Place =>
  (value.pieces.findLast((piece) => piece.offset <= offset) ?? value.pieces[0]).place;

const targetForm = new RegExp(`^([A-Za-z0-9*]+)\\[([^ \\t\\n\\r\\f\\v]+)\\]${blank}*:${blank}*([^]*)$`);
const globalForm = new RegExp(`^([^ \\t\\n\\r\\f\\v]+):${blank}*([^]*[^ \\t\\n\\r\\f\\v])${blank}*$`);
const continuationForm = new RegExp(`^${blank}+([^]*[^ \\t\\n\\r\\f\\v])${blank}*$`);

/** Perl's lc on bytes. */
const lowerCase = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

const start = (text: string, place: Place, origin: Value["origin"]): Value => ({
  text,
  pieces: [{ offset: 0, place }],
  origin,
});

const append = (value: Value, text: string, place: Place): Value => ({
  ...value,
  text: value.text + text,
  pieces: [...value.pieces, { offset: value.text.length, place }],
});

type Affix = "_" | "^" | "$";
const isAffix = (name: string): name is Affix => name === "_" || name === "^" || name === "$";

/** The keyword line that a continuation continues; after a line that stops MRTG, nothing. */
type Current =
  | { readonly kind: "ignored" }
  | { readonly kind: "global"; readonly keyword: string }
  | { readonly kind: "affix"; readonly keyword: string; readonly affix: Affix }
  | { readonly kind: "key"; readonly keyword: string; readonly target: string };

class Reading {
  readonly globals = new Map<string, Value>();
  readonly targets = new Map<string, { place: Place; keys: Map<string, Value> }>();
  readonly problems: Problem[] = [];
  private readonly affixes = {
    _: new Map<string, Value>(),
    "^": new Map<string, Value>(),
    $: new Map<string, Value>(),
  };
  private readonly seen = new Set<string>();
  private current: Current | undefined;

  line(raw: string, place: Place): void {
    if (/^ *(#|$)/.test(raw)) return;
    const text = raw.replace(/^supress/i, "suppress");
    const continued = this.current === undefined ? undefined : continuationForm.exec(text)?.[1];
    if (continued !== undefined) {
      this.continue(continued, place);
      return;
    }
    this.finish();
    const [, word, name, value = ""] = targetForm.exec(text) ?? [];
    if (word !== undefined && name !== undefined) {
      const keyword = lowerCase(word) === "colors" ? "colours" : lowerCase(word);
      this.key(keyword, lowerCase(name), value, place, text);
      return;
    }
    const [, global, globalValue] = globalForm.exec(text) ?? [];
    if (global === undefined || globalValue === undefined) {
      this.problems.push({ kind: "nonsense", place, text });
      this.current = { kind: "ignored" };
      return;
    }
    this.current = { kind: "global", keyword: lowerCase(global) };
    this.globals.set(lowerCase(global), start(globalValue, place, "own"));
  }

  /** A suffix is added once all continuations of its key are read. */
  finish(): void {
    if (this.current?.kind !== "key") return;
    const { keyword, target } = this.current;
    const suffix = this.affixes.$.get(keyword);
    const keys = this.targets.get(target)?.keys;
    const value = keys?.get(keyword);
    if (suffix === undefined || keys === undefined || value === undefined) return;
    const joined = this.withoutNoSpaceChar(suffix.text) ?? ` ${suffix.text}`;
    keys.set(keyword, append(value, joined, suffix.pieces[0].place));
  }

  private continue(text: string, place: Place): void {
    const { current } = this;
    if (current === undefined || current.kind === "ignored") return;
    if (current.kind === "affix") {
      const affixes = this.affixes[current.affix];
      const before =
        affixes.get(current.keyword) ?? start("", place, current.affix === "_" ? "default" : "prefix");
      affixes.set(current.keyword, append(before, `\n${text}`, place));
      return;
    }
    const keys = current.kind === "key" ? this.targets.get(current.target)?.keys : undefined;
    const value = keys?.get(current.keyword);
    if (keys === undefined || value === undefined)
      this.problems.push({ kind: "dropped-continuation", place, text });
    else keys.set(current.keyword, append(value, ` ${text}`, place));
  }

  private key(keyword: string, name: string, value: string, place: Place, text: string): void {
    if (isAffix(name)) {
      this.current = { kind: "affix", keyword, affix: name };
      if (value === "") this.affixes[name].delete(keyword);
      else this.affixes[name].set(keyword, start(value, place, name === "_" ? "default" : "prefix"));
      return;
    }
    this.current = { kind: "key", keyword, target: name };
    const target = this.targets.get(name) ?? { place, keys: new Map<string, Value>() };
    this.targets.set(name, target);
    const { keys } = target;
    for (const [each, fallback] of this.affixes._) if (!keys.has(each)) keys.set(each, fallback);
    for (const [each, prefix] of this.affixes["^"])
      if (!keys.has(each)) {
        const joined = this.withoutNoSpaceChar(prefix.text) ?? `${prefix.text} `;
        keys.set(each, { ...prefix, text: joined });
      }
    const id = `${keyword}[${name}]`;
    if (this.seen.has(id)) {
      this.problems.push({ kind: "duplicate", place, text });
      this.current = { kind: "ignored" };
      return;
    }
    this.seen.add(id);
    const before = keys.get(keyword);
    // A prefix stands before the value; a default gives way, and with it, as in MRTG, the prefix.
    const own = before === undefined || before.origin === "default" ? undefined : before;
    keys.set(
      keyword,
      own === undefined ? start(value, place, "own") : { ...append(own, value, place), origin: "own" },
    );
  }

  private withoutNoSpaceChar(text: string): string | undefined {
    const character = this.globals.get("nospacechar")?.text;
    if (character === undefined || !text.endsWith(character)) return undefined;
    // Only the last line of several, for Perl's dot stops at a line's end.
    return text.slice(text.lastIndexOf("\n", text.length - character.length - 1) + 1, -character.length);
  }
}

/** Fails only when the main file cannot be read; whatever else is wrong stands in `problems`. */
export function readConfig(
  file: string,
  files: ConfigFiles,
): Result<Config, { readonly kind: "input"; readonly path: string; readonly reason: string }> {
  if (files.read(file) === undefined)
    return failure({ kind: "input", path: file, reason: "no such file, or no permission to read it" });
  const reading = new Reading();
  for (const line of configLines(file, files))
    if (line.kind === "line") reading.line(line.text, line.place);
    else reading.problems.push({ kind: "no-include", place: line.place, text: line.path });
  reading.finish();
  return success({
    file,
    globals: reading.globals,
    targets: [...reading.targets].map(([name, { place, keys }]) => ({ name, place, keys })),
    problems: reading.problems,
  });
}
