import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addsUp,
  aggregateForms,
  nameOf,
  parseAggregate,
  statisticsOf,
} from "../../src/cloudwatch/statistic.ts";

const spelling = (text: string): string | undefined => {
  const parsed = parseAggregate(text);
  return parsed.ok ? nameOf(parsed.value) : undefined;
};

const decimals = fc.integer({ min: 0, max: 10 });
/** A number from 0 to 100 with up to ten decimals, as a user may type it. */
const percentage = fc
  .tuple(fc.integer({ min: 0, max: 99 }), decimals, fc.nat())
  .map(([whole, places, digits]) =>
    places === 0 ? `${whole}` : `${whole}.${String(digits).slice(0, places).padEnd(places, "0")}`,
  );
const anyCase = (text: string): fc.Arbitrary<string> =>
  fc.boolean().map((upper) => (upper ? text.toUpperCase() : text));
const trimmed = fc.constantFrom("tm", "wm", "tc", "ts").chain(anyCase);
const range = (unit: string) =>
  fc
    .tuple(percentage, percentage, fc.constantFrom("both", "from", "to"))
    .filter(([from, to, open]) => open !== "both" || Number(from) < Number(to))
    .map(([from, to, open]) => `${open === "to" ? "" : from + unit}:${open === "from" ? "" : to + unit}`);

const valid = fc.oneof(
  fc.constantFrom("sum", "average", "minimum", "maximum", "samplecount", "iqm").chain(anyCase),
  fc.tuple(fc.oneof(fc.constantFrom("p", "P"), trimmed), percentage).map(([name, number]) => name + number),
  fc.tuple(trimmed, range("%")).map(([name, bounds]) => `${name}(${bounds})`),
  fc
    .tuple(fc.oneof(trimmed, fc.constantFrom("pr", "PR")), range(""))
    .map(([name, bounds]) => `${name}(${bounds})`),
);

describe("--aggregate", () => {
  test("takes every form of CloudWatch's statistics definitions", () => {
    fc.assert(fc.property(valid, (text) => parseAggregate(text).ok));
  });

  test("has one spelling for one statistic: what it spells, it reads as the same", () => {
    fc.assert(
      fc.property(valid, (text) => {
        const once = spelling(text) ?? "";
        expect(spelling(once)).toBe(once);
      }),
    );
  });

  test.each([
    ["p99.90", "p99.9"],
    ["P05", "p5"],
    ["p100", "p100"],
    ["p100.0", "p100"],
    ["p0", "p0"],
    ["TM99", "tm99"],
    ["tm(10%:90%)", "TM(10%:90%)"],
    ["tm(2.50%:98.0%)", "TM(2.5%:98%)"],
    ["wm( 10% : 90% )", "WM(10%:90%)"],
    ["tc(0.005:0.030)", "TC(0.005:0.03)"],
    ["ts(80%:)", "TS(80%:)"],
    ["pr(:300)", "PR(:300)"],
    ["pr(100:2000)", "PR(100:2000)"],
    ["iqm", "IQM"],
    ["SampleCount", "samplecount"],
  ])("reads %s as %s", (text, canonical) => {
    expect(spelling(text)).toBe(canonical);
  });

  test.each([
    "",
    "mean",
    "p",
    "p101",
    "p100.1",
    "p-1",
    "p99.",
    "p99.12345678901",
    "p99,9",
    "tm",
    "tm()",
    "tm(:)",
    "tm(10%)",
    "tm(90%:10%)",
    "tm(10%:10%)",
    "tm(10%:90)",
    "tm(10:90%)",
    "tm(1:2:3)",
    "tm(10%:101%)",
    "pr90",
    "pr(10%:90%)",
    "pr(:)",
    "pr(-1:3)",
    "iqm(1:2)",
    "iqm5",
    "xx90",
    "p(1:2)",
    "p9 9",
    "sum ",
    "tm10%",
  ])("does not take %j", (text) => {
    expect(parseAggregate(text).ok).toBe(false);
  });

  test("takes nothing that it does not spell in CloudWatch's own form", () => {
    const form =
      /^(?:sum|average|minimum|maximum|samplecount|IQM|(?:p|tm|wm|tc|ts)\d+(?:\.\d+)?|(?:TM|WM|TC|TS|PR)\((?:\d+(?:\.\d+)?%?)?:(?:\d+(?:\.\d+)?%?)?\))$/;
    const nearly = fc
      .array(
        fc.constantFrom(
          "p",
          "tm",
          "w",
          "c",
          "s",
          "r",
          "iqm",
          "0",
          "1",
          "5",
          "9",
          ".",
          "%",
          ":",
          "(",
          ")",
          " ",
        ),
        { maxLength: 9 },
      )
      .map((all) => all.join(""));
    fc.assert(
      fc.property(nearly, (text) => {
        const found = spelling(text);
        expect(found === undefined || form.test(found)).toBe(true);
      }),
      { numRuns: 5000 },
    );
  });

  test("names the valid forms when it takes none", () => {
    expect(parseAggregate("median")).toEqual({
      ok: false,
      failure: `CloudWatch has no statistic "median"; it has ${aggregateForms}`,
    });
  });

  test("names only forms that it takes", () => {
    expect(aggregateForms.split(", ").filter((form) => !parseAggregate(form).ok)).toEqual([]);
  });

  test("asks for an average by the two statistics that can be combined", () => {
    expect(statisticsOf({ kind: "average" })).toEqual({ simple: ["Sum", "SampleCount"], extended: [] });
  });

  test.each([
    ["sum", true],
    ["samplecount", true],
    ["tc90", true],
    ["ts(80%:)", true],
    ["average", false],
    ["tm90", false],
    ["p99", false],
    ["pr(:300)", false],
  ])("knows whether the values of several periods of %s add up", (text, expected) => {
    const parsed = parseAggregate(text);
    expect(parsed.ok && addsUp(parsed.value)).toBe(expected);
  });
});
