import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isPeriod } from "../../src/cloudwatch/period.ts";
import { tiersFor } from "../../src/cloudwatch/tiers.ts";

const now = 1_930_003_217;
const day = 86_400;
const year = { startSeconds: now - 455 * day, endSeconds: now };

/** What CloudWatch keeps no longer in a smaller period. */
const leastPeriodAt = (ageSeconds: number): number =>
  ageSeconds > 63 * day ? 3600 : ageSeconds > 15 * day ? 300 : ageSeconds > 3 * 3600 ? 60 : 1;

const periodArbitrary = fc.oneof(
  fc.constantFrom(1, 5, 10, 30, 60, 300, 900, 3600, 86_400),
  fc.integer({ min: 1, max: 1440 }).map((minutes) => minutes * 60),
);

describe("the tiers of a history", () => {
  test("are the three that CloudWatch keeps of a metric of one minute", () => {
    expect(tiersFor(60, year, now).map(({ periodSeconds }) => periodSeconds)).toEqual([60, 300, 3600]);
  });

  test.each([
    [300, [300, 3600]],
    [3600, [3600]],
    [10, [10, 60, 300, 3600]],
    [420, [420, 600, 3600]],
    [7200, [7200]],
  ])("of a metric of %d s are %j", (own, periods) => {
    expect(tiersFor(own, year, now).map(({ periodSeconds }) => periodSeconds)).toEqual(periods);
  });

  test("are asked only in periods that CloudWatch has, and still keeps, on their own grid", () => {
    fc.assert(
      fc.property(periodArbitrary, fc.integer({ min: 0, max: 455 * day }), (own, back) => {
        for (const tier of tiersFor(own, { startSeconds: now - back, endSeconds: now }, now)) {
          const { periodSeconds, startSeconds, endSeconds } = tier;
          expect(isPeriod(periodSeconds) && periodSeconds >= own).toBe(true);
          expect([startSeconds % periodSeconds, endSeconds % periodSeconds]).toEqual([0, 0]);
          expect(periodSeconds % leastPeriodAt(now - startSeconds)).toBe(0);
          expect(startSeconds).toBeLessThan(endSeconds);
        }
      }),
    );
  });

  test.each([10, 60, 300, 420, 900, 1200])("of %d s meet where datapoints of both begin", (own) => {
    const tiers = tiersFor(own, year, now);
    for (const [index, tier] of tiers.entries())
      if (index > 0) expect(tier.endSeconds).toBe(tiers[index - 1]?.startSeconds);
  });

  test("leave no gap between them", () => {
    fc.assert(
      fc.property(periodArbitrary, (own) => {
        const tiers = tiersFor(own, year, now);
        for (const [index, tier] of tiers.entries()) {
          const newer = tiers[index - 1];
          expect(tier.endSeconds).toBeGreaterThanOrEqual(newer?.startSeconds ?? now);
        }
      }),
    );
  });
});
