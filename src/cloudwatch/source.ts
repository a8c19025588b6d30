/**
 * One way to ask CloudWatch for many series at once, whatever API stands behind it. Pure but for the port it is
 * given; knows no ledger.
 */
import type { Result } from "../result.ts";
import type { CloudWatchFailure } from "./failure.ts";
import type { Metric } from "./metric.ts";
import type { Aggregate } from "./statistic.ts";

export interface Question {
  readonly metric: Metric;
  /** Only datapoints of this unit; undefined: of the one unit the metric has. */
  readonly unit?: string;
  readonly aggregate: Aggregate;
  readonly periodSeconds: number;
  /** Multiples of the period, start inclusive, end exclusive. */
  readonly startSeconds: number;
  readonly endSeconds: number;
}

export interface Datapoint {
  /** The beginning of the period. */
  readonly timeSeconds: number;
  readonly value: number;
  /** For averages: the SampleCount; `value` is then the Sum. */
  readonly samples?: number;
}

export type Series = Result<readonly Datapoint[], CloudWatchFailure>;

export interface Source {
  /** Answers in the order of the questions; each stands for itself, whole or a failure. */
  ask(questions: readonly Question[], deadline: AbortSignal): Promise<readonly Series[]>;
}
