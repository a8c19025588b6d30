/** Answers the queries of one GetMetricData request: metrics from the account, expressions from one another. */
import type { Metric } from "../cloudwatch/metric.ts";
import { binsOf } from "./bins.ts";
import { evaluate } from "./evaluate.ts";
import type { PointSeries, Value } from "./math.ts";
import { isExpression, readStatisticOf, type MetricStat, type Query } from "./metric-data-query.ts";
import type { Call } from "./operation.ts";
import { refuse } from "./refusal.ts";
import { readSearch } from "./search.ts";
import { isActiveSince } from "./series.ts";

export interface Times {
  readonly startSeconds: number;
  readonly endSeconds: number;
}

export interface QueryResult extends PointSeries {
  readonly id: string;
}

/** User guide: a search finds 500 series at most, and only what had data in the last two weeks. */
const mostFound = 500;
const twoWeeksSeconds = 14 * 86_400;

/** The datapoints of one metric, all its units together. */
function seriesOf(stat: MetricStat, times: Times, { account, place, nowSeconds }: Call): PointSeries {
  const { metric, statistic, periodSeconds, unit, accountId = place.accountId } = stat;
  const series = account
    .find({ ...place, accountId }, metric)
    .filter((each) => unit === undefined || each.unit === unit);
  const bins = binsOf(series, { ...times, periodSeconds }, nowSeconds, statistic.isExtended);
  const points = [...bins].flatMap(([timeSeconds, set]) => {
    const value = statistic.valueOf(set);
    return value === undefined ? [] : [[timeSeconds, value] as const];
  });
  return { label: metric.name, periodSeconds, points };
}

const labelOf = ({ name, dimensions }: Metric): string =>
  [...dimensions.map(({ value }) => value), name].join(" ");

function found(text: string, { account, place, nowSeconds }: Call): readonly Metric[] {
  const fits = readSearch(text);
  const metrics = account
    .all(place)
    .filter(
      (series) => fits(series.metric) && isActiveSince(series, nowSeconds - twoWeeksSeconds, nowSeconds),
    )
    .map(({ metric }) => metric);
  return [...new Map(metrics.map((metric) => [JSON.stringify(metric), metric])).values()].slice(0, mostFound);
}

export function resultsOf(queries: readonly Query[], times: Times, call: Call): readonly QueryResult[] {
  const byId = new Map(queries.map((query) => [query.id, query]));
  const values = new Map<string, Value>();
  const underway = new Set<string>();

  function search(text: string, statisticName: string, periodSeconds = 300): PointSeries[] {
    const statistic = readStatisticOf(statisticName, "SEARCH");
    return found(text, call).map((metric) => ({
      ...seriesOf({ metric, statistic, periodSeconds, unit: undefined, accountId: undefined }, times, call),
      label: labelOf(metric),
    }));
  }

  function valueOf({ id, asked }: Query): Value {
    const known = values.get(id);
    if (known !== undefined) return known;
    const complain = (reason: string): never =>
      refuse("ValidationError", `Error in expression '${id}': ${reason}`);
    if (underway.has(id)) return complain("it refers to itself");
    underway.add(id);
    const value: Value = isExpression(asked)
      ? evaluate(asked, {
          span: times,
          complain,
          search,
          reference(name) {
            const query = byId.get(name);
            return query === undefined ? undefined : valueOf(query);
          },
          metrics: (part) =>
            queries.flatMap((query) => {
              const series =
                isExpression(query.asked) || !query.id.includes(part) ? undefined : valueOf(query);
              return series?.kind === "series" ? [series.series] : [];
            }),
        })
      : { kind: "series", series: seriesOf(asked, times, call) };
    underway.delete(id);
    values.set(id, value);
    return value;
  }

  return queries.flatMap((query) => {
    // What no one gets is reckoned only when an expression needs it, but it must be right all the same.
    if (!query.isReturned && !isExpression(query.asked)) return [];
    const value = valueOf(query);
    const { id, label } = query;
    if (!query.isReturned) return [];
    if (value.kind === "series")
      return [{ id, ...value.series, label: label ?? (isExpression(query.asked) ? id : value.series.label) }];
    if (value.kind === "list")
      return value.list.map((series) => ({ id, ...series, label: label ?? series.label }));
    return refuse("ValidationError", `Error in expression '${id}': the result is no time series`);
  });
}
