import { describe, expect, test } from "vitest";
import { draw, layered, type Drawing, type Segment } from "../../src/target/drawing.ts";
import type { Channel } from "../../src/target/target.ts";

const start = 1_930_003_200;

const channelOf = (more: Partial<Channel>): Channel =>
  ({
    aggregate: { kind: "average" },
    periodSeconds: 300,
    type: "gauge",
    perSecond: false,
    scale: { numerator: 1n, denominator: 1n },
    ...more,
  }) as Channel;

const segment = (index: number, value: number, more: Partial<Segment> = {}): Segment => {
  const fromSeconds = start + index * 300;
  return { fromSeconds, toSeconds: fromSeconds + 300, lengthSeconds: 300, value, ...more };
};

const drawing: Drawing = {
  intervalSeconds: 300,
  startSeconds: start,
  endSeconds: start + 1800,
  lagSeconds: 0,
  cutSeconds: Infinity,
  factor: 1,
  ceiling: Infinity,
};

const drawn = (
  channel: Partial<Channel>,
  segments: readonly Segment[],
  more: Partial<Drawing> = {},
): number[] => [...draw(channelOf(channel), segments, { ...drawing, ...more })];

const nan = Number.NaN;

describe("a gauge's history", () => {
  test("weighs the means of the datapoints in a step by their samples", () => {
    const halves = [
      { ...segment(0, 10, { samples: 1 }), toSeconds: start + 150, lengthSeconds: 150 },
      { ...segment(0, 180, { samples: 9 }), fromSeconds: start + 150, lengthSeconds: 150 },
    ];
    expect(drawn({}, halves)[0]).toBe(19);
  });

  test("holds its last value for an hour, and then knows none", () => {
    const values = drawn({}, [segment(0, 7, { samples: 1 })], { endSeconds: start + 16 * 300 });
    expect(values).toEqual([...Array.from({ length: 13 }, () => 7), nan, nan, nan]);
  });

  test.each([
    ["zero", [7, 0, 0, 0, 0, 0]],
    ["unknown", [7, nan, nan, nan, nan, nan]],
    ["hold", [7, 7, 7, 7, 7, 7]],
  ] as const)("with --missing %s goes on as %j", (missing, values) => {
    expect(drawn({ missing }, [segment(0, 7, { samples: 1 })])).toEqual(values);
  });

  test("of sums shows what a poll shows: the sum of a step, or the rate", () => {
    const sums = [0, 1, 2, 3, 4, 5].map((index) => segment(index, 600));
    expect(drawn({ aggregate: { kind: "sum" } }, sums)[3]).toBe(600);
    expect(drawn({ aggregate: { kind: "sum" }, perSecond: true }, sums)[3]).toBe(2);
    // An old datapoint of an hour stands for twelve sums of five minutes.
    const old = { fromSeconds: start, toSeconds: start + 3600, lengthSeconds: 3600, value: 7200 };
    expect(drawn({ aggregate: { kind: "sum" } }, [old])[3]).toBe(600);
  });

  test.each([
    ["maximum", 9],
    ["minimum", 4],
  ] as const)("of a %s keeps it in a longer step", (kind, value) => {
    const segments = [segment(0, 4), segment(1, 9)];
    expect(drawn({ aggregate: { kind } }, segments, { intervalSeconds: 600 })[0]).toBe(value);
  });

  test("is never below zero", () => {
    expect(drawn({}, [segment(0, -5, { samples: 1 })])[0]).toBe(0);
  });

  test("of a longer period stands where a poll would have shown it, behind that period", () => {
    const old = { fromSeconds: start, toSeconds: start + 900, lengthSeconds: 900, value: 5, samples: 1 };
    expect(drawn({ periodSeconds: 900 }, [old])).toEqual([nan, nan, 5, 5, 5, 5]);
  });
});

describe("a flow's history", () => {
  const flow = { type: "absolute", aggregate: { kind: "sum" } } as const;

  test("is nothing where nothing happened, and unknown before it began", () => {
    expect(drawn(flow, [segment(2, 300), segment(4, 600)])).toEqual([nan, nan, 1, 0, 2, 0]);
  });

  test("is shifted by the lag to the second", () => {
    expect(drawn(flow, [segment(0, 300), segment(1, 600)], { lagSeconds: 100 })).toEqual([
      ...[200 / 300, (100 + 400) / 300, 200 / 300, 0, 0, 0],
    ]);
  });

  test("ends at the cut", () => {
    const segments = [segment(0, 300), segment(1, 300)];
    expect(drawn(flow, segments, { cutSeconds: start + 450 })).toEqual([1, 0.5, 0, 0, 0, 0]);
  });

  test("is scaled, multiplied as MRTG does per minute, and unknown above MaxBytes", () => {
    const scale = { numerator: 8n, denominator: 1n };
    const segments = [segment(0, 300), segment(1, 900)];
    expect(drawn({ ...flow, scale }, segments, { factor: 60, ceiling: 1000 }).slice(0, 2)).toEqual([
      480,
      nan,
    ]);
  });
});

describe("tiers that tell of one time", () => {
  test("give way to the finer one", () => {
    const layers = layered([
      {
        periodSeconds: 300,
        startSeconds: start + 3600,
        datapoints: [{ timeSeconds: start + 3600, value: 1 }],
      },
      {
        periodSeconds: 3600,
        startSeconds: start,
        datapoints: [
          { timeSeconds: start + 3600, value: 99 },
          { timeSeconds: start, value: 12 },
        ],
      },
    ]);
    expect(layers.map(({ fromSeconds, value }) => [fromSeconds - start, value])).toEqual([
      [0, 12],
      [3600, 1],
    ]);
  });
});
