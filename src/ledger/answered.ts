/**
 * What the last answer means to the next one: it is given again within `--hold`, taken back when nobody used it, or,
 * made before anybody asked, handed out or withdrawn. Reads no ledger. Pure.
 */
import type { Manner, Reader } from "./reader.ts";

/** What became of an offer: nobody took it and nobody can any more, or somebody did. */
export type Fate =
  { readonly kind: "withdrawn" } | { readonly kind: "taken"; readonly takenSeconds: number | undefined };

/** The answer within `--hold` seconds of the last whole one: the same again. */
export function heldAnswer(
  reader: Reader | undefined,
  holdSeconds: number,
  nowSeconds: number,
): string | undefined {
  // What nobody has taken yet is no answer: it will be part of the next one.
  if (reader?.whole !== true || reader.offer !== undefined) return undefined;
  const ageSeconds = nowSeconds - (reader.takenSeconds ?? reader.answeredSeconds);
  return ageSeconds >= 0 && ageSeconds < holdSeconds ? reader.answer : undefined;
}

/**
 * The reader as it was before an answer that nobody used: asked again within `--hold` after a failed poll, the
 * next answer starts where the last one started, so that whichever of the two MRTG takes is right.
 */
export function takeBack(reader: Reader | undefined, manner: Manner, nowSeconds: number): Reader | undefined {
  // A counter's last answer takes nothing from the next one, and must not be undercut by it.
  if (reader === undefined || reader.whole || manner.type === "counter") return reader;
  const ageSeconds = nowSeconds - (reader.takenSeconds ?? reader.answeredSeconds);
  return ageSeconds >= 0 && ageSeconds < manner.holdSeconds
    ? { ...reader, position: reader.previous }
    : reader;
}

/** The reader once it is known what became of its offer. */
export function afterOffer(reader: Reader, fate: Fate): Reader | undefined {
  if (reader.offer === undefined) return reader;
  const { offer, ...taken } = reader;
  if (fate.kind === "withdrawn") return offer.before;
  return fate.takenSeconds === undefined ? taken : { ...taken, takenSeconds: fate.takenSeconds };
}

/** Where the very first reader begins again, should its offer be withdrawn: where it began. */
export const originOf = (reader: Reader): Reader => ({
  ...reader,
  position: reader.previous,
  answer: "",
  value: "",
  whole: false,
});
