/**
 * The port to CloudWatch: its three read operations in its own words, as plain values. Times are epoch seconds.
 * client.ts implements it; whoever asks knows only this. No SDK type may appear here.
 */
import type { Result } from "../result.ts";
import type { CloudWatchFailure } from "./failure.ts";
import type { Metric } from "./metric.ts";

export type SimpleStatistic = "Sum" | "Average" | "Minimum" | "Maximum" | "SampleCount";

export interface MetricStatisticsRequest {
  readonly metric: Metric;
  /** Inclusive. */
  readonly startSeconds: number;
  /** Exclusive. */
  readonly endSeconds: number;
  readonly periodSeconds: number;
  /** Simple or extended statistics, never both in one request. */
  readonly statistics: readonly SimpleStatistic[];
  readonly extendedStatistics: readonly string[];
  readonly unit?: string;
}

export interface StatisticsDatapoint {
  /** The beginning of the datapoint's period. */
  readonly timeSeconds: number;
  readonly unit?: string;
  /** By statistic as it was asked for: `Sum`, `p99`, … Finite numbers only. */
  readonly values: Readonly<Record<string, number>>;
}

export type MetricDataQuery =
  | {
      /** Matches ^[a-z][a-zA-Z0-9_]*$ */
      readonly id: string;
      readonly metric: Metric;
      readonly statistic: string;
      readonly periodSeconds: number;
      readonly unit?: string;
      readonly accountId?: string;
      /** False for a metric that only an expression needs. */
      readonly returnData?: boolean;
    }
  | {
      readonly id: string;
      readonly expression: string;
      readonly periodSeconds: number;
      readonly returnData?: boolean;
    };

export interface MetricDataRequest {
  readonly queries: readonly MetricDataQuery[];
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly nextToken?: string;
  /** Datapoints a page at most. */
  readonly maxDatapoints?: number;
}

export interface MetricDataResult {
  readonly id: string;
  readonly label: string;
  /** Complete, PartialData, InternalError or Forbidden: errors arrive inside HTTP 200. */
  readonly statusCode: string;
  /** As long as values. */
  readonly timesSeconds: readonly number[];
  readonly values: readonly number[];
  readonly messages: readonly string[];
}

/** One page. The same id may come again on the next page, or several times on one (SEARCH). */
export interface MetricDataPage {
  readonly results: readonly MetricDataResult[];
  readonly messages: readonly string[];
  readonly nextToken?: string;
}

export interface ListMetricsRequest {
  readonly namespace?: string;
  readonly metricName?: string;
  /** A filter: without a value, any value. */
  readonly dimensions?: readonly { readonly name: string; readonly value?: string }[];
  /** Only metrics with data in the last three hours (approximately). */
  readonly recentlyActive?: boolean;
  readonly includeLinkedAccounts?: boolean;
  readonly owningAccount?: string;
  readonly nextToken?: string;
}

export interface ListMetricsPage {
  readonly metrics: readonly Metric[];
  /** As long as metrics when linked accounts were included, else empty. */
  readonly owningAccounts: readonly string[];
  readonly nextToken?: string;
}

export type Answer<Value> = Promise<Result<Value, CloudWatchFailure>>;

export interface CloudWatchApi {
  getMetricStatistics(
    request: MetricStatisticsRequest,
    deadline: AbortSignal,
  ): Answer<readonly StatisticsDatapoint[]>;
  getMetricData(request: MetricDataRequest, deadline: AbortSignal): Answer<MetricDataPage>;
  listMetrics(request: ListMetricsRequest, deadline: AbortSignal): Answer<ListMetricsPage>;
  /** Lets go of open connections, so that the process can end. */
  close(): void;
}
