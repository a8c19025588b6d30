import {
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  PutMetricDataCommand,
  type ListMetricsCommandInput,
} from "@aws-sdk/client-cloudwatch";
import { describe, expect, it } from "vitest";
import type { Simulation } from "../../src/sim/simulation.ts";
import { at, callerOf, noon, simulated } from "./caller.ts";

const list = (simulation: Simulation, input: ListMetricsCommandInput, region?: string) =>
  callerOf(simulation, region).send(new ListMetricsCommand(input));

describe("ListMetrics", () => {
  it("gives every metric once over its pages", async () => {
    const simulation = await simulated({ pageSize: 10 });
    const names: string[] = [];
    let token: string | undefined;
    do {
      const page = await list(simulation, { NextToken: token });
      names.push(...(page.Metrics ?? []).map((metric) => JSON.stringify(metric)));
      token = page.NextToken;
    } while (token !== undefined);
    expect(names.length).toBeGreaterThan(30);
    expect(new Set(names).size).toBe(names.length);
  });

  it("filters by namespace, name and dimension", async () => {
    const { Metrics } = await list(await simulated(), {
      Namespace: "AWS/EC2",
      MetricName: "NetworkIn",
      Dimensions: [{ Name: "InstanceId" }],
    });
    expect(Metrics).toHaveLength(3);
  });

  it("knows nothing in a region without resources", async () => {
    expect((await list(await simulated(), {}, "us-east-1")).Metrics).toEqual([]);
  });

  it("names the owning accounts when linked accounts are asked for", async () => {
    const { Metrics, OwningAccounts } = await list(await simulated(), { IncludeLinkedAccounts: true });
    expect(OwningAccounts).toHaveLength(Metrics!.length);
  });

  it("leaves out a metric that has been silent for two weeks", async () => {
    const metric = { namespace: "Old", name: "Requests", dimensions: [] };
    const silentSince = (days: number) =>
      simulated({ replays: [{ metric, rows: [{ timeSeconds: noon - days * 86_400, value: 1 }] }] });
    expect((await list(await silentSince(13), { Namespace: "Old" })).Metrics).toHaveLength(1);
    expect((await list(await silentSince(13), { Namespace: "Old", RecentlyActive: "PT3H" })).Metrics).toEqual(
      [],
    );
    expect((await list(await silentSince(15), { Namespace: "Old" })).Metrics).toEqual([]);
  });
});

describe("PutMetricData", () => {
  it("makes values, counts and statistic sets readable at once", async () => {
    const simulation = await simulated();
    const client = callerOf(simulation);
    const datum = { MetricName: "Orders", Unit: "Count" as const, Timestamp: at(noon - 61) };
    await client.send(
      new PutMetricDataCommand({
        Namespace: "Mine",
        MetricData: [
          { ...datum, Value: 5 },
          { ...datum, Values: [1, 2], Counts: [3, 4] },
          { ...datum, StatisticValues: { SampleCount: 10, Sum: 100, Minimum: 0.5, Maximum: 20 } },
        ],
      }),
    );
    const { Datapoints } = await client.send(
      new GetMetricStatisticsCommand({
        Namespace: "Mine",
        MetricName: "Orders",
        StartTime: at(noon - 600),
        EndTime: at(noon),
        Period: 60,
        Statistics: ["Sum", "SampleCount", "Minimum", "Maximum"],
      }),
    );
    expect(Datapoints).toEqual([
      { Timestamp: at(noon - 120), Sum: 116, SampleCount: 18, Minimum: 0.5, Maximum: 20, Unit: "Count" },
    ]);
  });

  it("takes a compressed body", async () => {
    const simulation = await simulated();
    const client = callerOf(simulation);
    const data = Array.from({ length: 300 }, (_, index) => ({ MetricName: `Metric${index}`, Value: index }));
    await client.send(new PutMetricDataCommand({ Namespace: "Mine", MetricData: data }));
    expect((await list(simulation, { Namespace: "Mine" })).Metrics).toHaveLength(300);
    expect(simulation.requests[0]?.bytes).toBeLessThan(10_000);
  });

  it("refuses AWS's own namespaces", async () => {
    const put = new PutMetricDataCommand({
      Namespace: "AWS/EC2",
      MetricData: [{ MetricName: "A", Value: 1 }],
    });
    await expect(callerOf(await simulated()).send(put)).rejects.toMatchObject({
      name: "InvalidParameterValueException",
    });
  });
});
