import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { learn, settledAfterSeconds, slew, slewRate, type Lateness } from "../../src/ledger/lateness.ts";

const now = 1_930_003_200;
const observed = (...seconds: number[]): Lateness => learn([], seconds, now);

describe("what is learned about lateness", () => {
  test("is nothing while fewer than a dozen datapoints are closed", () => {
    expect(settledAfterSeconds(observed(...Array.from({ length: 11 }, () => 600)))).toBeUndefined();
  });

  test("is the 99th percentile of the day, in whole minutes rounded up", () => {
    const seconds = Array.from({ length: 200 }, (_, index) => (index < 2 ? 2400 : index < 10 ? 905 : 300));
    expect(settledAfterSeconds(observed(...seconds))).toBe(960);
  });

  test("is forgotten after a day", () => {
    const lateness = observed(...Array.from({ length: 20 }, () => 600));
    expect(settledAfterSeconds(learn(lateness, [], now + 86_400 + 3600))).toBeUndefined();
  });

  test("adds up over the hours", () => {
    const hours = Array.from({ length: 12 }, (_, hour) => now + hour * 3600);
    const lateness = hours.reduce<Lateness>((known, hour) => learn(known, [420], hour), []);
    expect(settledAfterSeconds(lateness)).toBe(420);
  });
});

describe("the lag on its way", () => {
  const seconds = fc.integer({ min: 0, max: 100_000 });

  test("never moves faster than the slew rate, and never away from where it goes", () => {
    fc.assert(
      fc.property(seconds, seconds, seconds, (from, towards, elapsed) => {
        const lag = slew(from, towards, elapsed);
        expect(Math.abs(lag - from)).toBeLessThanOrEqual(elapsed * slewRate);
        expect(Math.abs(towards - lag)).toBeLessThanOrEqual(Math.abs(towards - from));
      }),
    );
  });

  test("arrives", () => {
    expect(slew(900, 960, 1200)).toBe(960);
  });

  test("stands still when the clock goes back", () => {
    expect(slew(900, 300, -50)).toBe(900);
  });
});
