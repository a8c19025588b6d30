/**
 * Writes words that other people chose into an mrtg.cfg, so that they can neither start a command, nor add a key,
 * nor reach a page as markup. Pure text.
 */
import { safeText } from "./reading.ts";

const longestName = 100;

/** A target's name, which MRTG lower-cases and makes a file name: never empty, never a path, never `_`. */
export function targetName(text: string): string {
  const name = text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}+/gu, "")
    .replace(/[^a-z0-9._-]+/g, "-")
    .replace(/^[._-]+/, "")
    .slice(0, longestName)
    .replace(/[._-]+$/, "");
  // MRTG writes NAME.html; its index must not be overwritten.
  return name === "" || name === "index" ? `target${name === "" ? "" : `-${name}`}` : name;
}

/** One argument for sh, quoted where it must be. */
export const shellQuote = (text: string): string =>
  /^[A-Za-z0-9_@%+:,./=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;

/** Whether a text can stand in an mrtg.cfg unchanged: lines end, TABs become blanks, NUL ends an argument. */
export const isWritable = (text: string): boolean => !/\p{Cc}/u.test(text);

/**
 * A command as it stands in `Target[x]:`, backticks around it. The arguments must be writable: what sh would be
 * given otherwise is not what was meant.
 */
export const commandText = (argv: readonly string[]): string =>
  `\`${argv
    .map(shellQuote)
    .join(" ")
    .replace(/\p{Cc}+/gu, " ")
    .replaceAll("`", "\\`")}\``;

/** A text for Title, PageTop, Legend and the like: one line, no markup, no backtick, no backslash. */
export const cfgText = (text: string): string =>
  safeText(text).replaceAll("`", "&#96;").replaceAll("\\", "&#92;").replaceAll("$", "&#36;");

/**
 * `Keyword[target]: value` or, without a target, `Keyword: value`; several lines become continuation lines.
 * Whatever the value holds, it stays the value of this key. LF at the end.
 */
export function formatConfigLine(
  keyword: string,
  target: string | undefined,
  value: string | readonly string[],
): string {
  const lines = (typeof value === "string" ? [value] : value)
    .map((line) => line.replace(/[\p{Cc}\u2028\u2029]+/gu, " ").trim())
    .filter((line, index) => index === 0 || line !== "")
    // MRTG drops lines that begin with #, even here.
    .map((line, index) => (index > 0 && line.startsWith("#") ? `&#35;${line.slice(1)}` : line));
  const head = target === undefined ? keyword : `${keyword}[${target}]`;
  return `${head}: ${lines.join("\n  ")}`.trimEnd() + "\n";
}
