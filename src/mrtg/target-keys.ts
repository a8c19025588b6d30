/** What a target's keys mean to MRTG: its options, how it stores, its limits. Pure. */
import type { Config, ConfigTarget } from "./config.ts";
import { intervalOf, optionsOf, type LogFormat } from "./stored.ts";

/** The words MRTG 2.17.10 knows in Options (cfgcheck in MRTG_lib.pm). */
export const knownOptions: ReadonlySet<string> = new Set(
  (
    "growright bits noinfo absolute gauge nopercent avgpeak derive integer perhour perminute transparent " +
    "dorelpercent unknaszero withzeroes noborder noarrow noi noo nobanner nolegend logscale secondmean pngdate " +
    "printrouter expscale"
  ).split(" "),
);

/** In lower case, in order; empty when there are none. */
export const optionWords = (target: ConfigTarget): readonly string[] =>
  [...optionsOf(target)].filter((word) => word !== "");

/** The words that decide how a value is stored, the strongest first. */
const storageWords = ["gauge", "absolute", "derive", "perhour", "perminute"] as const;
export type Storage = (typeof storageWords)[number] | "counter";

/** The storage words of a target, the one that takes effect first; empty: a counter. */
export const storageWordsOf = (target: ConfigTarget): readonly Storage[] => {
  const options = optionsOf(target);
  return storageWords.filter((word) => options.has(word));
};

export const storageOf = (target: ConfigTarget): Storage => storageWordsOf(target)[0] ?? "counter";

export const logFormatOf = ({ globals }: Config): LogFormat =>
  globals.get("logformat")?.text === "rrdtool" ? "rrdtool" : "rateup";

export const intervalSecondsOf = ({ globals }: Config): number => intervalOf(globals.get("interval")?.text);

export const isLimit = (text: string): boolean => /^[0-9]+$/.test(text) && Number(text) > 0;

/** MaxBytes of the two channels, as far as it is a number MRTG takes. */
export function maxBytesOf({ keys }: ConfigTarget): readonly [number | undefined, number | undefined] {
  const limit = (keyword: string): number | undefined => {
    const text = (keys.get(keyword) ?? keys.get("maxbytes"))?.text;
    return text !== undefined && isLimit(text) ? Number(text) : undefined;
  };
  return [limit("maxbytes1"), limit("maxbytes2")];
}
