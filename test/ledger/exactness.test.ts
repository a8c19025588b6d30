import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { pollAll, sumOf, unscaledManner, type Sample } from "./replay.ts";

const start = 1_930_003_200; // 2031-02-28T00:00:00Z, a multiple of 300
const hours = 6;
const end = start + hours * 3600;
/** Later than any sample of these worlds, plus the time until the last of them has arrived. */
const drained = end + 2 * 3600;

/** Growth that pays every debt left by a late correction downwards. */
const lastSample: Sample = { timeSeconds: end, value: 1_000_000, visibleSeconds: end + 3600 };

/** Samples up to 40 minutes late, some of them corrected later, integers and fractions. */
const samplesArbitrary = fc
  .array(
    fc.record({
      value: fc.oneof(
        fc.integer({ min: 0, max: 1_000_000 }),
        fc.integer({ min: 0, max: 9999 }).map((n) => n / 100),
      ),
      latenessSeconds: fc.oneof(
        { weight: 9, arbitrary: fc.constant(60) },
        { weight: 1, arbitrary: fc.integer({ min: 0, max: 2400 }) },
      ),
      correction: fc.option(
        fc.record({ value: fc.integer({ min: 0, max: 1000 }), after: fc.integer({ min: 1, max: 600 }) }),
        {
          freq: 20,
        },
      ),
    }),
    { minLength: hours * 60, maxLength: hours * 60 },
  )
  .map((raw) => [
    ...raw.map(({ value, latenessSeconds, correction }, minute): Sample => {
      const timeSeconds = start + minute * 60;
      const visibleSeconds = timeSeconds + 60 + latenessSeconds;
      return {
        timeSeconds,
        value,
        visibleSeconds,
        ...(correction === null
          ? {}
          : { earlier: { value: correction.value, untilSeconds: visibleSeconds + correction.after } }),
      };
    }),
    lastSample,
  ]);

/** Polls about every five minutes, jittered, with rounds skipped now and then. */
const timesArbitrary = fc
  .array(fc.record({ jitter: fc.integer({ min: 0, max: 250 }), skipped: fc.boolean() }), {
    minLength: (drained - start) / 300,
    maxLength: (drained - start) / 300,
  })
  .map((rounds) => [
    start,
    ...rounds.flatMap(({ jitter, skipped }, round) =>
      skipped && round % 5 === 0 ? [] : [start + (round + 1) * 300 + jitter],
    ),
    drained + 600,
  ]);

const published = (samples: readonly Sample[]): number => samples.reduce((sum, { value }) => sum + value, 0);

describe("what is handed out", () => {
  test.each([0, 600, 3000])(
    "as absolute with lag %d is what was published, but for less than a unit",
    (lagSeconds) => {
      fc.assert(
        fc.property(samplesArbitrary, timesArbitrary, (samples, times) => {
          const { answers } = pollAll(samples, times, unscaledManner("absolute", { lagSeconds }));
          expect(Math.abs(sumOf(answers) - published(samples))).toBeLessThan(1.001);
        }),
        { numRuns: 30 },
      );
    },
  );

  test.each([0, 600])("as counter with lag %d ends at what was published and never falls", (lagSeconds) => {
    fc.assert(
      fc.property(samplesArbitrary, timesArbitrary, (samples, times) => {
        const { answers } = pollAll(samples, times, unscaledManner("counter", { lagSeconds }));
        const printed = answers.map(({ answer }) => Number(answer));
        expect(printed).toEqual(printed.toSorted((a, b) => a - b));
        expect((printed.at(-1) ?? 0) - published(samples)).toBeGreaterThan(-1.001);
      }),
      { numRuns: 30 },
    );
  });

  test("is never negative and never more than four words' worth of digits", () => {
    fc.assert(
      fc.property(samplesArbitrary, timesArbitrary, (samples, times) => {
        const { answers } = pollAll(samples, times, unscaledManner("absolute"));
        expect(answers.every(({ answer }) => /^\d+$/.test(answer))).toBe(true);
      }),
      { numRuns: 10 },
    );
  });
});

describe("with a lag beyond the lateness", () => {
  test("the drawn rate is the true rate one lag earlier, however the polls jitter", () => {
    const lagSeconds = 3000;
    const rateOf = (time: number): number => 1_000_000 + 900_000 * Math.sin(time / 5000);
    const samples = Array.from({ length: hours * 60 }, (_, minute): Sample => {
      const timeSeconds = start + minute * 60;
      // Even within a bin, as the ledger takes a datapoint to be.
      const bin = Math.floor(timeSeconds / 300) * 300;
      return {
        timeSeconds,
        value: Math.round(rateOf(bin)) * 60,
        visibleSeconds: timeSeconds + 60 + ((minute * 7919) % 2400),
      };
    });
    const trueTraffic = (from: number, to: number): number =>
      samples.reduce((sum, { timeSeconds, value }) => {
        const seconds = Math.min(to, timeSeconds + 60) - Math.max(from, timeSeconds);
        return seconds <= 0 ? sum : sum + (value * seconds) / 60;
      }, 0);
    fc.assert(
      fc.property(timesArbitrary, (times) => {
        const { answers } = pollAll(samples, times, unscaledManner("absolute", { lagSeconds }));
        for (const [index, { atSeconds, answer }] of answers.entries()) {
          const before = answers[index - 1]?.atSeconds;
          if (before === undefined || before - lagSeconds < start || atSeconds - lagSeconds > end) continue;
          const truth = trueTraffic(before - lagSeconds, atSeconds - lagSeconds);
          expect(Math.abs(Number(answer) - truth) / truth).toBeLessThan(0.001);
        }
      }),
      { numRuns: 20 },
    );
  });
});

describe("totals beyond 2^53", () => {
  test("count the last unit", () => {
    const huge = 2 ** 52;
    const samples = Array.from({ length: 60 }, (_, minute): Sample => ({
      timeSeconds: start + minute * 60,
      value: minute % 5 === 0 ? huge : 0,
      visibleSeconds: start + minute * 60 + 60,
    }));
    const one: Sample = { timeSeconds: start + 3600, value: 1, visibleSeconds: start + 3660 };
    const times = [start, start + 1800, start + 3600, start + 4500];
    const last = (of: readonly Sample[]): bigint =>
      BigInt(pollAll(of, times, unscaledManner("counter")).answers.at(-1)?.answer ?? "0");
    expect(last([...samples, one]) - last(samples)).toBe(1n);
  });
});
