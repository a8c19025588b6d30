import { describe, expect, it } from "vitest";
import { extendedValue, readExtended } from "../../src/sim/extended-statistic.ts";
import { ofValues } from "../../src/sim/statistic-set.ts";

const valueOf = (statistic: string, values: readonly number[]): number | undefined => {
  const extended = readExtended(statistic);
  return extended && extendedValue(extended, ofValues(values.map((value) => ({ value, count: 1 }))));
};

const oneToTen = [7, 1, 4, 10, 2, 9, 3, 8, 5, 6];
const outlier = [1, 1, 1, 1, 101, 1, 1, 1, 1, 1];

describe("an extended statistic", () => {
  it.each([
    ["p50", oneToTen, 5],
    ["p90", outlier, 1],
    ["p99", outlier, 101],
    ["p100", oneToTen, 10],
    ["tm90", outlier, 1],
    ["tm100", outlier, 11],
    ["TM(20%:80%)", oneToTen, 5.5],
    ["TM(2:9)", oneToTen, 6],
    ["TM(200:)", oneToTen, undefined],
    ["wm90", outlier, 1],
    ["WM(:80%)", oneToTen, 5.2],
    ["tc90", outlier, 9],
    ["TC(5:)", oneToTen, 5],
    ["ts90", outlier, 9],
    ["TS(80%:)", oneToTen, 19],
    ["IQM", oneToTen, 5.5],
    ["PR(:50)", outlier, 90],
  ])("%s of %j is %d", (statistic, values, expected) => {
    expect(valueOf(statistic, values)).toBe(expected);
  });

  it.each(["p101", "p", "pr90", "tm", "TM()", "TM(:)", "P(1:2)", "iqm50", "Sum", "p-1"])(
    "is not %s",
    (text) => {
      expect(readExtended(text)).toBeUndefined();
    },
  );
});
