import { GetMetricStatisticsCommand, type GetMetricStatisticsCommandInput } from "@aws-sdk/client-cloudwatch";
import { describe, expect, it } from "vitest";
import { at, callerOf, noon, simulated, web, wire } from "./caller.ts";

const lastHour = (more: Partial<GetMetricStatisticsCommandInput> = {}): GetMetricStatisticsCommandInput => ({
  ...wire(web),
  StartTime: at(noon - 3600),
  EndTime: at(noon),
  Period: 300,
  Statistics: ["Sum", "SampleCount", "Average", "Minimum", "Maximum"],
  ...more,
});

async function ask(input: GetMetricStatisticsCommandInput, options: Parameters<typeof simulated>[0] = {}) {
  const answer = await callerOf(await simulated(options)).send(new GetMetricStatisticsCommand(input));
  return answer.Datapoints ?? [];
}

const refusal = (input: GetMetricStatisticsCommandInput): Promise<unknown> =>
  ask(input).then(
    () => "answered",
    (error: unknown) => (error as Error).name,
  );

const times = (datapoints: { Timestamp?: Date | undefined }[]): number[] =>
  datapoints.map(({ Timestamp }) => Timestamp!.getTime() / 1000).sort((one, other) => one - other);

describe("GetMetricStatistics", () => {
  it("gives all five statistics of five samples a datapoint with basic monitoring", async () => {
    const [datapoint] = await ask(lastHour());
    expect(datapoint).toMatchObject({ SampleCount: 5, Unit: "Bytes" });
    expect(datapoint!.Average! * 5).toBeCloseTo(datapoint!.Sum!);
    expect(datapoint!.Minimum).toBeLessThan(datapoint!.Maximum!);
  });

  it("answers in no order", async () => {
    const given = (await ask(lastHour())).map(({ Timestamp }) => Timestamp!.getTime());
    expect(given).not.toEqual([...given].sort((one, other) => one - other));
  });

  it("shows whole bins only with basic monitoring, after their end and the delay", async () => {
    const counts = async (now: number) =>
      (await ask(lastHour(), { clock: () => now * 1000 })).map(({ SampleCount }) => SampleCount);
    expect(await counts(noon + 119)).toEqual(Array(11).fill(5));
    expect(await counts(noon + 120)).toEqual(Array(12).fill(5));
  });

  it("lets the newest bin grow minute by minute with detailed monitoring", async () => {
    const newest = async (now: number) =>
      (await ask(lastHour(), { clock: () => now * 1000, monitoring: "detailed" })).find(
        ({ Timestamp }) => Timestamp!.getTime() === (noon - 300) * 1000,
      )?.SampleCount;
    const seen = [];
    for (const minute of [-3, -2, -1, 0, 1, 2]) seen.push(await newest(noon + 60 * minute));
    expect(seen).toEqual([undefined, 1, 2, 3, 4, 5]);
  });

  it("begins its bins at the start asked for, rounded down to the minute", async () => {
    const given = await ask(lastHour({ StartTime: at(noon - 3600 + 259) }), { monitoring: "detailed" });
    expect(times(given)[0]).toBe(noon - 3600 + 240);
    expect(times(given)[1]).toBe(noon - 3600 + 540);
  });

  it("is silent about a period that is no longer kept", async () => {
    const old = { StartTime: at(noon - 16 * 86_400), EndTime: at(noon - 16 * 86_400 + 3600) };
    expect(await ask(lastHour({ ...old, Period: 60 }))).toEqual([]);
    expect(await ask(lastHour({ ...old, Period: 300 }))).toHaveLength(12);
  });

  it("is silent about a dimension set that does not exist", async () => {
    expect(await ask(lastHour({ Dimensions: [] }))).toEqual([]);
  });

  it("knows percentiles and trimmed means", async () => {
    const [datapoint] = await ask(
      lastHour({ Statistics: undefined, ExtendedStatistics: ["p0", "p50", "p100", "tm100", "PR(0:)"] }),
    );
    const { p0, p50, p100, tm100, "PR(0:)": all } = datapoint!.ExtendedStatistics!;
    expect(p0).toBeLessThan(p50!);
    expect(p50).toBeLessThan(p100!);
    expect(tm100).toBeGreaterThan(p0!);
    expect(all).toBe(100);
  });

  it.each([
    ["InvalidParameterCombinationException", lastHour({ ExtendedStatistics: ["p99"] })],
    ["MissingRequiredParameterException", lastHour({ Statistics: undefined })],
    ["InvalidParameterValueException", lastHour({ Statistics: ["sum" as "Sum"] })],
    ["InvalidParameterValueException", lastHour({ Period: 90 })],
    ["InvalidParameterValueException", lastHour({ EndTime: at(noon - 3600) })],
    ["InvalidParameterCombinationException", lastHour({ EndTime: at(noon - 7200) })],
    ["InvalidParameterCombinationException", lastHour({ StartTime: at(noon - 86_400 - 60), Period: 60 })],
    ["MissingRequiredParameterException", lastHour({ MetricName: undefined })],
  ])("refuses with %s", async (name, input) => {
    expect(await refusal(input)).toBe(name);
  });
});
