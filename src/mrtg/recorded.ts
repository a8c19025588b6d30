/** What MRTG has recorded of a target, whatever the format: stretches of constant rate, oldest first. Pure. */
import { rowStart, type Log } from "./log.ts";
import type { Dump } from "./rrd-dump.ts";

/** (from, to], both known. */
export interface Stretch {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly in: number;
  readonly out: number;
}

/** Zeros before the first measurement are MRTG's filling, no record. */
export const recordedInLog = ({ rows }: Log): Stretch[] => {
  const measured = rows.findLastIndex((row) => row.maxIn > 0 || row.maxOut > 0 || row.in > 0 || row.out > 0);
  return rows
    .slice(0, measured + 1)
    .map((row, index) => ({
      fromSeconds: rowStart(rows, index),
      toSeconds: row.timeSeconds,
      in: row.in,
      out: row.out,
    }))
    .filter(({ fromSeconds, toSeconds }) => fromSeconds < toSeconds)
    .reverse();
};

/** The finest average there is of every moment. */
export function recordedInDump({ archives }: Dump): Stretch[] {
  const averages = archives
    .filter(({ consolidation }) => consolidation === "AVERAGE")
    .toSorted((a, b) => a.rowSeconds - b.rowSeconds);
  const newestFirst: Stretch[] = [];
  let coveredFrom = Infinity;
  for (const { rowSeconds, rows } of averages) {
    for (const { timeSeconds, in: incoming, out } of rows.toReversed()) {
      const fromSeconds = timeSeconds - rowSeconds;
      const toSeconds = Math.min(timeSeconds, coveredFrom);
      if (fromSeconds >= toSeconds || Number.isNaN(incoming) || Number.isNaN(out)) continue;
      newestFirst.push({ fromSeconds, toSeconds, in: incoming, out });
    }
    const oldest = rows[0];
    if (oldest !== undefined) coveredFrom = Math.min(coveredFrom, oldest.timeSeconds - rowSeconds);
  }
  return newestFirst.reverse();
}
