/** Turns history into the rows of MRTG's .log, be it a whole file or what stands behind an existing one. Pure. */
import { condense, type History } from "./history.ts";
import { canonicalTimes, rowStart, type Log, type LogRow } from "./log.ts";

/**
 * How a row is averaged when part of it is unknown. A .log cannot say "unknown": of traffic there was then none,
 * and the row's total stays right; a gauge's row is the mean of what is known.
 */
export type Unknown = "nothing" | "left out";

/** rateup keeps 64-bit integers; beyond 2^53 JavaScript would print others, and from 1e21 exponents. */
const whole = (value: number): number =>
  Number.isNaN(value) ? 0 : Math.min(Math.max(Math.round(value), 0), Number.MAX_SAFE_INTEGER);

function rowOf(history: History, fromSeconds: number, timeSeconds: number, unknown: Unknown): LogRow {
  const seconds = timeSeconds - fromSeconds;
  const of = (values: Float64Array): readonly [mean: number, maximum: number] => {
    const { mean, maximum, knownSeconds } = condense(history, values, fromSeconds, timeSeconds);
    const shown = unknown === "nothing" && knownSeconds > 0 ? (mean * knownSeconds) / seconds : mean;
    return [whole(shown), Math.max(whole(shown), whole(maximum))];
  };
  const [[meanIn, maxIn], [meanOut, maxOut]] = [of(history.in), of(history.out)];
  return { timeSeconds, in: meanIn, out: meanOut, maxIn, maxOut };
}

function rowsAt(history: History, times: readonly number[], unknown: Unknown): LogRow[] {
  const placed = times.map((timeSeconds) => ({ timeSeconds, in: 0, out: 0, maxIn: 0, maxOut: 0 }));
  return placed.map(({ timeSeconds }, index) =>
    rowOf(history, rowStart(placed, index), timeSeconds, unknown),
  );
}

/** A whole .log. `last` are the raw values that counters go on from. */
export const logOf = (
  history: History,
  last: { readonly in: string; readonly out: string },
  unknown: Unknown,
): Log => ({
  timeSeconds: history.endSeconds,
  ...last,
  rows: rowsAt(history, canonicalTimes(history.endSeconds), unknown),
});

const isNothing = (row: LogRow): boolean =>
  row.in === 0 && row.out === 0 && row.maxIn === 0 && row.maxOut === 0;

/**
 * `log` with history behind it: its rows stay as they are, but for the zeros before the first of them in which
 * anything was measured; a log that ends early is continued to rateup's full length.
 */
export function behind(log: Log, history: History, unknown: Unknown): Log {
  const measured = log.rows.findLastIndex((row) => !isNothing(row));
  const kept = log.rows.slice(0, measured + 1);
  const oldest = log.rows.at(-1)?.timeSeconds ?? log.timeSeconds + 1;
  const times = [
    ...log.rows.map(({ timeSeconds }) => timeSeconds),
    ...canonicalTimes(log.timeSeconds).filter((time) => time < oldest),
  ];
  return { ...log, rows: [...kept, ...rowsAt(history, times, unknown).slice(kept.length)] };
}

/** Where a log's own measurements begin; undefined when it holds none. */
export function firstMeasured(log: Log): number | undefined {
  const index = log.rows.findLastIndex((row) => !isNothing(row));
  return index < 0 ? undefined : rowStart(log.rows, index);
}
