import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { History } from "../../src/mrtg/history.ts";
import { behind, firstMeasured, logOf } from "../../src/mrtg/log-history.ts";
import { canonicalTimes, formatLog, parseLog, rowStart, type Log } from "../../src/mrtg/log.ts";

const lastArbitrary = fc.integer({ min: 1_900_000_000, max: 2_000_000_000 });
const none = { in: "0", out: "0" };

/** Three days of polls every five minutes, the newest ends at `last`; a day of it unknown if need be. */
const historyArbitrary = fc
  .record({
    last: lastArbitrary,
    values: fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 40, maxLength: 40 }),
    gap: fc.boolean(),
  })
  .map(({ last, values, gap }): History => {
    const stepSeconds = 300;
    const steps = 3 * 288;
    const startSeconds = Math.ceil(last / stepSeconds) * stepSeconds - steps * stepSeconds;
    const at = (factor: number) =>
      Float64Array.from({ length: steps }, (_, index) =>
        gap && index > 288 && index < 576 ? Number.NaN : (values[(index * factor) % 40] ?? 0),
      );
    return { startSeconds, stepSeconds, endSeconds: last, in: at(7), out: at(11) };
  });

const isSorted = (times: readonly number[]): boolean =>
  times.every((time, index) => index === 0 || time < (times[index - 1] ?? 0));

const totalOf = (log: Log, column: "in" | "out"): number =>
  log.rows.reduce((sum, row, index) => sum + row[column] * (row.timeSeconds - rowStart(log.rows, index)), 0);

describe("the rows of a .log", () => {
  test("number as many as rateup writes, newest first, the last of them two years old", () => {
    fc.assert(
      fc.property(lastArbitrary, (last) => {
        const times = canonicalTimes(last);
        expect(isSorted(times)).toBe(true);
        expect(times[0]).toBe(last);
        expect(times.length - 2532).toBeGreaterThanOrEqual(0);
        expect(times.length - 2532).toBeLessThanOrEqual(4);
        expect((last - (times.at(-1) ?? 0)) / 86_400).toBeGreaterThan(790);
      }),
    );
  });

  test("add up to the traffic of the history, but for rounding", () => {
    fc.assert(
      fc.property(historyArbitrary, (history) => {
        const { startSeconds, stepSeconds, endSeconds } = history;
        const truth = history.in.reduce((sum, value, index) => {
          const from = startSeconds + index * stepSeconds;
          const seconds = Math.min(endSeconds, from + stepSeconds) - from;
          return Number.isNaN(value) ? sum : sum + value * seconds;
        }, 0);
        const drawn = totalOf(logOf(history, none, "nothing"), "in");
        // Half a unit a second of every row that holds any of it: the last of them is a day long.
        expect(Math.abs(drawn - truth)).toBeLessThan(0.5 * (3 * 86_400 + 86_400));
      }),
    );
  });

  test("keep the highest value as the maximum", () => {
    fc.assert(
      fc.property(historyArbitrary, (history) => {
        const { rows } = logOf(history, none, "nothing");
        const highest = history.in.reduce((most, value) => (value > most ? value : most), 0);
        expect(Math.max(...rows.map((row) => row.maxIn))).toBe(highest);
      }),
    );
  });

  test("leave unknown parts out of a gauge's mean", () => {
    const nine = new Float64Array(6).fill(9);
    nine[2] = Number.NaN;
    const start = 1_930_003_200;
    const history = { startSeconds: start, stepSeconds: 300, endSeconds: start + 1800, in: nine, out: nine };
    const far = { ...history, endSeconds: start + 1800 + 600 * 300 };
    const rowAt = (log: Log) => log.rows.find((row) => row.timeSeconds === start + 1800)?.in;
    expect([rowAt(logOf(far, none, "left out")), rowAt(logOf(far, none, "nothing"))]).toEqual([9, 8]);
  });
});

describe("a .log", () => {
  test("is read as it was written", () => {
    fc.assert(
      fc.property(historyArbitrary, fc.bigInt({ min: 0n, max: 2n ** 70n }), (history, counter) => {
        const log = logOf(history, { in: counter.toString(), out: "0" }, "nothing");
        expect(parseLog(formatLog(log))).toEqual({ ok: true, value: log });
      }),
      { numRuns: 20 },
    );
  });

  test("of an old version has maxima that equal its means", () => {
    expect(parseLog("1000 1 2\n1000 5 6\n")).toMatchObject({
      value: { rows: [{ timeSeconds: 1000, in: 5, out: 6, maxIn: 5, maxOut: 6 }] },
    });
  });

  test.each([
    ["", 1],
    ["1000 1\n", 1],
    ["1000 1 2\n900 1 x 1 1\n", 2],
    ["1000 1 2\n900 1 1 1 1\n1000 1 1 1 1\n", 3],
    ["1000 1 2\n1001 1 1 1 1\n", 2],
    ["1000 1 2\n900 1.5 1 1 1\n", 2],
    ["1000 1 2\n\n", 2],
  ])("is not %j: line %i", (content, line) => {
    expect(parseLog(content)).toMatchObject({ ok: false, failure: { line } });
  });
});

describe("history behind a .log", () => {
  test("leaves every row since the first measurement as it is, and fills what is before", () => {
    fc.assert(
      fc.property(historyArbitrary, fc.integer({ min: 1, max: 100 }), (history, own) => {
        const whole = logOf(history, none, "nothing");
        const young: Log = {
          ...whole,
          rows: whole.rows.map((row, index) =>
            index < own ? { ...row, in: 7, maxIn: 8 } : { ...row, in: 0, out: 0, maxIn: 0, maxOut: 0 },
          ),
        };
        const merged = behind(young, history, "nothing");
        expect(merged.rows.slice(0, own)).toEqual(young.rows.slice(0, own));
        expect(merged.rows.slice(own)).toEqual(whole.rows.slice(own));
        expect(firstMeasured(young)).toBe(rowStart(young.rows, own - 1));
      }),
      { numRuns: 30 },
    );
  });

  test("makes a short one as long as rateup keeps it", () => {
    fc.assert(
      fc.property(historyArbitrary, (history) => {
        const whole = logOf(history, none, "nothing");
        expect(behind({ ...whole, rows: whole.rows.slice(0, 5) }, history, "nothing")).toEqual(whole);
      }),
      { numRuns: 10 },
    );
  });

  test("changes nothing when done again", () => {
    fc.assert(
      fc.property(historyArbitrary, (history) => {
        const once = behind(logOf(history, none, "nothing"), history, "nothing");
        expect(behind(once, history, "nothing")).toEqual(once);
      }),
      { numRuns: 10 },
    );
  });
});
