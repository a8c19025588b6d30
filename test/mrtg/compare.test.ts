import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compare, type Comparison } from "../../src/mrtg/compare.ts";
import { parseLog } from "../../src/mrtg/log.ts";
import { recordedInDump, recordedInLog, type Stretch } from "../../src/mrtg/recorded.ts";

const start = 1_930_003_200;
const options = { mostLagSeconds: 7200, worst: 3 };

/** Noisy traffic, minute by minute, without a pattern that repeats. */
const rateAt = (minute: number): number => {
  const noise = Math.sin(minute * 12.9898) * 43758.5453;
  return 1000 + 800 * (noise - Math.floor(noise)) + 400 * Math.sin(minute / 77);
};

/** What MRTG records of that traffic when it sees it `lag` seconds late, in steps of five minutes. */
function recorded(lag: number, hours = 30, factor = 1): Stretch[] {
  const mean = (from: number, to: number): number => {
    let sum = 0;
    for (let at = from; at < to; at += 10) sum += rateAt(Math.floor((at - start) / 60)) * 10;
    return (sum / (to - from)) * factor;
  };
  return Array.from({ length: hours * 12 }, (_, index) => {
    const fromSeconds = start + index * 300;
    const rate = mean(fromSeconds - lag, fromSeconds + 300 - lag);
    return { fromSeconds, toSeconds: fromSeconds + 300, in: rate, out: rate / 2 };
  });
}

const compared = (a: readonly Stretch[], b: readonly Stretch[], more = {}): Comparison => {
  const comparison = compare(a, b, { ...options, ...more });
  if (!comparison.ok) throw new Error(comparison.failure);
  return comparison.value;
};

describe("two histories of the same traffic", () => {
  test.each([0, 300, 420, 610, -130, 3000])("are found to lag by %d seconds", (lag) => {
    const { lagSeconds, lagFrom } = compared(recorded(0), recorded(lag));
    expect(lagFrom).toBe("found");
    expect(Math.abs(lagSeconds - lag)).toBeLessThanOrEqual(10);
  });

  test("have a ratio of totals that is their factor", () => {
    const { in: incoming, out } = compared(recorded(0), recorded(420, 30, 0.9), { lagSeconds: 420 });
    expect([incoming.ratio, out.ratio].map((ratio) => ratio?.toFixed(3))).toEqual(["0.900", "0.900"]);
  });

  test("agree wholly when they are one", () => {
    const { lagSeconds, in: incoming, out } = compared(recorded(0), recorded(0));
    expect(lagSeconds).toBe(0);
    expect([incoming.ratio, out.ratio, incoming.correlation]).toEqual([1, 1, expect.closeTo(1, 9)]);
  });

  test("are compared only where both know", () => {
    const a = recorded(0);
    const b = a.filter((_, index) => index < 100 || index > 200);
    const { in: incoming, knownSeconds, toSeconds, fromSeconds } = compared(a, b, { lagSeconds: 0 });
    expect(incoming.ratio).toBeCloseTo(1, 12);
    expect(toSeconds - fromSeconds - knownSeconds).toBe(101 * 300);
  });

  test("show the hour in which they differ", () => {
    const a = recorded(0);
    const b = a.map((stretch, index) => (index >= 120 && index < 132 ? { ...stretch, in: 0 } : stretch));
    const [worst] = compared(a, b, { lagSeconds: 0 }).in.worstHours;
    expect(worst).toMatchObject({ hourSeconds: start + 10 * 3600 - (start % 3600), b: 0 });
  });

  test("are compared since a time", () => {
    const sinceSeconds = start + 20 * 3600 + 100;
    expect(compared(recorded(0), recorded(0), { sinceSeconds }).fromSeconds).toBe(sinceSeconds);
  });
});

describe("a comparison", () => {
  test("fails where nothing was recorded at the same time", () => {
    const a = recorded(0);
    expect(compare(a, [], options)).toEqual({ ok: false, failure: "no overlap" });
    const later = a.map((stretch) => ({
      ...stretch,
      fromSeconds: stretch.fromSeconds + 1e6,
      toSeconds: stretch.toSeconds + 1e6,
    }));
    expect(compare(a, later, options)).toEqual({ ok: false, failure: "no overlap" });
  });

  test("says that nothing tells the lag of constant traffic", () => {
    const flat = recorded(0).map((stretch) => ({ ...stretch, in: 5, out: 5 }));
    expect(compared(flat, flat)).toMatchObject({ lagFrom: "too little", lagSeconds: 0, in: { ratio: 1 } });
  });

  test("is the other way round when its sides are exchanged", () => {
    fc.assert(
      fc.property(fc.integer({ min: -60, max: 60 }), (tens) => {
        const [a, b] = [recorded(0), recorded(tens * 10)];
        // Either way finds the lag to a tenth of the steps of 300 s; more does not lie in such coarse rates.
        expect(Math.abs(compared(a, b).lagSeconds + compared(b, a).lagSeconds)).toBeLessThanOrEqual(30);
      }),
      { numRuns: 4 },
    );
  });
});

describe("what is recorded", () => {
  test("in a .log begins with the first measurement and is told oldest first", () => {
    const log = parseLog("1200 0 0\n1200 3 4 5 6\n900 1 2 1 2\n600 0 0 0 0\n300 0 0 0 0\n");
    expect(log.ok && recordedInLog(log.value)).toEqual([
      { fromSeconds: 600, toSeconds: 900, in: 1, out: 2 },
      { fromSeconds: 900, toSeconds: 1200, in: 3, out: 4 },
    ]);
  });

  test("in an .rrd is the finest there is of every moment", () => {
    const row = (timeSeconds: number, value: number) => ({ timeSeconds, in: value, out: value });
    const stretches = recordedInDump({
      stepSeconds: 300,
      lastSeconds: 3600,
      archives: [
        { consolidation: "AVERAGE", rowSeconds: 1800, rows: [row(1800, 1), row(3600, 2)] },
        {
          consolidation: "AVERAGE",
          rowSeconds: 300,
          rows: [row(3000, 3), row(3300, Number.NaN), row(3600, 5)],
        },
        { consolidation: "MAX", rowSeconds: 300, rows: [row(3600, 9)] },
      ],
    });
    expect(stretches.map(({ fromSeconds, toSeconds, in: rate }) => [fromSeconds, toSeconds, rate])).toEqual([
      [0, 1800, 1],
      [1800, 2700, 2],
      [2700, 3000, 3],
      [3300, 3600, 5],
    ]);
  });
});
