/** Tokens that say where the next page begins; good only for the question they were given with. Pure. */
import { keyOf } from "./hash.ts";
import { refuse } from "./refusal.ts";

export interface Bookmark {
  readonly offset: number;
  /** The time of the first page: the others show the same moment. */
  readonly nowSeconds: number;
}

/** The token's text; `question` is what the request asked, whatever the page. */
export const tokenOf = ({ offset, nowSeconds }: Bookmark, question: string): string =>
  Buffer.from(`${offset} ${nowSeconds} ${keyOf(question)}`).toString("base64url");

export function readToken(
  token: string | undefined,
  question: string,
  nowSeconds: number,
  code: string,
): Bookmark {
  if (token === undefined) return { offset: 0, nowSeconds };
  const [offset = "", time = "", key = ""] = Buffer.from(token, "base64url").toString().split(" ");
  if (!/^\d+$/.test(offset) || !Number.isFinite(Number(time)) || Number(key) !== keyOf(question))
    return refuse(code, "The service token is invalid.");
  return { offset: Number(offset), nowSeconds: Number(time) };
}

/** What the token is bound to: all members but those that may differ from page to page. */
export const questionOf = (input: Readonly<Record<string, unknown>>, ...passing: readonly string[]): string =>
  JSON.stringify(Object.entries(input).filter(([name]) => !passing.includes(name)));
