/**
 * Where MRTG stores what it measures of a target, and how: the file, its format, the interval, the kind of value.
 * Read from a configuration as bin/mrtg and MRTG_lib.pm 2.17.10 do. Pure; opens nothing.
 */
import type { Config, ConfigTarget } from "./config.ts";
import type { RrdShape, SourceType } from "./rrd.ts";

export type LogFormat = "rateup" | "rrdtool";

export interface Stored {
  /** Relative where the configuration is: MRTG takes it from its working directory. */
  readonly path: string;
  readonly format: LogFormat;
  readonly intervalSeconds: number;
  /** By the words in Options: what MRTG takes the printed values for. */
  readonly type: SourceType;
  /** What a .log holds of a rate per second: 60 with `perminute`, 3600 with `perhour`. */
  readonly logFactor: number;
  /** What lies above is unknown to MRTG; Infinity: no bound. */
  readonly ceiling: number;
  /** For an .rrd. */
  readonly shape: RrdShape;
  readonly usesCacheDaemon: boolean;
  /** PathAdd: where MRTG looks for rrdtool first. */
  readonly pathAdd?: string;
}

const withSlash = (path: string): string => (path === "" ? "" : path.replace(/\/*$/, "/"));

/** `5`, or `0:10` for ten seconds; 5 minutes where nothing is said. */
export function intervalOf(text: string | undefined): number {
  const [, minutes, seconds = "0"] = /(\d+)(?::(\d+))?/.exec(text ?? "") ?? [];
  return minutes === undefined ? 300 : Number(minutes) * 60 + Number(seconds);
}

/** Where MRTG writes its logs, with a slash at its end; undefined when the configuration does not say. */
function logDirectory(config: Config): string | undefined {
  const directory = config.globals.get("workdir")?.text ?? config.globals.get("logdir")?.text;
  return directory === undefined ? undefined : withSlash(directory);
}

/** Options of a target, in lower case as MRTG knows them. */
export const optionsOf = (target: ConfigTarget): ReadonlySet<string> =>
  new Set((target.keys.get("options")?.text ?? "").toLowerCase().split(/[,\s]+/));

function typeOf(options: ReadonlySet<string>): { type: SourceType; logFactor: number } {
  // The later word wins, as in bin/mrtg: minute < hour < derive < absolute < gauge.
  if (options.has("gauge")) return { type: "GAUGE", logFactor: 1 };
  if (options.has("absolute")) return { type: "ABSOLUTE", logFactor: 1 };
  if (options.has("derive")) return { type: "DERIVE", logFactor: 1 };
  if (options.has("perhour")) return { type: "COUNTER", logFactor: 3600 };
  return { type: "COUNTER", logFactor: options.has("perminute") ? 60 : 1 };
}

const field = <Name extends string>(name: Name, value: number | undefined): Partial<Record<Name, number>> =>
  value === undefined ? {} : ({ [name]: value } as Record<Name, number>);

/** Fails with the reason when the configuration does not say where the target's file is. */
export function storedAs(config: Config, target: ConfigTarget): Stored | undefined {
  const directory = logDirectory(config);
  if (directory === undefined) return undefined;
  const number = (keyword: string): number | undefined => {
    const text = target.keys.get(keyword)?.text;
    const value = text === undefined ? Number.NaN : Number.parseFloat(text);
    return Number.isFinite(value) ? value : undefined;
  };
  const format = config.globals.get("logformat")?.text.toLowerCase() === "rrdtool" ? "rrdtool" : "rateup";
  const intervalSeconds = intervalOf(config.globals.get("interval")?.text);
  const { type, logFactor } = typeOf(optionsOf(target));
  const maxIn = number("maxbytes1") ?? number("maxbytes") ?? 0;
  const maxOut = number("maxbytes2") ?? number("maxbytes") ?? 0;
  const absMax = number("absmax");
  const pathAdd = config.globals.get("pathadd")?.text;
  const ownDirectory = withSlash(target.keys.get("directory")?.text ?? "");
  return {
    path: `${directory}${ownDirectory}${target.name}.${format === "rateup" ? "log" : "rrd"}`,
    format,
    intervalSeconds,
    type,
    // rrdtool divides by seconds whatever the option says; it only labels the page.
    logFactor: format === "rateup" ? logFactor : 1,
    ceiling: absMax ?? (Math.max(maxIn, maxOut) === 0 ? Infinity : Math.max(maxIn, maxOut)),
    shape: {
      intervalSeconds,
      type,
      maxIn: absMax ?? maxIn,
      maxOut: absMax ?? maxOut,
      rowCounts: {
        ...field("base", number("rrdrowcount")),
        ...field("halfHours", number("rrdrowcount30m")),
        ...field("twoHours", number("rrdrowcount2h")),
        ...field("days", number("rrdrowcount1d")),
      },
      furtherArchives: target.keys.get("rrdhwrras")?.text.split(/\s+/) ?? [],
    },
    usesCacheDaemon: config.globals.has("rrdcached"),
    ...(pathAdd === undefined ? {} : { pathAdd }),
  };
}
