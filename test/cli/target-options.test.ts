import { describe, expect, test } from "vitest";
import { parseCommandLine } from "../../src/cli/options.ts";
import { readTarget } from "../../src/cli/target-options.ts";
import { cwMrtg } from "../../src/cli/target-spec.ts";
import type { Target } from "../../src/target/target.ts";

const metric = ["NetworkIn", "NetworkOut", "AWS/EC2", "InstanceId=i-1"];

function read(...words: readonly string[]): Target | string {
  const typed = parseCommandLine(cwMrtg, words);
  const target = typed.ok ? readTarget(typed.value) : typed;
  return target.ok ? target.value : target.failure.message;
}

function accepted(...words: readonly string[]): Target {
  const target = read(...words);
  if (typeof target === "string") throw new Error(target);
  return target;
}

describe("the command line of 2011", () => {
  const target = accepted(...metric);

  test("reads sums of five minutes as absolute, without a lag", () => {
    const { type, aggregate, periodSeconds, lag, lookbackSeconds } = target.in;
    expect([type, aggregate.kind, periodSeconds, lag, lookbackSeconds]).toEqual([
      "absolute",
      "sum",
      300,
      0,
      900,
    ]);
  });

  test("gives both lines the same dimensions", () => {
    expect([target.in.metric, target.out?.metric]).toEqual([
      { namespace: "AWS/EC2", name: "NetworkIn", dimensions: [{ name: "InstanceId", value: "i-1" }] },
      { namespace: "AWS/EC2", name: "NetworkOut", dimensions: [{ name: "InstanceId", value: "i-1" }] },
    ]);
  });
});

describe("a command line", () => {
  test("splits a dimension at its first = and trims every argument", () => {
    const target = accepted(" NetworkIn ", "-", "AWS/EC2", " Query = a=b ");
    expect([target.in.metric?.name, target.in.metric?.dimensions, target.out]).toEqual([
      "NetworkIn",
      [{ name: "Query", value: "a=b" }],
      undefined,
    ]);
  });

  test("gives each line its part of IN,OUT", () => {
    const target = accepted("--aggregate", "p50,p99", "--period", "60,300", "--scale", "8,1", ...metric);
    const parts = [target.in, target.out].map((channel) => [channel?.periodSeconds, channel?.scaleSpelling]);
    expect(parts).toEqual([
      [60, "8"],
      [300, "1"],
    ]);
  });

  test("makes a gauge of what does not add up", () => {
    expect(accepted("--aggregate", "average", ...metric).in.type).toBe("gauge");
  });

  test("takes options after the metric too, as cron lines grow at their end", () => {
    expect(accepted(...metric, "--lag", "600").in.lag).toBe(600);
  });

  test("looks back three periods where those are longer than 15 minutes", () => {
    expect(accepted("--period", "86400", ...metric).in.lookbackSeconds).toBe(259_200);
  });
});

describe("an expression on the command line", () => {
  const options = ["--metric", "e=AWS/ELB/Errors?Name=x", "--metric", "r=AWS/ELB/Requests?Name=x"];

  test("stands in the place of metrics, each line with what it speaks of", () => {
    const target = accepted(
      "--expression",
      "e; 100*e/r",
      ...options,
      "--aggregate",
      "sum,average",
      "--type",
      "gauge",
    );
    expect(
      [target.in, target.out].map((channel) => channel?.expression?.metrics.map(({ id }) => id)),
    ).toEqual([["e"], ["e", "r"]]);
  });

  test.each<[string, string[], string]>([
    [
      "metrics beside it",
      ["--expression", "e", "NetworkIn"],
      '--expression stands in the place of metrics and dimensions: "NetworkIn" is too much',
    ],
    [
      "a statistic that cannot combine series",
      ["--expression", "e;r", ...options, "--aggregate", "p99"],
      "--aggregate of an expression is sum, average, minimum, maximum, not p99",
    ],
    [
      "a unit",
      ["--expression", "e;r", ...options, "--unit", "Bytes"],
      "--unit does not go with --expression",
    ],
    ["a metric without it", [...options, ...metric], "--metric needs --expression to speak of it"],
    [
      "a metric nobody speaks of",
      ["--expression", "e", ...options],
      "--metric r is not used in --expression",
    ],
  ])("does not go with %s", (_, words, message) => {
    expect(read(...words)).toBe(message);
  });
});

describe("bad input is named:", () => {
  test.each<[string, string[], string]>([
    ["an unknown option", ["--perod", "60", ...metric], "unknown option --perod"],
    ["an option without its value", [...metric, "--region"], "--region needs a value (REGION)"],
    ["an option given twice", ["--lag", "1", "--lag", "2", ...metric], "--lag is given twice"],
    ["a value for a flag", ["--debug=yes", ...metric], "--debug takes no value"],
    ["a missing namespace", ["NetworkIn", "NetworkOut"], "METRIC_IN, METRIC_OUT and NAMESPACE are needed"],
    [
      "a dimension without =",
      ["A", "-", "N", "InstanceId"],
      '"InstanceId" is no dimension: NAME=VALUE is needed',
    ],
    [
      "a dimension without a value",
      ["A", "-", "N", "Id="],
      'the value of dimension "Id" must be 1 to 1024 printable characters',
    ],
    ["a dimension given twice", ["A", "-", "N", "Id=1", "Id=2"], "dimension Id is given twice"],
    ["no first metric", ["-", "B", "N"], "METRIC_IN cannot be -; METRIC_OUT can"],
    [
      "a period CloudWatch does not have",
      ["--period", "90", ...metric],
      "--period 90: CloudWatch has 1, 5, 10, 20, 30 or a multiple of 60 up to 86400",
    ],
    [
      "a period that is no number",
      ["--period", "abc", ...metric],
      '--period takes whole seconds from 1 to 39312000, not "abc"',
    ],
    [
      "a number with an exponent",
      ["--lag", "1e3", ...metric],
      '--lag takes whole seconds from 0 to 39312000, not "1e3"',
    ],
    ["a negative lag", ["--lag=-5", ...metric], '--lag takes whole seconds from 0 to 39312000, not "-5"'],
    [
      "a type MRTG does not have",
      ["--type", "derive", ...metric],
      '--type is absolute, counter, gauge, not "derive"',
    ],
    [
      "a counter of averages",
      ["--type", "counter", "--aggregate", "average", ...metric],
      "--type counter needs sums, and average does not add up",
    ],
    ["a rate that is none", ["--per", "second", ...metric], "--per second needs --type gauge and a sum"],
    [
      "three values for two lines",
      ["--lag", "1,2,3", ...metric],
      '--lag takes one value or IN,OUT, not "1,2,3"',
    ],
    ["a scale of zero", ["--scale", "0", ...metric], '--scale takes a number above 0, not "0"'],
    [
      "a newline in a metric's name",
      ["Net\nIn", "-", "AWS/EC2"],
      "a metric's name must be 1 to 255 printable characters",
    ],
    [
      "a metric's name of 256 characters",
      ["x".repeat(256), "-", "AWS/EC2"],
      "a metric's name must be 1 to 255 printable characters",
    ],
  ])("%s", (_, words, message) => {
    expect(read(...words)).toBe(message);
  });
});
