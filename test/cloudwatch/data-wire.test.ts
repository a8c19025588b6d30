/** GetMetricData as a source on the wire: our client, a simulated CloudWatch, and everything that can go wrong inside HTTP 200. */
import { afterEach, describe, expect, test } from "vitest";
import { connect } from "../../src/cloudwatch/connect.ts";
import { dataSource } from "../../src/cloudwatch/data-source.ts";
import { presenceOf } from "../../src/cloudwatch/absence.ts";
import type { Question, Series } from "../../src/cloudwatch/source.ts";
import { statisticsSource } from "../../src/cloudwatch/statistics-source.ts";
import { readFault } from "../../src/sim/fault.ts";
import { startSimulation } from "../../src/sim/simulation.ts";

const nowSeconds = 1_796_126_400; // 2026-12-01 12:00:00 UTC

const open: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function served(...faults: string[]) {
  const simulation = await startSimulation({
    clock: () => nowSeconds * 1000,
    faults: faults.flatMap((text) => readFault(text) ?? []),
  });
  open.push(() => simulation.close());
  const connected = await connect(
    { region: "eu-west-1", endpointUrl: simulation.url, dualstack: false, fips: false },
    {
      environment: { AWS_ACCESS_KEY_ID: "AKIAEXAMPLE", AWS_SECRET_ACCESS_KEY: "secret" },
      homeDirectory: undefined,
      nowMilliseconds: () => nowSeconds * 1000,
      random: () => 0,
    },
  );
  if (!connected.ok) throw new Error(connected.failure.kind);
  const { api } = connected.value;
  open.push(() => {
    api.close();
  });
  return { api, simulation };
}

const soon = (): AbortSignal => AbortSignal.timeout(10_000);

const instance = (name: string) => ({
  namespace: "AWS/EC2",
  name,
  dimensions: [{ name: "InstanceId", value: "i-0123456789abcdef0" }],
});

const circumstances = {
  aggregate: { kind: "sum" },
  periodSeconds: 300,
  startSeconds: nowSeconds - 6 * 3600,
  endSeconds: nowSeconds - 3600,
} as const;

const questions: readonly Question[] = [
  { ...circumstances, metric: instance("NetworkIn") },
  { ...circumstances, metric: instance("NetworkOut"), aggregate: { kind: "average" } },
  { ...circumstances, metric: instance("NetworkIn"), aggregate: { kind: "maximum" }, periodSeconds: 3600 },
];

const ordered = (series: Series | undefined) =>
  series?.ok === true ? [...series.value].sort((a, b) => a.timeSeconds - b.timeSeconds) : series?.failure;

describe("GetMetricData on the wire", () => {
  test.each([7, 100_800])(
    "tells the same as GetMetricStatistics, in pages of %d datapoints",
    async (pageDatapoints) => {
      const { api } = await served();
      const data = await dataSource(api, { pageDatapoints }).ask(questions, soon());
      const statistics = await statisticsSource(api).ask(questions, soon());
      expect(data.map(ordered)).toEqual(statistics.map(ordered));
      expect(data.map((series) => series.ok && series.value.length)).toEqual([60, 60, 5]);
    },
  );

  test.each([
    ["partial", "partial"],
    ["internal", "partial"],
    ["forbidden", "access-denied"],
    ["denied", "access-denied"],
    ["garbage", "unintelligible"],
    ["wrong-shape", "unintelligible"],
    ["bad-credentials", "bad-credentials"],
  ])("%s is a failure, never a short series", async (fault, kind) => {
    const { api } = await served(`${fault}@GetMetricData`);
    const [series] = await dataSource(api).ask(questions.slice(0, 1), soon());
    expect(series).toMatchObject({ ok: false, failure: { kind } });
  });

  test("an expression gives what its metrics add up to", async () => {
    const { api } = await served();
    const sum = { kind: "sum" } as const;
    const expression = {
      text: "a + b",
      metrics: [
        { id: "a", metric: instance("NetworkIn"), aggregate: sum },
        { id: "b", metric: instance("NetworkOut"), aggregate: sum },
      ],
    };
    const [both, a, b] = await dataSource(api).ask(
      [
        { ...circumstances, expression },
        { ...circumstances, metric: instance("NetworkIn") },
        { ...circumstances, metric: instance("NetworkOut") },
      ],
      soon(),
    );
    const total = (series: Series | undefined): number =>
      series?.ok === true ? series.value.reduce((all, { value }) => all + value, 0) : Number.NaN;
    expect(total(both)).toBeGreaterThan(0);
    expect(total(both)).toBeCloseTo(total(a) + total(b), 3);
  });

  test("a metric asked for wrongly is told from ListMetrics", async () => {
    const { api } = await served();
    const presences = await Promise.all(
      [
        instance("NetworkIn"),
        instance("NetworkIm"),
        { ...instance("NetworkIn"), dimensions: [{ name: "InstanceId", value: "i-x" }] },
      ].map((metric) => presenceOf(api, metric, undefined, soon())),
    );
    expect(presences.map(({ kind }) => kind)).toEqual(["exists", "no-such-name", "wrong-dimensions"]);
  });
});
