/** When CloudWatch shows a sample, and what it shows until the sample is corrected. Pure. */
import { chance } from "./hash.ts";

export interface Publication {
  /** From the end of what a sample covers until it can be seen. */
  readonly delaySeconds: number;
  /** The part of the samples (0 to 1) that comes later still, by up to so many minutes. */
  readonly lateShare: number;
  readonly lateMinutes: number;
  /** The part of the samples that first shows another value, for up to so many minutes. */
  readonly revisedShare: number;
  readonly revisedMinutes: number;
}

export const punctual: Publication = {
  delaySeconds: 120,
  lateShare: 0,
  lateMinutes: 40,
  revisedShare: 0,
  revisedMinutes: 40,
};

export interface Fate {
  readonly visibleSeconds: number;
  /** A sample that is corrected later: by what its value was wrong, and until when. */
  readonly earlier?: { readonly factor: number; readonly untilSeconds: number };
}

const minutesOf = (share: number, minutes: number): number => 60 * (1 + Math.floor(share * minutes));

/** So long after its end a sample neither appears nor changes any more. */
export const settledAfterSeconds = (publication: Publication): number =>
  publication.delaySeconds +
  (publication.lateShare > 0 ? 60 * publication.lateMinutes : 0) +
  (publication.revisedShare > 0 ? 60 * publication.revisedMinutes : 0);

/** The fate of the sample of series `key` that covers [timeSeconds, endSeconds). */
export function fateOf(publication: Publication, key: number, timeSeconds: number, endSeconds: number): Fate {
  const { lateShare, lateMinutes, revisedShare, revisedMinutes } = publication;
  const isLate = chance(key, timeSeconds, 11) < lateShare;
  const visibleSeconds =
    endSeconds +
    publication.delaySeconds +
    (isLate ? minutesOf(chance(key, timeSeconds, 12), lateMinutes) : 0);
  if (chance(key, timeSeconds, 13) >= revisedShare) return { visibleSeconds };
  // Mostly too little, one time in four too much.
  const size = chance(key, timeSeconds, 14);
  const factor = size < 0.75 ? 0.2 + size : 1 + (size - 0.7);
  const untilSeconds = visibleSeconds + minutesOf(chance(key, timeSeconds, 15), revisedMinutes);
  return { visibleSeconds, earlier: { factor, untilSeconds } };
}
