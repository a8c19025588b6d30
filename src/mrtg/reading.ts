/** The four lines MRTG reads from a program: in, out, uptime, name. Pure text. */

export interface Reading {
  /** Plain decimals or UNKNOWN: MRTG reads the 1 of 1e+21 and nothing else. */
  readonly in: string;
  readonly out: string;
  /** `0` drops the sentence about uptime from the page. */
  readonly uptime: string;
  /** Stands in the HTML. Whatever it holds, it leaves here as one line of text without markup. */
  readonly name: string;
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Names come from other people, and MRTG copies lines 3 and 4 into its page as they are. */
export const safeText = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ")
    .trim()
    .replace(/[&<>"']/g, (character) => entities[character] ?? "");

export const formatReading = ({ in: incoming, out, uptime, name }: Reading): string =>
  [incoming, out, safeText(uptime), safeText(name)].map((line) => `${line}\n`).join("");
