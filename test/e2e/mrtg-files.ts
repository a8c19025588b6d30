/** Reads back what MRTG has stored, with rrdtool's own program for .rrd. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

export interface Row {
  /** The end of the step. */
  readonly timeSeconds: number;
  readonly in: number | undefined;
  readonly out: number | undefined;
}

interface LogRow {
  readonly timeSeconds: number;
  readonly in: number;
  readonly out: number;
  readonly maxIn: number;
  readonly maxOut: number;
}

export interface RateupLog {
  /** The first line: when MRTG last came, and the raw values it saw then. */
  readonly last: { readonly timeSeconds: number; readonly in: string; readonly out: string };
  /** Newest first, as they stand there. */
  readonly rows: readonly LogRow[];
}

const stepSeconds = 300;

export function readLogFile(path: string): RateupLog {
  const [first = "", ...rest] = readFileSync(path, "utf8").trimEnd().split("\n");
  const [time = "", lastIn = "", lastOut = ""] = first.split(" ");
  return {
    last: { timeSeconds: Number(time), in: lastIn, out: lastOut },
    rows: rest.map((line) => {
      const [timeSeconds = NaN, incoming = NaN, out = NaN, maxIn = NaN, maxOut = NaN] = line
        .split(" ")
        .map(Number);
      return { timeSeconds, in: incoming, out, maxIn, maxOut };
    }),
  };
}

/** The five-minute rows within (from, to], oldest first. */
export const readRateupLog = (path: string, fromSeconds: number, toSeconds: number): readonly Row[] =>
  readLogFile(path)
    .rows.filter(
      ({ timeSeconds }) =>
        timeSeconds > fromSeconds && timeSeconds <= toSeconds && timeSeconds % stepSeconds === 0,
    )
    .map(({ timeSeconds, in: incoming, out }) => ({ timeSeconds, in: incoming, out }))
    // The newest row stands there twice when a round falls on a full step.
    .filter((row, index, rows) => rows[index + 1]?.timeSeconds !== row.timeSeconds)
    .reverse();

/** The averages of the finest archive within (from, to], oldest first. */
export function readRrd(path: string, fromSeconds: number, toSeconds: number): readonly Row[] {
  const commandLine = ["fetch", path, "AVERAGE", "-s", String(fromSeconds), "-e", String(toSeconds)];
  const output = execFileSync("rrdtool", commandLine, {
    encoding: "utf8",
    env: { PATH: process.env["PATH"], TZ: "UTC" },
  });
  const number = (text = ""): number | undefined => (/nan/i.test(text) ? undefined : Number(text));
  return [...output.matchAll(/^(\d+): (\S+) (\S+)$/gm)]
    .map(([, time, incoming, out]) => ({ timeSeconds: Number(time), in: number(incoming), out: number(out) }))
    .filter(({ timeSeconds }) => timeSeconds > fromSeconds && timeSeconds <= toSeconds);
}
