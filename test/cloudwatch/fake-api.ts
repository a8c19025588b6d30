/** A CloudWatch in memory that records what it was asked: for tests of what lies above the port. */
import type {
  Answer,
  CloudWatchApi,
  ListMetricsPage,
  ListMetricsRequest,
  MetricDataPage,
  MetricDataRequest,
  MetricDataResult,
  MetricStatisticsRequest,
  StatisticsDatapoint,
} from "../../src/cloudwatch/api.ts";
import type { CloudWatchFailure } from "../../src/cloudwatch/failure.ts";
import { failure, success, type Result } from "../../src/result.ts";

type Reply<Request, Value> = (request: Request) => Result<Value, CloudWatchFailure>;

export interface FakeApi extends CloudWatchApi {
  readonly statistics: MetricStatisticsRequest[];
  readonly data: MetricDataRequest[];
  readonly lists: ListMetricsRequest[];
  /** How many requests were under way at once, at most. */
  mostInFlight(): number;
}

const unasked = (operation: string) => () =>
  failure<CloudWatchFailure>({ kind: "unintelligible", operation, reason: "the test has no answer" });

export function fakeApi(replies: {
  readonly statistics?: Reply<MetricStatisticsRequest, readonly StatisticsDatapoint[]>;
  readonly data?: Reply<MetricDataRequest, MetricDataPage>;
  readonly lists?: Reply<ListMetricsRequest, ListMetricsPage>;
}): FakeApi {
  const statistics: MetricStatisticsRequest[] = [];
  const data: MetricDataRequest[] = [];
  const lists: ListMetricsRequest[] = [];
  let inFlight = 0;
  let most = 0;
  const answer = async <Request, Value>(
    asked: Request[],
    reply: Reply<Request, Value>,
    request: Request,
  ): Answer<Value> => {
    asked.push(request);
    inFlight += 1;
    most = Math.max(most, inFlight);
    await new Promise((resolve) => setImmediate(resolve));
    inFlight -= 1;
    return reply(request);
  };
  return {
    statistics,
    data,
    lists,
    mostInFlight: () => most,
    getMetricStatistics: (request) =>
      answer(statistics, replies.statistics ?? unasked("GetMetricStatistics"), request),
    getMetricData: (request) => answer(data, replies.data ?? unasked("GetMetricData"), request),
    listMetrics: (request) => answer(lists, replies.lists ?? unasked("ListMetrics"), request),
    close: () => undefined,
  };
}

export const aResult = (id: string, more: Partial<MetricDataResult> = {}): MetricDataResult => ({
  id,
  label: id,
  statusCode: "Complete",
  timesSeconds: [],
  values: [],
  messages: [],
  ...more,
});

export const aPage = (
  results: readonly MetricDataResult[],
  more: Partial<MetricDataPage> = {},
): Result<MetricDataPage, CloudWatchFailure> => success({ results, messages: [], ...more });

/** Answers each query with what `valueAt` says of its statistic, on the period's grid, in pages as asked for. */
export function pagedData(
  valueAt: (query: MetricDataRequest["queries"][number], timeSeconds: number) => number | undefined,
): (request: MetricDataRequest) => Result<MetricDataPage, CloudWatchFailure> {
  return ({ queries, startSeconds, endSeconds, maxDatapoints = 100_800, nextToken = "0" }) => {
    const all = queries.flatMap((query) => {
      const found: { id: string; time: number; value: number }[] = [];
      for (let time = startSeconds; time < endSeconds; time += query.periodSeconds) {
        const value = valueAt(query, time);
        if (value !== undefined) found.push({ id: query.id, time, value });
      }
      return found;
    });
    const first = Number(nextToken);
    const page = all.slice(first, first + maxDatapoints);
    const isLast = first + maxDatapoints >= all.length;
    const rest = all.slice(first + maxDatapoints);
    return aPage(
      queries
        .filter(
          ({ id, returnData }) =>
            returnData !== false && (first === 0 || page.some((each) => each.id === id)),
        )
        .map(({ id }) => {
          const own = page.filter((each) => each.id === id);
          return aResult(id, {
            statusCode: rest.some((each) => each.id === id) ? "PartialData" : "Complete",
            timesSeconds: own.map(({ time }) => time),
            values: own.map(({ value }) => value),
          });
        }),
      isLast ? {} : { nextToken: String(first + maxDatapoints) },
    );
  };
}
