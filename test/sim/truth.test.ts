import { GetMetricStatisticsCommand, type Datapoint } from "@aws-sdk/client-cloudwatch";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { binsOf } from "../../src/sim/bins.ts";
import { punctual, settledAfterSeconds, type Publication } from "../../src/sim/publication.ts";
import { smallAccount } from "../../src/sim/small-account.ts";
import { truthOf } from "../../src/sim/truth.ts";
import { openAccount } from "../../src/sim/world.ts";
import { defaultPlace } from "../../src/sim/simulation.ts";
import { at, callerOf, noon, simulated, web, wire } from "./caller.ts";

const publications = fc.record({
  delaySeconds: fc.integer({ min: 0, max: 600 }),
  lateShare: fc.constantFrom(0, 0.05, 0.5),
  lateMinutes: fc.integer({ min: 1, max: 60 }),
  revisedShare: fc.constantFrom(0, 0.05, 0.5),
  revisedMinutes: fc.integer({ min: 1, max: 60 }),
}) satisfies fc.Arbitrary<Publication>;

const monitorings = fc.constantFrom("basic" as const, "detailed" as const);

const seriesOf = (seed: string, monitoring: "basic" | "detailed", publication: Publication) => {
  const account = openAccount(smallAccount(), { seed, monitoring, publication });
  return { account, series: account.find(defaultPlace, web) };
};

const total = (bins: ReturnType<typeof binsOf>): number =>
  [...bins.values()].reduce((sum, set) => sum + set.sum, 0);

describe("what is published", () => {
  it("adds up to the truth in bins of any period, once all has settled", () => {
    fc.assert(
      fc.property(
        ...[fc.string(), monitorings, publications, fc.constantFrom(60, 300, 900, 3600)],
        fc.integer({ min: 0, max: 100_000 }),
        fc.integer({ min: 1, max: 50 }),
        (seed, monitoring, publication, periodSeconds, minute, count) => {
          const { account, series } = seriesOf(seed, monitoring, publication);
          const startSeconds = noon + 60 * minute;
          const endSeconds = startSeconds + count * periodSeconds;
          const now = endSeconds + 300 + settledAfterSeconds(publication);
          const bins = binsOf(series, { startSeconds, endSeconds, periodSeconds }, now, false);
          const truth = truthOf(account, defaultPlace, {
            metric: web,
            fromSeconds: startSeconds,
            toSeconds: endSeconds,
          });
          expect(String(total(bins))).toBe(truth.sum);
        },
      ),
      { numRuns: 100 },
    );
  });

  it("only grows while nothing is revised", () => {
    fc.assert(
      fc.property(
        fc.string(),
        monitorings,
        publications,
        fc.array(fc.nat(7200)),
        (seed, monitoring, some, waits) => {
          const { series } = seriesOf(seed, monitoring, { ...some, revisedShare: 0 });
          const span = { startSeconds: noon - 7200, endSeconds: noon, periodSeconds: 300 };
          const times = waits.sort((one, other) => one - other);
          const totals = times.map((wait) => total(binsOf(series, span, noon - 7200 + wait, false)));
          expect(totals).toEqual([...totals].sort((one, other) => one - other));
        },
      ),
      { numRuns: 50 },
    );
  });

  it("is late and revised in about the shares asked for", () => {
    const late = { ...punctual, lateShare: 0.05, revisedShare: 0.1 };
    const { series } = seriesOf("1", "detailed", late);
    const span = { startSeconds: noon - 10 * 86_400, endSeconds: noon, periodSeconds: 60 };
    const final = binsOf(series, span, noon + 2 * 86_400, false);
    let [missing, wrong] = [0, 0];
    for (const [time, set] of final) {
      const early = binsOf(series, { ...span, startSeconds: time, endSeconds: time + 60 }, time + 180, false);
      if (early.size === 0) missing++;
      else if (early.get(time)?.sum !== set.sum) wrong++;
    }
    expect(missing / final.size).toBeCloseTo(0.05, 1);
    expect(wrong / final.size).toBeCloseTo(0.1, 1);
    expect(Math.min(missing, wrong)).toBeGreaterThan(300);
  });
});

describe("a simulation", () => {
  const question = (start: number) =>
    new GetMetricStatisticsCommand({
      ...wire(web),
      StartTime: at(start),
      EndTime: at(noon),
      Period: 300,
      Statistics: ["Sum"],
    });
  const options = { publication: { lateShare: 0.3, revisedShare: 0.3 }, seed: "x" };

  it("gives the same answer at the same time, whatever was asked before", async () => {
    const fresh = callerOf(await simulated(options));
    const used = callerOf(await simulated(options));
    for (const start of [noon - 86_400, noon - 600]) await used.send(question(start));
    const answers = await Promise.all([fresh, used].map((client) => client.send(question(noon - 7200))));
    expect(answers[0]?.Datapoints).toEqual(answers[1]?.Datapoints);
  });

  it("follows its seed", async () => {
    const sums = async (seed: string): Promise<Datapoint[]> =>
      (await callerOf(await simulated({ ...options, seed })).send(question(noon - 7200))).Datapoints ?? [];
    expect(await sums("x")).not.toEqual(await sums("y"));
  });

  it("tells the truth and the requests over HTTP too", async () => {
    const simulation = await simulated(options);
    await callerOf(simulation).send(question(noon - 3600));
    const search = new URLSearchParams({
      namespace: web.namespace,
      metric: web.name,
      dim: "InstanceId=i-0123456789abcdef0",
      from: String(noon - 3600),
      to: String(noon),
      period: "300",
    });
    const truth = await fetch(`${simulation.url}/truth?${search.toString()}`);
    expect(await truth.json()).toEqual(
      simulation.truth({ metric: web, fromSeconds: noon - 3600, toSeconds: noon, periodSeconds: 300 }),
    );
    const requests = await fetch(`${simulation.url}/requests`);
    expect(await requests.json()).toMatchObject([
      { operation: "GetMetricStatistics", region: "eu-west-1", accessKeyId: "AKIASIM", bytes: 193 },
    ]);
  });

  it("takes its clock from the request when told to, and leaves the client its own", async () => {
    const simulation = await simulated({ clock: "request" });
    const client = callerOf(simulation);
    client.config.systemClockOffset = noon * 1000 - Date.now();
    for (const start of [noon - 3600, noon - 600]) await client.send(question(start));
    const aside = simulation.requests.map(({ timeMilliseconds }) => Math.abs(timeMilliseconds / 1000 - noon));
    expect(Math.max(...aside)).toBeLessThan(10);
    expect(aside).toHaveLength(2);
  });

  it("reads a year and more in hourly bins", () => {
    const { series } = seriesOf("1", "basic", punctual);
    const span = { startSeconds: noon - 454 * 86_400, endSeconds: noon, periodSeconds: 3600 };
    expect(binsOf(series, span, noon, false).size).toBe(454 * 24);
  });
});
