/** The queries of GetMetricData: read, and answered one by one. */
import { isPeriod } from "../cloudwatch/period.ts";
import { binsOf } from "./bins.ts";
import { flag, readMember, readMetric, requiredNumber, requiredText, textOr, type Input } from "./input.ts";
import type { Call } from "./operation.ts";
import { refuse } from "./refusal.ts";
import type { Metric } from "../cloudwatch/metric.ts";
import { readStatistic, type Statistic } from "./statistic.ts";

export type Point = readonly [timeSeconds: number, value: number];

export interface MetricStat {
  readonly metric: Metric;
  readonly statistic: Statistic;
  readonly periodSeconds: number;
  readonly unit: string | undefined;
  readonly accountId: string | undefined;
}

export interface Query {
  readonly id: string;
  readonly label: string;
  readonly isReturned: boolean;
  readonly metricStat: MetricStat;
}

export interface QueryResult {
  readonly id: string;
  readonly label: string;
  /** Oldest first. */
  readonly points: readonly Point[];
}

/** Where a member stands, as CloudWatch words it. */
const memberOf = (index: number): string => `MetricDataQueries.member.${index + 1}`;

function readMetricStat(input: Input, index: number, accountId: string | undefined): MetricStat {
  const metric = readMetric(readMember(input, "Metric") ?? {});
  const periodSeconds = requiredNumber(input, "Period");
  if (!isPeriod(periodSeconds))
    refuse(
      "ValidationError",
      `The value ${periodSeconds} for ${memberOf(index)}.MetricStat.Period is not valid.`,
    );
  const name = requiredText(input, "Stat");
  const statistic =
    readStatistic(name) ??
    refuse(
      "ValidationError",
      `The value ${name} for parameter ${memberOf(index)}.MetricStat.Stat is not a valid statistic.`,
    );
  return { metric, statistic, periodSeconds, unit: textOr(input, "Unit", undefined), accountId };
}

function readQuery(input: Input, index: number): Query {
  const id = requiredText(input, "Id");
  if (!/^[a-z][a-zA-Z0-9_]*$/.test(id) || id.length > 255)
    refuse(
      "ValidationError",
      `The value ${id} for parameter ${memberOf(index)}.Id does not match ^[a-z][a-zA-Z0-9_]*$.`,
    );
  const stat = readMember(input, "MetricStat");
  if (stat === undefined)
    return refuse("ValidationError", `${memberOf(index)} needs either MetricStat or Expression.`);
  const metricStat = readMetricStat(stat, index, textOr(input, "AccountId", undefined));
  return {
    id,
    label: textOr(input, "Label", metricStat.metric.name),
    isReturned: input["ReturnData"] === undefined || flag(input, "ReturnData"),
    metricStat,
  };
}

export function readQueries(members: readonly Input[]): readonly Query[] {
  const queries = members.map(readQuery);
  const ids = queries.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) < index);
  if (twice !== undefined) refuse("ValidationError", `The id ${twice} is used more than once.`);
  return queries;
}

/** The datapoints of one metric, all its units together, oldest first. */
export function pointsOf(
  stat: MetricStat,
  span: { readonly startSeconds: number; readonly endSeconds: number },
  { account, place, nowSeconds }: Call,
): Point[] {
  const { metric, statistic, periodSeconds, unit, accountId = place.accountId } = stat;
  const series = account
    .find({ ...place, accountId }, metric)
    .filter((each) => unit === undefined || each.unit === unit);
  const bins = binsOf(series, { ...span, periodSeconds }, nowSeconds, statistic.isExtended);
  return [...bins].flatMap(([timeSeconds, set]) => {
    const value = statistic.valueOf(set);
    return value === undefined ? [] : [[timeSeconds, value] as const];
  });
}

export function resultsOf(
  queries: readonly Query[],
  span: { readonly startSeconds: number; readonly endSeconds: number },
  call: Call,
): readonly QueryResult[] {
  return queries
    .filter(({ isReturned }) => isReturned)
    .map(({ id, label, metricStat }) => ({ id, label, points: pointsOf(metricStat, span, call) }));
}
