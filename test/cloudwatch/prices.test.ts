import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { costOf, freeRequests, roundOf, type Asked } from "../../src/cloudwatch/prices.ts";

const asked = (name: string, more: Partial<Asked> = {}): Asked =>
  ({
    metric: { namespace: "N", name, dimensions: [] },
    aggregate: { kind: "sum" },
    periodSeconds: 300,
    ...more,
  }) as Asked;

const average = { aggregate: { kind: "average" } } as const;
const pair = [asked("In"), asked("Out")];
const targets = (count: number) =>
  Array.from({ length: count }, (_, index) => [asked(`In${index}`), asked(`Out${index}`)]);

describe("a round", () => {
  it("asks for each metric of each process", () => {
    expect(roundOf([pair, pair])).toMatchObject({ requests: 4, byData: { everyStatistic: 4 } });
  });

  it("asks within one process only for what is distinct", () => {
    expect(roundOf([[...pair, ...pair]])).toMatchObject({ requests: 2, byData: { everyStatistic: 2 } });
  });

  it("needs two statistics for an average: one request, and one or two metrics", () => {
    expect(roundOf([[asked("Cpu", average)]])).toMatchObject({
      requests: 1,
      byData: { everyStatistic: 2, fiveAsOne: 1 },
    });
  });

  it("takes average and maximum of one metric for two requests, and at best for one metric", () => {
    expect(
      roundOf([[asked("Cpu", average), asked("Cpu", { aggregate: { kind: "maximum" } })]]),
    ).toMatchObject({
      requests: 2,
      byData: { everyStatistic: 3, fiveAsOne: 1 },
    });
  });

  it("leaves other accounts to GetMetricData", () => {
    expect(roundOf([[asked("In", { accountId: "123456789012" })]])).toMatchObject({
      requests: 0,
      onlyByData: { everyStatistic: 1 },
    });
  });
});

describe("the cost", () => {
  const cost = (count: number) => costOf(roundOf(targets(count)), 300);

  it("is 17,280 requests a month for two metrics every five minutes", () => {
    expect(cost(1).statistics.amount).toBe(17_280);
  });

  it("is nothing up to 57 such targets by GetMetricStatistics, and something from the 58th on", () => {
    expect([cost(57).statistics.usd, cost(58).statistics.usd > 0]).toEqual([0, true]);
  });

  it("is 0.17 USD a target by GetMetricData", () => {
    expect(cost(1).data.everyStatistic.usd).toBeCloseTo(0.1728, 10);
  });

  it("counts only what is beyond the free requests", () => {
    const { statistics } = cost(500);
    expect(statistics.usd).toBeCloseTo(((statistics.amount - freeRequests) / 1000) * 0.01, 6);
  });

  it("names the cheaper API", () => {
    expect(cost(1).cheaper).toBe("statistics");
    expect(costOf(roundOf([]), 300).cheaper).toBe("same");
  });

  it("doubles when rounds come twice as often", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2000 }), (count) => {
        const round = roundOf(targets(count));
        expect(costOf(round, 150).data.everyStatistic.usd).toBeCloseTo(
          2 * costOf(round, 300).data.everyStatistic.usd,
          6,
        );
      }),
    );
  });
});
