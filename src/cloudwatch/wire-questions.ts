/**
 * What CloudWatch's three read operations are asked in AWS JSON. Pure. The bodies may hold undefined, which JSON
 * leaves out.
 */
import type {
  ListMetricsRequest,
  MetricDataQuery,
  MetricDataRequest,
  MetricStatisticsRequest,
} from "./api.ts";
import type { Metric } from "./metric.ts";

const dimensions = (metric: Metric): object =>
  metric.dimensions.length === 0
    ? {}
    : { Dimensions: metric.dimensions.map(({ name, value }) => ({ Name: name, Value: value })) };

/** The body of GetMetricStatistics. */
export const statisticsInput = (request: MetricStatisticsRequest): object => ({
  Namespace: request.metric.namespace,
  MetricName: request.metric.name,
  ...dimensions(request.metric),
  StartTime: request.startSeconds,
  EndTime: request.endSeconds,
  Period: request.periodSeconds,
  ...(request.statistics.length === 0 ? {} : { Statistics: request.statistics }),
  ...(request.extendedStatistics.length === 0 ? {} : { ExtendedStatistics: request.extendedStatistics }),
  Unit: request.unit,
});

/** One query as it stands in the body of GetMetricData. */
export function queryInput(each: MetricDataQuery): object {
  const { id: Id, periodSeconds: Period, returnData: ReturnData } = each;
  if ("expression" in each) return { Id, Expression: each.expression, Period, ReturnData };
  const { metric, statistic, unit, accountId } = each;
  return {
    Id,
    MetricStat: {
      Metric: { Namespace: metric.namespace, MetricName: metric.name, ...dimensions(metric) },
      Period,
      Stat: statistic,
      Unit: unit,
    },
    AccountId: accountId,
    ReturnData,
  };
}

/** The body of GetMetricData. */
export const dataInput = (request: MetricDataRequest): object => ({
  MetricDataQueries: request.queries.map(queryInput),
  StartTime: request.startSeconds,
  EndTime: request.endSeconds,
  NextToken: request.nextToken,
  MaxDatapoints: request.maxDatapoints,
});

/** The body of ListMetrics. */
export const listInput = (request: ListMetricsRequest): object => ({
  Namespace: request.namespace,
  MetricName: request.metricName,
  Dimensions: request.dimensions?.map(({ name, value }) => ({ Name: name, Value: value })),
  RecentlyActive: request.recentlyActive === true ? "PT3H" : undefined,
  IncludeLinkedAccounts: request.includeLinkedAccounts,
  OwningAccount: request.owningAccount,
  NextToken: request.nextToken,
});
