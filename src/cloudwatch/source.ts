/**
 * One way to ask CloudWatch for many series at once, whatever API stands behind it. Pure but for the port it is
 * given; knows no ledger.
 */
import type { Result } from "../result.ts";
import { isOpenEnded, type Expression } from "./expression.ts";
import type { CloudWatchFailure } from "./failure.ts";
import type { Metric } from "./metric.ts";
import type { Aggregate } from "./statistic.ts";

/** What a series is of: a metric, or what CloudWatch computes of several. */
export type Subject =
  | { readonly metric: Metric; readonly expression?: undefined }
  | { readonly expression: Expression; readonly metric?: undefined };

/** The subject alone of something that has one. */
export const subjectOf = ({ metric, expression }: Subject): Subject =>
  expression === undefined ? { metric } : { expression };

/** What a page calls it. An expression that may find many series says what becomes of them. */
export function titleOf({
  metric,
  expression,
  aggregate,
}: Subject & { readonly aggregate: Aggregate }): string {
  if (expression === undefined) return metric.name;
  return isOpenEnded(expression) ? `${aggregate.kind} of ${expression.text}` : expression.text;
}

export type Question = Subject & {
  /** Only datapoints of this unit; undefined: of the one unit the metric has. */
  readonly unit?: string;
  /** The account the metric belongs to, where it is not the credentials' own. */
  readonly accountId?: string;
  /** Of an expression: how its series become one. */
  readonly aggregate: Aggregate;
  readonly periodSeconds: number;
  /** Multiples of the period, start inclusive, end exclusive. */
  readonly startSeconds: number;
  readonly endSeconds: number;
};

export interface Datapoint {
  /** The beginning of the period. */
  readonly timeSeconds: number;
  readonly value: number;
  /** For averages: the SampleCount; `value` is then the Sum. Of an expression: how many series had a value. */
  readonly samples?: number;
  /** Only where it is larger than the one asked for: older history is kept in larger periods. */
  readonly periodSeconds?: number;
}

export type Series = Result<readonly Datapoint[], CloudWatchFailure>;

export interface Source {
  /** Answers in the order of the questions; each stands for itself, whole or a failure. */
  ask(questions: readonly Question[], deadline: AbortSignal): Promise<readonly Series[]>;
}
