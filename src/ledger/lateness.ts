/**
 * What a ledger learns about how late its datapoints still change, and the lag that follows from it (`--lag auto`).
 * Pure.
 *
 * A datapoint's lateness is the time from the beginning of its period to the poll that saw its last change: a
 * reading that stays so far behind the clock meets only datapoints that change no more.
 */
import { sum } from "../sum.ts";

/** How many datapoints, closed within one hour, changed last within how many minutes. */
export interface LatenessHour {
  readonly hourSeconds: number;
  readonly counts: Readonly<Record<string, number>>;
}

/** The last day, oldest hour first. */
export type Lateness = readonly LatenessHour[];

const hourSeconds = 3600;
const daySeconds = 86_400;

/** Enters the lateness of datapoints that have just been closed, and forgets what is older than a day. */
export function learn(
  lateness: Lateness,
  latenessesSeconds: readonly number[],
  nowSeconds: number,
): Lateness {
  const hour = Math.floor(nowSeconds / hourSeconds) * hourSeconds;
  const recent = lateness.filter((each) => each.hourSeconds > nowSeconds - daySeconds);
  if (latenessesSeconds.length === 0) return recent;
  const counts: Record<string, number> = {
    ...recent.find((each) => each.hourSeconds === hour)?.counts,
  };
  for (const seconds of latenessesSeconds) {
    const minutes = String(Math.ceil(seconds / 60));
    counts[minutes] = (counts[minutes] ?? 0) + 1;
  }
  return [...recent.filter((each) => each.hourSeconds !== hour), { hourSeconds: hour, counts }];
}

/** Fewer datapoints than this say nothing yet: one late one among them would be the whole percentile. */
const leastObservations = 12;

/** The 99th percentile of the last day in whole minutes, as seconds; undefined while too little is known. */
export function settledAfterSeconds(lateness: Lateness): number | undefined {
  const minutes = lateness
    .flatMap(({ counts }) => Object.entries(counts))
    .map(([minute, count]) => [Number(minute), count] as const)
    .sort(([a], [b]) => a - b);
  const observed = sum(minutes.map(([, count]) => count));
  if (observed < leastObservations) return undefined;
  const rank = Math.ceil(observed * 0.99);
  let passed = 0;
  for (const [minute, count] of minutes) {
    passed += count;
    if (passed >= rank) return minute * 60;
  }
  return undefined;
}

/**
 * How fast the lag may move, in seconds per second. MRTG draws the traffic of (1 - change of lag / time) times the
 * time between two polls, so this is also the most by which a drawn rate can be off because of it.
 */
export const slewRate = 0.05;

/** The lag after `elapsedSeconds`, on its way from `fromSeconds` to `towardsSeconds`: whole seconds. */
export function slew(fromSeconds: number, towardsSeconds: number, elapsedSeconds: number): number {
  const most = Math.max(0, Math.floor(elapsedSeconds * slewRate));
  return fromSeconds + Math.max(-most, Math.min(most, towardsSeconds - fromSeconds));
}
