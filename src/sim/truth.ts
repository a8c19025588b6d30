/** What was published in the end: the yardstick for whoever reads the datapoints. Pure. */
import type { Metric } from "../cloudwatch/metric.ts";
import { Gathering } from "./statistic-set.ts";
import type { Account, Place } from "./world.ts";

export interface TruthQuestion {
  readonly metric: Metric;
  /** Inclusive. */
  readonly fromSeconds: number;
  /** Exclusive. */
  readonly toSeconds: number;
  /** Any, unless given. */
  readonly unit?: string;
  /** The width of the series' bins; a minute by default. Bins begin at `fromSeconds`. */
  readonly periodSeconds?: number;
}

export interface Truth {
  /** A plain decimal: exact for whole numbers, else to 12 decimals. */
  readonly sum: string;
  readonly samples: number;
  /** Oldest first; no bin without samples. */
  readonly series: readonly {
    readonly timeSeconds: number;
    readonly sum: string;
    readonly samples: number;
    readonly minimum: number;
    readonly maximum: number;
  }[];
}

// Apart from the ledger's arithmetic on purpose: a yardstick must not share the faults of what it measures.
const places = 12;

/** The shortest decimal that means this double, as whole units of 10^-12. */
function unitsOf(value: number): bigint {
  if (Number.isInteger(value)) return BigInt(value) * 10n ** BigInt(places);
  const text = String(value);
  const [whole = "", fraction = ""] = (text.includes("e") ? value.toFixed(places) : text).split(".");
  return BigInt(whole + fraction.slice(0, places).padEnd(places, "0"));
}

function decimal(units: bigint): string {
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, "0");
  const fraction = digits.slice(-places).replace(/0+$/, "");
  return `${units < 0n ? "-" : ""}${digits.slice(0, -places)}${fraction === "" ? "" : `.${fraction}`}`;
}

export function truthOf(account: Account, place: Place, question: TruthQuestion): Truth {
  const { metric, fromSeconds, toSeconds, unit, periodSeconds = 60 } = question;
  const bins = new Map<number, { units: bigint; gathering: Gathering }>();
  let [units, samples] = [0n, 0];
  for (const series of account.find(place, metric)) {
    if (unit !== undefined && series.unit !== unit) continue;
    series.source.visit(fromSeconds, toSeconds, (time, set) => {
      const bin = fromSeconds + Math.floor((time - fromSeconds) / periodSeconds) * periodSeconds;
      const entry = bins.get(bin) ?? { units: 0n, gathering: new Gathering(false) };
      bins.set(bin, entry);
      const amount = set.values === undefined ? unitsOf(set.sum) : sumOf(set.values);
      entry.gathering.add(set);
      entry.units += amount;
      units += amount;
      samples += set.samples;
    });
  }
  const series = [...bins]
    .sort(([one], [other]) => one - other)
    .map(([timeSeconds, entry]) => {
      const { minimum, maximum, samples: count } = entry.gathering.set;
      return { timeSeconds, sum: decimal(entry.units), samples: count, minimum, maximum };
    });
  return { sum: decimal(units), samples, series };
}

const sumOf = (values: readonly { readonly value: number; readonly count: number }[]): bigint =>
  values.reduce((sum, { value, count }) => sum + unitsOf(value) * BigInt(Math.round(count)), 0n);

/** Reads `/truth?namespace=…&metric=…&dim=NAME=VALUE&from=SECONDS&to=SECONDS[&region=…&account=…&unit=…&period=…]`. */
export function readTruthQuestion(search: URLSearchParams): TruthQuestion | undefined {
  const seconds = (name: string): number => Number(search.get(name) ?? Number.NaN);
  const [namespace, name, unit, period] = ["namespace", "metric", "unit", "period"].map(
    (each) => search.get(each) ?? undefined,
  );
  const [fromSeconds, toSeconds] = [seconds("from"), seconds("to")];
  const isWhole = Number.isFinite(fromSeconds) && Number.isFinite(toSeconds);
  const dimensions = search.getAll("dim").map((text) => {
    const at = text.indexOf("=");
    return { name: text.slice(0, at), value: text.slice(at + 1) };
  });
  if (
    namespace === undefined ||
    name === undefined ||
    !isWhole ||
    (period !== undefined && !(Number(period) > 0))
  )
    return undefined;
  return {
    metric: { namespace, name, dimensions },
    fromSeconds,
    toSeconds,
    ...(unit === undefined ? {} : { unit }),
    ...(period === undefined ? {} : { periodSeconds: Number(period) }),
  };
}
