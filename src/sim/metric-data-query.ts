/** The queries of GetMetricData as a request spells them. Pure. */
import type { Metric } from "../cloudwatch/metric.ts";
import { isPeriod } from "../cloudwatch/period.ts";
import { parseExpression, type Expression } from "./expression.ts";
import { flag, readMember, readMetric, requiredNumber, requiredText, textOr, type Input } from "./input.ts";
import { refuse } from "./refusal.ts";
import { readStatistic, type Statistic } from "./statistic.ts";

export interface MetricStat {
  readonly metric: Metric;
  readonly statistic: Statistic;
  readonly periodSeconds: number;
  readonly unit: string | undefined;
  readonly accountId: string | undefined;
}

export interface Query {
  readonly id: string;
  readonly label: string | undefined;
  readonly isReturned: boolean;
  readonly asked: MetricStat | Expression;
}

export const isExpression = (asked: MetricStat | Expression): asked is Expression => "kind" in asked;

/** Where a member stands, as CloudWatch words it. */
const memberOf = (index: number): string => `MetricDataQueries.member.${index + 1}`;

export function readStatisticOf(name: string, member: string): Statistic {
  return (
    readStatistic(name) ??
    refuse("ValidationError", `The value ${name} for parameter ${member} is not a valid statistic.`)
  );
}

function readMetricStat(input: Input, index: number, accountId: string | undefined): MetricStat {
  const metric = readMetric(readMember(input, "Metric") ?? {});
  const periodSeconds = requiredNumber(input, "Period");
  if (!isPeriod(periodSeconds))
    refuse(
      "ValidationError",
      `The value ${periodSeconds} for ${memberOf(index)}.MetricStat.Period is not valid.`,
    );
  const statistic = readStatisticOf(requiredText(input, "Stat"), `${memberOf(index)}.MetricStat.Stat`);
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
  const expression = textOr(input, "Expression", undefined);
  const query = {
    id,
    label: textOr(input, "Label", undefined),
    isReturned: input["ReturnData"] === undefined || flag(input, "ReturnData"),
  };
  if (stat !== undefined && expression === undefined)
    return { ...query, asked: readMetricStat(stat, index, textOr(input, "AccountId", undefined)) };
  if (stat === undefined && expression !== undefined)
    return { ...query, asked: parseExpression(expression, id) };
  return refuse("ValidationError", `${memberOf(index)} needs either MetricStat or Expression.`);
}

export function readQueries(members: readonly Input[]): readonly Query[] {
  const queries = members.map(readQuery);
  const ids = new Set<string>();
  for (const { id } of queries) {
    if (ids.has(id)) refuse("ValidationError", `The id ${id} is used more than once.`);
    ids.add(id);
  }
  if (!queries.some(({ isReturned }) => isReturned))
    refuse("ValidationError", "At least one of the queries must return data.");
  return queries;
}
