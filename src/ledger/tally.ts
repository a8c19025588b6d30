/**
 * What was counted, by the hour, for the last two days: kept so that `--verify` can compare it with CloudWatch long
 * after the datapoints themselves are closed. Pure.
 */
import type { Amount } from "./amount.ts";

export interface Tally {
  /** A multiple of the tally's length. */
  readonly startSeconds: number;
  /** The sum of the closed datapoints that begin within it. */
  readonly sum: Amount;
  /** Datapoints that came after a later one, and corrections. */
  readonly late: number;
  readonly revised: number;
}

/** What a poll or a closing adds to the tallies. */
export interface Count {
  readonly timeSeconds: number;
  readonly sum?: Amount;
  readonly late?: number;
  readonly revised?: number;
}

/** An hour, or the next longer multiple of the period, so that no datapoint lies in two. */
export const tallySeconds = (periodSeconds: number): number =>
  Math.ceil(3600 / periodSeconds) * periodSeconds;

const keptTallies = 50;

/** The tallies with these added to the span each belongs to; only the newest are kept. */
export function count(
  tallies: readonly Tally[],
  counts: readonly Count[],
  periodSeconds: number,
): readonly Tally[] {
  if (counts.length === 0) return tallies;
  const length = tallySeconds(periodSeconds);
  const byStart = new Map(tallies.map((tally) => [tally.startSeconds, tally]));
  for (const { timeSeconds, sum = 0n, late = 0, revised = 0 } of counts) {
    const startSeconds = Math.floor(timeSeconds / length) * length;
    const known = byStart.get(startSeconds) ?? { startSeconds, sum: 0n, late: 0, revised: 0 };
    byStart.set(startSeconds, {
      startSeconds,
      sum: known.sum + sum,
      late: known.late + late,
      revised: known.revised + revised,
    });
  }
  return [...byStart.values()].sort((a, b) => a.startSeconds - b.startSeconds).slice(-keptTallies);
}
