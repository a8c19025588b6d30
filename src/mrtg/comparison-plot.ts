/** Two histories in one picture: what rrdtool is told to make a small .rrd of them and draw it. Pure. */
import { lineOf, ratesOf } from "./line.ts";
import type { Stretch } from "./recorded.ts";

export interface Plot {
  /** The words after `rrdtool`, one command each, to be run one after another. */
  readonly commands: readonly (readonly string[])[];
}

/** More points than the picture is wide are not seen. */
const mostPoints = 800;

/** rrdtool reads a colon in a text as its end. */
const legend = (text: string): string => text.replaceAll("\\", "\\\\").replaceAll(":", "\\:");

/** A (filled) and B (line) for each channel, B moved earlier by the lag, so that both should lie on each other. */
export function plotOf(
  a: readonly Stretch[],
  b: readonly Stretch[],
  span: { readonly fromSeconds: number; readonly toSeconds: number; readonly lagSeconds: number },
  names: { readonly a: string; readonly b: string },
  files: { readonly rrd: string; readonly picture: string },
): Plot {
  const { fromSeconds, toSeconds, lagSeconds } = span;
  const stepSeconds = Math.max(60, Math.ceil((toSeconds - fromSeconds) / mostPoints / 60) * 60);
  const start = Math.floor(fromSeconds / stepSeconds) * stepSeconds;
  const steps = Math.ceil((toSeconds - start) / stepSeconds);
  const columns = (["in", "out"] as const).flatMap((channel) => [
    ratesOf(lineOf(a, channel), start, stepSeconds, steps),
    ratesOf(lineOf(b, channel), start + lagSeconds, stepSeconds, steps),
  ]);
  const updates = Array.from({ length: steps }, (_, index) => {
    const values = columns.map((rates) => rates[index] ?? Number.NaN);
    const words = values.map((value) => (Number.isNaN(value) ? "U" : value.toFixed(6)));
    return `${start + (index + 1) * stepSeconds}:${words.join(":")}`;
  });
  const sources = ["a_in", "b_in", "a_out", "b_out"];
  return {
    commands: [
      [
        ...["create", files.rrd, "-b", String(start), "-s", String(stepSeconds)],
        ...sources.map((name) => `DS:${name}:GAUGE:${2 * stepSeconds}:U:U`),
        `RRA:AVERAGE:0.5:1:${steps}`,
      ],
      ["update", files.rrd, ...updates],
      [
        ...["graph", files.picture, "-s", String(start), "-e", String(toSeconds), "-w", "700", "-h", "250"],
        ...["-l", "0", "-t", "in above, out below, per second", "-v", "out          in"],
        ...sources.map((name) => `DEF:${name}=${files.rrd}:${name}:AVERAGE`),
        ...["CDEF:a_down=a_out,-1,*", "CDEF:b_down=b_out,-1,*"],
        `AREA:a_in#a6d3a0:${legend(names.a)}`,
        "AREA:a_down#a6d3a0",
        `LINE1:b_in#1a3a8a:${legend(names.b)}`,
        "LINE1:b_down#1a3a8a",
        "HRULE:0#000000",
      ],
    ],
  };
}
