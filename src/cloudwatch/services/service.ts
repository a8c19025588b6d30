/** What is known of a service's metrics: which belong together, with which dimensions they exist, how they are drawn. */
import type { DrawingName } from "./drawing.ts";

/** Two metrics on one graph, or one. */
export interface Pair {
  /** The end of the target's name; unique within the service. */
  readonly id: string;
  readonly title: string;
  readonly drawing: DrawingName;
  /** As CloudWatch spells them. The same one twice where two aggregates of it are drawn. */
  readonly metrics: readonly [string] | readonly [string, string];
  /** LegendI and LegendO. */
  readonly legends: readonly [string] | readonly [string, string];
  /** `--aggregate`, perhaps IN,OUT; else the drawing's. */
  readonly aggregate?: string;
  /** Only with these dimensions; else with all sets of the service. */
  readonly dimensions?: readonly string[];
  /** The metric has no datapoints while nothing happens: a gauge then draws zero, or what was last known. */
  readonly sparse?: "zero" | "hold";
  /** Of the datapoints: 300 s unless it is published less often. */
  readonly periodSeconds?: number;
  /** `--lag` where the namespace's settling figure does not hold. */
  readonly lagSeconds?: number;
  readonly lookbackSeconds?: number;
  /** In natural units, where it is lower than the drawing's. */
  readonly maximum?: number;
  /** Limited by the instance's network bandwidth. */
  readonly isNetwork?: boolean;
  readonly shortLegend?: string;
}

export interface Service {
  readonly namespace: string;
  /** A short word for target names. */
  readonly word: string;
  /** What one of its resources is called. */
  readonly noun: string;
  /** The sets of dimensions that mean one resource. Others are sums over resources, or parts of one. */
  readonly dimensionSets: readonly (readonly string[])[];
  /** The same data exists with several sets: the first one that has it is enough. */
  readonly firstSetOnly?: boolean;
  readonly pairs: readonly Pair[];
}

export const pair = (
  id: string,
  title: string,
  drawing: DrawingName,
  metrics: Pair["metrics"],
  legends: Pair["legends"],
  more: Omit<Partial<Pair>, "id" | "title" | "drawing" | "metrics" | "legends"> = {},
): Pair => ({ id, title, drawing, metrics, legends, ...more });

/** One metric, its average and its maximum. */
export const averageAndMaximum = (
  id: string,
  title: string,
  drawing: DrawingName,
  metric: string,
  more: Parameters<typeof pair>[5] = {},
): Pair =>
  pair(id, title, drawing, [metric, metric], ["Average", "Maximum"], {
    aggregate: "average,maximum",
    ...more,
  });

/** A duration of which the slow ones matter. */
export const averageAndSlowest = (
  id: string,
  title: string,
  drawing: DrawingName,
  metric: string,
  more: Parameters<typeof pair>[5] = {},
): Pair =>
  pair(id, title, drawing, [metric, metric], ["Average", "99th percentile"], {
    aggregate: "average,p99",
    sparse: "zero",
    ...more,
  });
