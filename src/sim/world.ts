/**
 * The simulated account: which metrics and resources exist in which region, found by what a request names. Holds no
 * clock; grows when PutMetricData brings something new.
 */
import type { Metric } from "../cloudwatch/metric.ts";
import { keyOf } from "./hash.ts";
import type { Publication } from "./publication.ts";
import { openRecording, type Recording } from "./recorded.ts";
import { inFives, type SampleSource, type Series } from "./series.ts";

export const ownAccount = "111122223333";

/** A metric as a world is described; what is left out is up to the simulation. */
export interface MetricOfWorld {
  readonly metric: Metric;
  readonly unit: string;
  readonly region?: string;
  readonly accountId?: string;
  /** Made from the key that chance depends on. */
  readonly source: (key: number) => SampleSource;
  /** Basic: five samples of a minute are published as one. `instance`: as the simulation is told to. */
  readonly monitoring?: "basic" | "detailed" | "instance";
}

/** EC2's own words. */
export type InstanceState = "pending" | "running" | "shutting-down" | "terminated" | "stopping" | "stopped";

export interface Resource {
  readonly arn: string;
  readonly region: string;
  readonly accountId?: string;
  readonly tags: readonly { readonly key: string; readonly value: string }[];
  /** For an EC2 instance. */
  readonly instance?: {
    readonly id: string;
    readonly type: string;
    /** Running unless said otherwise. */
    readonly state?: InstanceState;
  };
}

export interface World {
  readonly metrics: readonly MetricOfWorld[];
  readonly resources: readonly Resource[];
}

/** Whoever asks: a caller sees the metrics of one account in one region. */
export interface Place {
  readonly region: string;
  readonly accountId: string;
}

export const isOf = (place: Place, { region, accountId = ownAccount }: Resource): boolean =>
  region === place.region && accountId === place.accountId;

export interface Account {
  readonly seed: string;
  readonly resources: readonly Resource[];
  /** All series, in a fixed order that is nobody's order. */
  all(place: Place, linked?: boolean): readonly Series[];
  /** The series of exactly this metric: one for each unit. */
  find(place: Place, metric: Metric): readonly Series[];
  /** The recording behind a metric that is put, made when it is new. */
  recording(place: Place, metric: Metric, unit: string, stepSeconds: number): Recording;
}

const spelling = ({ namespace, name, dimensions }: Metric): string =>
  [
    namespace,
    name,
    ...dimensions.map((dimension) => `${dimension.name}\u0001${dimension.value}`).sort(),
  ].join("\u0000");

export interface Manner {
  readonly seed: string;
  readonly publication: Publication;
  readonly monitoring: "basic" | "detailed";
}

export function openAccount(world: World, manner: Manner): Account {
  const everywhere: Series[] = [];
  const index = new Map<string, Series[]>();
  const recordings = new Map<string, Recording>();
  let ordered: readonly Series[] | undefined;

  function enter(described: MetricOfWorld): void {
    const { metric, unit, region, accountId = ownAccount, source, monitoring = "detailed" } = described;
    const key = keyOf([manner.seed, region ?? "", accountId, spelling(metric), unit].join("\u0000"));
    const minutes = source(key);
    const isBasic = (monitoring === "instance" ? manner.monitoring : monitoring) === "basic";
    const series: Series = {
      metric,
      unit,
      ...(region === undefined ? {} : { region }),
      accountId,
      key,
      source: isBasic && minutes.stepSeconds === 60 ? inFives(minutes) : minutes,
      publication: manner.publication,
    };
    everywhere.push(series);
    ordered = undefined;
    const name = spelling(metric);
    const known = index.get(name);
    if (known === undefined) index.set(name, [series]);
    else known.push(series);
  }
  world.metrics.forEach(enter);

  const isAt = ({ region, accountId }: Place, series: Series, linked: boolean): boolean =>
    (series.region ?? region) === region && (linked || series.accountId === accountId);

  return {
    seed: manner.seed,
    resources: world.resources,
    all(place, linked = false) {
      ordered ??= [...everywhere].sort((one, other) => one.key - other.key);
      return ordered.filter((series) => isAt(place, series, linked));
    },
    find: (place, metric) =>
      (index.get(spelling(metric)) ?? []).filter((series) => isAt(place, series, false)),
    recording(place, metric, unit, stepSeconds) {
      const name = [place.region, place.accountId, spelling(metric), unit].join("\u0000");
      const known = recordings.get(name);
      if (known !== undefined) return known;
      const recording = openRecording(stepSeconds);
      recordings.set(name, recording);
      enter({ metric, unit, ...place, source: () => recording });
      return recording;
    },
  };
}
