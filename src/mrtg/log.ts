/**
 * MRTG's own .log, `LogFormat: rateup`: the last raw values in the first line, then rows, newest first. A row
 * covers (time of the next row, its own time]. Pure text; what follows was read in rateup.c 2.17.10.
 */
import { failure, success, type Result } from "../result.ts";

export interface LogRow {
  readonly timeSeconds: number;
  /** Whole numbers, as rateup has them. */
  readonly in: number;
  readonly out: number;
  readonly maxIn: number;
  readonly maxOut: number;
}

export interface Log {
  readonly timeSeconds: number;
  /** The last values of counters, digit by digit; `0` for gauge and absolute. */
  readonly in: string;
  readonly out: string;
  readonly rows: readonly LogRow[];
}

/** What a row covers begins here. */
export const rowStart = (rows: readonly LogRow[], index: number): number => {
  const [row, next] = [rows[index], rows[index + 1]];
  if (next !== undefined) return next.timeSeconds;
  return row === undefined ? 0 : row.timeSeconds - yearRowSeconds;
};

const yearRowSeconds = 86_400;

/** rateup's DAY, WEEK, MONTH and YEAR_SAMPLE with their counts. */
const tiers = [
  { rowSeconds: 300, count: 600 },
  { rowSeconds: 1800, count: 600 },
  { rowSeconds: 7200, count: 600 },
  { rowSeconds: yearRowSeconds, count: 732 },
] as const;

/**
 * The times of all rows that rateup keeps when the newest is `lastSeconds`, newest first. Each tier begins with a
 * shorter row that leads onto its own grid, multiples of the epoch.
 */
export function canonicalTimes(lastSeconds: number): number[] {
  const times: number[] = [];
  let at = lastSeconds;
  for (const { rowSeconds, count } of tiers) {
    const onGrid = Math.floor(at / rowSeconds) * rowSeconds;
    if (onGrid < at) times.push(at);
    for (let index = 0; index < count; index++) times.push(onGrid - index * rowSeconds);
    at = onGrid - count * rowSeconds;
  }
  return times;
}

export interface LogDefect {
  /** Counted from 1. */
  readonly line: number;
  readonly reason: string;
}

/** Reads a .log. Two columns less stand for maxima that equal the means, as in the logs of old versions. */
export function parseLog(content: string): Result<Log, LogDefect> {
  const lines = content.split("\n");
  if (lines.at(-1) === "") lines.pop();
  const [, time, incoming, out] = /^(\d{1,12}) (\S+) (\S+)$/.exec(lines[0]?.trim() ?? "") ?? [];
  if (time === undefined || incoming === undefined || out === undefined)
    return failure({ line: 1, reason: "is not TIME IN OUT" });
  const rows: LogRow[] = [];
  for (const [index, line] of lines.entries()) {
    if (index === 0) continue;
    const words = line.trim().split(/\s+/);
    const [timeSeconds = 0, valueIn = 0, valueOut = 0, maxIn = valueIn, maxOut = valueOut] =
      words.map(Number);
    if (words.length < 3 || !words.every((word) => /^-?\d+$/.test(word)))
      return failure({ line: index + 1, reason: "is not TIME IN OUT MAXIN MAXOUT" });
    if (timeSeconds > (rows.at(-1)?.timeSeconds ?? Number(time)))
      return failure({ line: index + 1, reason: "is later than the line before it" });
    rows.push({ timeSeconds, in: valueIn, out: valueOut, maxIn, maxOut });
  }
  return success({ timeSeconds: Number(time), in: incoming, out, rows });
}

export const formatLog = ({ timeSeconds, in: incoming, out, rows }: Log): string =>
  [
    `${timeSeconds} ${incoming} ${out}`,
    ...rows.map((row) => `${row.timeSeconds} ${row.in} ${row.out} ${row.maxIn} ${row.maxOut}`),
    "",
  ].join("\n");
