import {
  GetMetricDataCommand,
  type GetMetricDataCommandInput,
  type MetricDataResult,
} from "@aws-sdk/client-cloudwatch";
import { describe, expect, it } from "vitest";
import type { Fault } from "../../src/sim/fault.ts";
import type { Simulation } from "../../src/sim/simulation.ts";
import { at, callerOf, noon, simulated, web, wire } from "./caller.ts";

const query = (id: string, name: string) => ({
  Id: id,
  MetricStat: { Metric: wire({ ...web, name }), Stat: "Sum", Period: 300 },
});

const lastHour = (more: Partial<GetMetricDataCommandInput> = {}): GetMetricDataCommandInput => ({
  MetricDataQueries: [query("in", "NetworkIn"), query("out", "NetworkOut"), query("none", "NoSuchMetric")],
  StartTime: at(noon - 3600),
  EndTime: at(noon - 600),
  ...more,
});

const ask = async (simulation: Simulation, input: GetMetricDataCommandInput) =>
  callerOf(simulation).send(new GetMetricDataCommand(input));

const name = (answer: Promise<unknown>): Promise<string> =>
  answer.then(
    () => "answered",
    (error: unknown) => (error as Error).name,
  );

describe("GetMetricData", () => {
  it("answers each query, newest datapoint first, an unknown metric with nothing", async () => {
    const { MetricDataResults, NextToken } = await ask(await simulated(), lastHour());
    expect(MetricDataResults?.map(({ Id, StatusCode, Values }) => [Id, StatusCode, Values?.length])).toEqual([
      ["in", "Complete", 10],
      ["out", "Complete", 10],
      ["none", "Complete", 0],
    ]);
    expect(MetricDataResults?.[0]?.Timestamps?.[0]).toEqual(at(noon - 900));
    expect(NextToken).toBeUndefined();
  });

  // By 10, the result without datapoints begins where a page would.
  it.each([7, 10])("gives each datapoint once in pages of %i, one Id over several", async (pageSize) => {
    const simulation = await simulated({ pageSize });
    const whole = await ask(await simulated(), lastHour());
    const pages: MetricDataResult[][] = [];
    let token: string | undefined;
    do {
      const page = await ask(simulation, lastHour({ NextToken: token }));
      pages.push(page.MetricDataResults ?? []);
      token = page.NextToken;
    } while (token !== undefined);
    const valuesOf = (results: MetricDataResult[], id: string) =>
      results.filter(({ Id }) => Id === id).flatMap(({ Values }) => Values ?? []);
    expect(pages.length).toBeGreaterThan(2);
    expect(pages[0]?.[0]?.StatusCode).toBe(pageSize < 10 ? "PartialData" : "Complete");
    for (const id of ["in", "out", "none"])
      expect(valuesOf(pages.flat(), id)).toEqual(valuesOf(whole.MetricDataResults ?? [], id));
    expect(pages.flat().map(({ Id }) => Id)).toContain("none");
  });

  it("refuses a token of another question", async () => {
    const simulation = await simulated({ pageSize: 7 });
    const { NextToken } = await ask(simulation, lastHour());
    expect(await name(ask(simulation, lastHour({ NextToken, ScanBy: "TimestampAscending" })))).toBe(
      "InvalidNextToken",
    );
  });

  it("refuses 501 queries and a body of more than 614,400 bytes", async () => {
    const simulation = await simulated();
    const many = Array.from({ length: 501 }, (_, index) => query(`q${index}`, "NetworkIn"));
    expect(await name(ask(simulation, lastHour({ MetricDataQueries: many })))).toBe("ValidationException");
    const label = "x".repeat(2000);
    const large = many.slice(0, 400).map((each) => ({ ...each, Label: label }));
    await expect(ask(simulation, lastHour({ MetricDataQueries: large }))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 413 },
    });
  });

  it.each([
    ["an id that begins upper case", { ...query("in", "NetworkIn"), Id: "In" }],
    ["an unknown statistic", { Id: "a", MetricStat: { Metric: wire(web), Stat: "sum", Period: 300 } }],
    ["a period of 90 seconds", { Id: "a", MetricStat: { Metric: wire(web), Stat: "Sum", Period: 90 } }],
  ])("refuses %s", async (_, one) => {
    expect(await name(ask(await simulated(), lastHour({ MetricDataQueries: [one] })))).toBe(
      "ValidationException",
    );
  });

  it.each([
    ["partial", "PartialData", 5],
    ["forbidden", "Forbidden", 0],
    ["internal", "InternalError", 0],
  ] satisfies [Fault["kind"], string, number][])(
    "fails inside HTTP 200 when told to: %s",
    async (kind, code, length) => {
      const simulation = await simulated({ faults: [{ kind, times: 1 }] });
      const failed = await ask(simulation, lastHour());
      expect(failed.MetricDataResults?.[0]).toMatchObject({ StatusCode: code, Messages: [{ Code: code }] });
      expect(failed.MetricDataResults?.[0]?.Values).toHaveLength(length);
      const next = await ask(simulation, lastHour());
      expect(next.MetricDataResults?.[0]?.StatusCode).toBe("Complete");
    },
  );
});
