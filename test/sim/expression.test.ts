import { GetMetricDataCommand, type MetricDataQuery } from "@aws-sdk/client-cloudwatch";
import { describe, expect, it } from "vitest";
import type { Metric } from "../../src/cloudwatch/metric.ts";
import type { MetricOfWorld } from "../../src/sim/world.ts";
import { openRecording } from "../../src/sim/recorded.ts";
import { single } from "../../src/sim/statistic-set.ts";
import { at, callerOf, noon, simulated, wire } from "./caller.ts";

const start = noon - 3600;

/** A metric with one sample in each five minutes from `start` on; null leaves one out. */
function sampled(metric: Metric, values: readonly (number | null)[]): MetricOfWorld {
  const source = openRecording(60);
  for (const [index, value] of values.entries())
    if (value !== null) source.add(start + 300 * index, single(value));
  return { metric, unit: "Count", source: () => source };
}

const inDimension = (name: string, host: string, namespace = "Mine"): Metric => ({
  namespace,
  name,
  dimensions: [{ name: "Host", value: host }],
});

const world = {
  resources: [],
  metrics: [
    sampled(inDimension("Requests", "web-1"), [10, 20, null, 40]),
    sampled(inDimension("Errors", "web-1"), [1, 0, 3, 4]),
    sampled(inDimension("Requests", "web-2"), [5, 5, 5, 5]),
    sampled(inDimension("Requests", "db", "Other Place"), [7, 7, 7, 7]),
  ],
};

const stat = (id: string, metric: Metric): MetricDataQuery => ({
  Id: id,
  ReturnData: false,
  MetricStat: { Metric: wire(metric), Stat: "Sum", Period: 300 },
});

async function evaluated(expression: string, more: MetricDataQuery[] = []) {
  const answer = await callerOf(await simulated({ world })).send(
    new GetMetricDataCommand({
      MetricDataQueries: [
        stat("requests", inDimension("Requests", "web-1")),
        stat("errors", inDimension("Errors", "web-1")),
        ...more,
        { Id: "e", Expression: expression },
      ],
      StartTime: at(start),
      EndTime: at(start + 1200),
      ScanBy: "TimestampAscending",
    }),
  );
  return answer.MetricDataResults ?? [];
}

/** The values by the place of their period; undefined where there is none. */
async function valuesOf(expression: string): Promise<(number | undefined)[]> {
  const [result] = await evaluated(expression);
  const byTime = new Map(result?.Timestamps?.map((time, index) => [time.getTime(), result.Values?.[index]]));
  return [0, 1, 2, 3].map((index) => byTime.get((start + 300 * index) * 1000));
}

describe("metric math", () => {
  it.each([
    ["requests + errors", [11, 20, undefined, 44]],
    ["requests - 2 * errors", [8, 20, undefined, 32]],
    ["(requests - 2) ^ 2 / -4", [-16, -81, undefined, -361]],
    ["requests / errors", [10, undefined, undefined, 10]],
    ["100 * errors / FILL(requests, 100)", [10, 0, 3, 10]],
    ["FILL(requests, REPEAT)", [10, 20, 20, 40]],
    ["SUM(METRICS())", [11, 20, 3, 44]],
    ["MAX([requests, errors])", [10, 20, 3, 40]],
    ["AVG(METRICS('err'))", [1, 0, 3, 4]],
    ["requests / PERIOD(requests) * 300", [10, 20, undefined, 40]],
    ["RATE(errors) * 300", [undefined, -1, 3, 1]],
    ["errors - MIN(errors) + SUM(errors)", [9, 8, 11, 12]],
    ["IF(errors > 2, requests, 0)", [0, 0, undefined, 40]],
  ])("%s", async (expression, values) => {
    expect(await valuesOf(expression)).toEqual(values);
  });

  it.each([
    "requests +",
    "nobody + 1",
    "SUM(errors)",
    "NOSUCH(errors)",
    "e + 1",
    "requests ! 2",
    "(requests",
  ])("is refused when it makes no sense: %s", async (expression) => {
    await expect(evaluated(expression)).rejects.toMatchObject({ name: "ValidationException" });
  });
});

describe("SEARCH", () => {
  const labels = async (text: string): Promise<(string | undefined)[]> =>
    (await evaluated(`SEARCH('${text}', 'Sum', 300)`)).map(({ Label }) => Label).sort();

  it.each([
    ['{Mine,Host} MetricName="Requests"', ["web-1 Requests", "web-2 Requests"]],
    ['{Mine,Host} Host="web-1"', ["web-1 Errors", "web-1 Requests"]],
    ['{Mine,Host} web-1 NOT MetricName="Errors"', ["web-1 Requests"]],
    ['MetricName="Requests" (db OR Host="web-2")', ["db Requests", "web-2 Requests"]],
    ['{Mine,Host} Host=("web-1" OR "web-2") Errors', ["web-1 Errors"]],
    ['{"Other Place",Host}', ["db Requests"]],
    ["{Mine} Requests", []],
  ])("%s", async (text, found) => {
    expect(await labels(text)).toEqual(found);
  });

  it("gives one result for each metric, all with the same id", async () => {
    const results = await evaluated(`SEARCH('{Mine,Host} MetricName="Requests"', 'Sum', 300)`);
    expect(results.map(({ Id }) => Id)).toEqual(["e", "e"]);
  });

  it("can be summed up", async () => {
    expect(await valuesOf(`SUM(SEARCH('{Mine,Host} Requests', 'Sum', 300))`)).toEqual([15, 25, 5, 45]);
  });
});
