/**
 * What asking CloudWatch costs. Pure arithmetic over the prices of aws.amazon.com/cloudwatch/pricing: never by the
 * datapoint, so that reading an overlap again is free.
 */
import type { Subject } from "./source.ts";
import { statisticsOf, type Aggregate } from "./statistic.ts";

/** GetMetricStatistics and ListMetrics, a month, for the account in all regions together. */
export const freeRequests = 1_000_000;
const usdPerThousand = 0.01;
/** A month of 30 days. */
export const monthSeconds = 30 * 86_400;

/** A series that is asked for once a round. */
export type Asked = Subject & {
  readonly unit?: string;
  readonly accountId?: string;
  readonly aggregate: Aggregate;
  readonly periodSeconds: number;
};

/** What one round asks of CloudWatch. */
export interface Round {
  /** Requests of GetMetricStatistics. */
  readonly requests: number;
  /** Metrics that only GetMetricData can answer: of expressions and of other accounts. */
  readonly onlyByData: MetricCount;
  /** All of them asked by GetMetricData. */
  readonly byData: MetricCount;
}

/** GetMetricData bills metrics. Whether up to five statistics of one metric are one of them is disputed. */
interface MetricCount {
  readonly everyStatistic: number;
  readonly fiveAsOne: number;
}

interface ApiCost {
  /** Requests or metrics a month. */
  readonly amount: number;
  readonly usd: number;
}

export interface Cost {
  readonly roundsAMonth: number;
  readonly statistics: ApiCost & {
    /** Of the free requests, above 1 when more are needed. */
    readonly freeShare: number;
    /** What has to go by GetMetricData all the same, at the higher reading; its cost is in `usd`. */
    readonly metricsByData: number;
  };
  readonly data: { readonly everyStatistic: ApiCost; readonly fiveAsOne: ApiCost };
  /** By the higher reading; `same` when both cost nothing or alike. */
  readonly cheaper: "statistics" | "data" | "same";
}

const isSimple = ({ expression, accountId }: Asked): boolean =>
  expression === undefined && accountId === undefined;

interface Query {
  /** What it is billed as when five statistics are one metric. */
  readonly metric: string;
  readonly statistic: string;
}

function queriesOf(asked: Asked): readonly Query[] {
  const { unit, accountId, periodSeconds } = asked;
  const ofMetric = (metric: unknown, aggregate: Aggregate, own: string | undefined): readonly Query[] => {
    const key = JSON.stringify([metric, own, accountId, periodSeconds]);
    const { simple, extended } = statisticsOf(aggregate);
    return [...simple, ...extended].map((statistic) => ({ metric: key, statistic }));
  };
  if (asked.expression === undefined) return ofMetric(asked.metric, asked.aggregate, unit);
  const { text, metrics } = asked.expression;
  // An expression without metrics of its own (SEARCH, SELECT) is billed by what it finds; one is the least.
  if (metrics.length === 0) return [{ metric: text, statistic: "" }];
  return metrics.flatMap((each) => ofMetric(each.metric, each.aggregate, each.unit));
}

function countOf(asked: readonly Asked[]): MetricCount {
  const queries = asked.flatMap(queriesOf);
  const distinct = (keys: readonly string[]): number => new Set(keys).size;
  return {
    everyStatistic: distinct(queries.map((query) => JSON.stringify(query))),
    fiveAsOne: distinct(queries.map(({ metric }) => metric)),
  };
}

const plus = (a: MetricCount, b: MetricCount): MetricCount => ({
  everyStatistic: a.everyStatistic + b.everyStatistic,
  fiveAsOne: a.fiveAsOne + b.fiveAsOne,
});

const nothing: MetricCount = { everyStatistic: 0, fiveAsOne: 0 };

/** One process asks for what is distinct within it, once; processes know nothing of each other. */
export function roundOf(processes: readonly (readonly Asked[])[]): Round {
  return processes
    .map((asked): Round => {
      const simple = asked.filter(isSimple);
      const keys = simple.map(({ metric, unit, aggregate, periodSeconds }) =>
        JSON.stringify([metric, unit, aggregate, periodSeconds]),
      );
      return {
        requests: new Set(keys).size,
        onlyByData: countOf(asked.filter((each) => !isSimple(each))),
        byData: countOf(asked),
      };
    })
    .reduce(
      (sum, one) => ({
        requests: sum.requests + one.requests,
        onlyByData: plus(sum.onlyByData, one.onlyByData),
        byData: plus(sum.byData, one.byData),
      }),
      { requests: 0, onlyByData: nothing, byData: nothing },
    );
}

const price = (billed: number): number => (billed / 1000) * usdPerThousand;

export function costOf(round: Round, intervalSeconds: number): Cost {
  const roundsAMonth = monthSeconds / intervalSeconds;
  const requests = round.requests * roundsAMonth;
  const metricsByData = round.onlyByData.everyStatistic * roundsAMonth;
  const dataCost = (metrics: number): ApiCost => ({
    amount: metrics * roundsAMonth,
    usd: price(metrics * roundsAMonth),
  });
  const statistics = {
    amount: requests,
    usd: price(Math.max(0, requests - freeRequests) + metricsByData),
    freeShare: requests / freeRequests,
    metricsByData,
  };
  const data = {
    everyStatistic: dataCost(round.byData.everyStatistic),
    fiveAsOne: dataCost(round.byData.fiveAsOne),
  };
  const difference = statistics.usd - data.everyStatistic.usd;
  return {
    roundsAMonth,
    statistics,
    data,
    cheaper: difference === 0 ? "same" : difference < 0 ? "statistics" : "data",
  };
}
