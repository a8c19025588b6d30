/** A real series from a CSV file (`timestamp,value`, a row for every five minutes), cut into samples of a minute. Pure. */
import type { Metric } from "../cloudwatch/metric.ts";
import { failure, success, type Result } from "../result.ts";
import { sum } from "../sum.ts";
import { chance } from "./hash.ts";
import { openRecording } from "./recorded.ts";
import type { SampleSource } from "./series.ts";
import { single } from "./statistic-set.ts";

export interface Row {
  readonly timeSeconds: number;
  /** The sum of five minutes; of a level (percent, latency) their average. */
  readonly value: number;
}

/** Reads the rows; a time without zone is UTC. The failure names the line. */
export function readRows(csv: string): Result<readonly Row[], string> {
  const rows: Row[] = [];
  for (const [index, line] of csv.split(/\r?\n/).entries()) {
    if (line.trim() === "" || (index === 0 && /^timestamp,/i.test(line))) continue;
    const [time = "", value = ""] = line.split(",");
    const iso = time.trim().replace(" ", "T");
    const milliseconds = Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/.test(iso) ? iso : `${iso}Z`);
    if (Number.isNaN(milliseconds) || value.trim() === "" || !Number.isFinite(Number(value)))
      return failure(`line ${index + 1} is no "timestamp,value"`);
    rows.push({ timeSeconds: Math.floor(milliseconds / 1000), value: Number(value) });
  }
  return rows.length === 0 ? failure("there is no row in it") : success(rows);
}

/** Where a series comes from, as `--replay` spells it. */
export interface ReplaySpelling {
  readonly metric: Metric;
  readonly path: string;
}

/**
 * Reads `NAMESPACE/METRIC=FILE` or `NAMESPACE/METRIC?NAME=VALUE&NAME=VALUE=FILE`. Names and values are percent-encoded
 * where they contain `=`, `&`, `?`, `%` or (the metric's name) `/`; the file is taken as it stands.
 */
export function readReplaySpelling(text: string): ReplaySpelling | undefined {
  const match = /^([^?=]+)\/([^?=/]+)(?:\?([^=&]+=[^=&]+(?:&[^=&]+=[^=&]+)*))?=(.+)$/s.exec(text);
  if (match === null) return undefined;
  const [, namespace = "", name = "", dimensions = "", path = ""] = match;
  try {
    return {
      path,
      metric: {
        namespace: decodeURIComponent(namespace),
        name: decodeURIComponent(name),
        dimensions: (dimensions === "" ? [] : dimensions.split("&")).map((dimension) => {
          const [key = "", value = ""] = dimension.split("=");
          return { name: decodeURIComponent(key), value: decodeURIComponent(value) };
        }),
      },
    };
  } catch {
    // A lonely percent sign: what decodeURIComponent throws says nothing more.
    return undefined;
  }
}

/** The unit CloudWatch would give a metric of this name. */
export function unitOf(metricName: string): string {
  if (/utilization|percent/i.test(metricName)) return "Percent";
  if (/latency|time$/i.test(metricName)) return "Seconds";
  if (/^network(?:in|out)$|bytes/i.test(metricName)) return "Bytes";
  return /count|requests|packets|errors/i.test(metricName) ? "Count" : "None";
}

const minutes = 5;

/** Cuts a sum into five parts without losing a digit of it. */
function partsOf(value: number, key: number, timeSeconds: number): number[] {
  const places = (/\.(\d+)$/.exec(String(value))?.[1] ?? "").length;
  const unit = 10 ** places;
  const whole = Math.round(value * unit);
  const weights = Array.from({ length: minutes }, (_, index) => 0.5 + chance(key, timeSeconds, index));
  const weight = sum(weights);
  let given = 0;
  return weights.map((each, index) => {
    const part = index === minutes - 1 ? whole - given : Math.trunc((whole * each) / weight);
    given += part;
    return part / unit;
  });
}

export interface ReplayManner {
  readonly unit: string;
  readonly monitoring: "basic" | "detailed";
  /** Where the first row is moved to; the others follow. */
  readonly fromSeconds?: number;
}

/** Samples of a minute. With basic monitoring a row begins at a multiple of five minutes, as one publication has it. */
export function replaySource(rows: readonly Row[], key: number, manner: ReplayManner): SampleSource {
  const isLevel = manner.unit === "Percent" || manner.unit === "Seconds";
  const first = rows.reduce((least, { timeSeconds }) => Math.min(least, timeSeconds), Infinity);
  const shift = manner.fromSeconds === undefined ? 0 : manner.fromSeconds - first;
  const grid = manner.monitoring === "basic" ? 300 : 60;
  const recording = openRecording(60);
  for (const { timeSeconds, value } of rows) {
    const begin = Math.ceil((timeSeconds + shift) / grid) * grid;
    const parts = isLevel ? Array.from({ length: minutes }, () => value) : partsOf(value, key, timeSeconds);
    for (const [index, part] of parts.entries()) recording.add(begin + 60 * index, single(part));
  }
  return recording;
}
