import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readReplaySpelling, readRows, replaySource } from "../../src/sim/replay.ts";
import { noon, simulated } from "./caller.ts";

const metric = {
  namespace: "AWS/EC2",
  name: "NetworkIn",
  dimensions: [{ name: "InstanceId", value: "i-1" }],
};

describe("a replayed CSV", () => {
  it("keeps the sum of each row to the last digit", () => {
    const values = fc.oneof(
      fc.nat(1e9),
      fc.integer({ min: 0, max: 100_000 }).map((tenths) => tenths / 10),
    );
    fc.assert(
      fc.property(
        values,
        fc.nat(),
        fc.constantFrom("basic" as const, "detailed" as const),
        (value, key, monitoring) => {
          const parts: number[] = [];
          const source = replaySource([{ timeSeconds: noon, value }], key, { unit: "Bytes", monitoring });
          source.visit(noon, noon + 300, (_, { sum }) => parts.push(Math.round(sum * 10)));
          expect(parts).toHaveLength(5);
          expect(parts.reduce((sum, part) => sum + part, 0)).toBe(Math.round(value * 10));
        },
      ),
    );
  });

  it("has a truth without the noise of binary fractions", async () => {
    const rows = [1234567.3, 251643.1, 0.000001, 42].map((value, index) => ({
      timeSeconds: noon + 300 * index,
      value,
    }));
    const simulation = await simulated({ replays: [{ metric, rows }] });
    const { sum } = simulation.truth({ metric, fromSeconds: noon, toSeconds: noon + 3600 });
    expect(sum).toBe("1486252.400001");
  });

  it("repeats the level of a percentage", () => {
    const levels: number[] = [];
    const source = replaySource([{ timeSeconds: noon, value: 6.5 }], 1, {
      unit: "Percent",
      monitoring: "detailed",
    });
    source.visit(noon, noon + 300, (_, { sum }) => levels.push(sum));
    expect(levels).toEqual([6.5, 6.5, 6.5, 6.5, 6.5]);
  });

  it("is moved as a whole, and seen in every region", async () => {
    const rows = readRows("timestamp,value\n2014-03-01 17:36:00,42.0\n2014-03-01 17:46:00,94.8\n");
    const simulation = await simulated({
      replays: [{ metric, rows: rows.ok ? rows.value : [], fromSeconds: noon }],
    });
    const truth = simulation.truth({
      ...{ metric, fromSeconds: noon, toSeconds: noon + 900, periodSeconds: 300 },
      region: "ap-southeast-2",
    });
    expect(truth.sum).toBe("136.8");
    expect(truth.series.map(({ timeSeconds, sum }) => [timeSeconds - noon, sum])).toEqual([
      [0, "42"],
      [600, "94.8"],
    ]);
  });

  it.each(["", "timestamp,value\n", "2014-03-01 17:36:00\n", "yesterday,5\n", "2014-03-01 17:36:00,many\n"])(
    "that is none is refused: %j",
    (csv) => {
      expect(readRows(csv).ok).toBe(false);
    },
  );
});

describe("the spelling of a replay", () => {
  it.each([
    ["AWS/EC2/NetworkIn?InstanceId=i-1=/data/in.csv", { metric, path: "/data/in.csv" }],
    ["AWS/EC2/NetworkIn?InstanceId=i-1=a=b&c?.csv", { metric, path: "a=b&c?.csv" }],
    [
      "My%20App/a%2Fb%3D?A=1&B=%26=f",
      {
        metric: {
          namespace: "My App",
          name: "a/b=",
          dimensions: [
            { name: "A", value: "1" },
            { name: "B", value: "&" },
          ],
        },
        path: "f",
      },
    ],
    [
      "Mine/Requests=f.csv",
      { metric: { namespace: "Mine", name: "Requests", dimensions: [] }, path: "f.csv" },
    ],
    ["Requests=f.csv", undefined],
    ["Mine/Requests", undefined],
    ["Mine/%ff=f", undefined],
  ])("%s", (text, expected) => {
    expect(readReplaySpelling(text)).toEqual(expected);
  });
});
