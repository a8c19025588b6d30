/** What a target's keys mean to MRTG: its options, how it stores, its limits. Pure. */
import type { Config, ConfigTarget } from "./config.ts";

/** The words MRTG 2.17.10 knows in Options (cfgcheck in MRTG_lib.pm). */
export const knownOptions: ReadonlySet<string> = new Set(
  (
    "growright bits noinfo absolute gauge nopercent avgpeak derive integer perhour perminute transparent " +
    "dorelpercent unknaszero withzeroes noborder noarrow noi noo nobanner nolegend logscale secondmean pngdate " +
    "printrouter expscale"
  ).split(" "),
);

export const optionsOf = ({ keys }: ConfigTarget): readonly string[] =>
  (keys.get("options")?.text ?? "")
    .toLowerCase()
    .split(/[, \t\n\r\f\v]+/)
    .filter((word) => word !== "");

/** The words that decide how a value is stored, the strongest first. */
const storageWords = ["gauge", "absolute", "derive", "perhour", "perminute"] as const;
export type Storage = (typeof storageWords)[number] | "counter";

/** The storage words of a target, the one that takes effect first; empty: a counter. */
export const storageWordsOf = (target: ConfigTarget): readonly Storage[] => {
  const options = optionsOf(target);
  return storageWords.filter((word) => options.includes(word));
};

export const storageOf = (target: ConfigTarget): Storage => storageWordsOf(target)[0] ?? "counter";

export type LogFormat = "rateup" | "rrdtool";

export const logFormatOf = ({ globals }: Config): LogFormat =>
  globals.get("logformat")?.text === "rrdtool" ? "rrdtool" : "rateup";

/** `5`, `0:30`: minutes and seconds. */
export function intervalSecondsOf({ globals }: Config): number {
  const [, minutes, seconds] = /(\d+)(?::(\d+))?/.exec(globals.get("interval")?.text ?? "") ?? [];
  const interval = Number(minutes ?? 5) * 60 + Number(seconds ?? 0);
  return interval > 0 ? interval : 300;
}

export const isLimit = (text: string): boolean => /^[0-9]+$/.test(text) && Number(text) > 0;

/** MaxBytes of the two channels, as far as it is a number MRTG takes. */
export function maxBytesOf({ keys }: ConfigTarget): readonly [number | undefined, number | undefined] {
  const limit = (keyword: string): number | undefined => {
    const text = (keys.get(keyword) ?? keys.get("maxbytes"))?.text;
    return text !== undefined && isLimit(text) ? Number(text) : undefined;
  };
  return [limit("maxbytes1"), limit("maxbytes2")];
}
