import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatExpressionMetric, parseExpressionMetric } from "../../src/cloudwatch/expression-metric.ts";
import {
  isOpenEnded,
  parseExpressions,
  renamed,
  type ExpressionMetric,
} from "../../src/cloudwatch/expression.ts";
import type { Aggregate } from "../../src/cloudwatch/statistic.ts";

const printable = (most: number): fc.Arbitrary<string> =>
  fc
    .oneof(
      fc.string({ unit: "grapheme", minLength: 1, maxLength: most }),
      fc.constantFrom(
        "a/b",
        "AWS/EC2",
        "x=y",
        "50%",
        "a&b",
        "what?",
        "stat",
        "unit",
        " edge ",
        "%41",
        "ü",
        "a+b",
      ),
    )
    .filter((text) => text.length <= most && !/[\p{Cc}\u2028\u2029]/u.test(text));

const id = fc.stringMatching(/^[a-z][a-zA-Z0-9_]{0,8}$/);
const aggregate = fc.constantFrom<Aggregate>(
  { kind: "sum" },
  { kind: "average" },
  { kind: "extended", spelling: "TM(10%:90%)", countsUp: false },
  { kind: "extended", spelling: "p99.9", countsUp: false },
);

const expressionMetric: fc.Arbitrary<ExpressionMetric> = fc
  .record({
    id,
    namespace: printable(255),
    name: printable(255),
    dimensions: fc.uniqueArray(fc.record({ name: printable(255), value: printable(300) }), {
      selector: ({ name }) => name,
      maxLength: 4,
    }),
    aggregate,
    unit: fc.option(fc.constantFrom("Bytes", "Count/Second"), { nil: undefined }),
  })
  .map(({ namespace, name, dimensions, unit, ...more }) => ({
    ...more,
    metric: {
      namespace,
      name,
      dimensions: dimensions.sort((a, b) => (a.name < b.name ? -1 : 1)),
    },
    ...(unit === undefined ? {} : { unit }),
  }));

const wrongMetric = (text: string): string => {
  const parsed = parseExpressionMetric(text);
  return parsed.ok ? "taken" : parsed.failure;
};

describe("--metric", () => {
  test("is read as it was written, whatever the names hold", () => {
    fc.assert(
      fc.property(expressionMetric, (metric) => {
        expect(parseExpressionMetric(formatExpressionMetric(metric))).toEqual({ ok: true, value: metric });
      }),
    );
  });

  test("is written without a blank at its ends, for arguments are trimmed", () => {
    fc.assert(
      fc.property(expressionMetric, (metric) => {
        const text = formatExpressionMetric(metric);
        expect(text.trim()).toBe(text);
      }),
    );
  });

  test("has the sum where no stat is said, and slashes in namespace and value", () => {
    expect(parseExpressionMetric("m1=AWS/ApplicationELB/RequestCount?LoadBalancer=app/web/50dc")).toEqual({
      ok: true,
      value: {
        id: "m1",
        metric: {
          namespace: "AWS/ApplicationELB",
          name: "RequestCount",
          dimensions: [{ name: "LoadBalancer", value: "app/web/50dc" }],
        },
        aggregate: { kind: "sum" },
      },
    });
  });

  test.each([
    ["AWS/EC2/NetworkIn", /^--metric "AWS\/EC2\/NetworkIn": ID=NAMESPACE\/NAME\?.* is needed, where ID is/],
    ["M1=AWS/EC2/NetworkIn", /where ID is a lower-case letter, then letters, digits, _$/],
    ["m1=NetworkIn", /^--metric m1: "NetworkIn" is no NAMESPACE\/NAME/],
    ["m1=/NetworkIn", /^--metric m1: the namespace "" is empty/],
    ["m1=AWS/EC2/", /^--metric m1: the name "" is empty/],
    ["m1=A/B?InstanceId", /^--metric m1: "InstanceId" has no =/],
    ["m1=A/B?Id=", /^--metric m1: the value of Id "" is empty/],
    ["m1=A/B?=x", /^--metric m1: the dimension "" is empty/],
    ["m1=A/B?Id=50%", /^--metric m1: the value of Id "50%": write % as %25$/],
    ["m1=A/B?Id=%ff", /^--metric m1: the value of Id "%ff": write % as %25$/],
    ["m1=A/B?Id=1&Id=2", /^--metric m1: dimension Id is given twice$/],
    ["m1=A/B?stat=Sum&stat=Average", /^--metric m1: stat is given twice$/],
    ["m1=A/B?stat=median", /^--metric m1: CloudWatch has no statistic "median"; it has sum/],
    [`m1=A/B?${Array.from({ length: 31 }, (_, n) => `d${n}=1`).join("&")}`, /at most 30 dimensions$/],
  ])("says what is wrong with %s", (text, message) => {
    expect(wrongMetric(text)).toMatch(message);
  });
});

const given = (...ids: string[]): ExpressionMetric[] =>
  ids.map((each) => ({
    id: each,
    metric: { namespace: "N", name: each, dimensions: [] },
    aggregate: { kind: "sum" },
  }));

function read(text: string, ...ids: string[]): (string | string[])[] | string {
  const parsed = parseExpressions(text, given(...ids));
  if (!parsed.ok) return parsed.failure;
  return [parsed.value.in, parsed.value.out].flatMap((each) =>
    each === undefined ? [] : [each.text, each.metrics.map((metric) => metric.id)],
  );
}

describe("--expression", () => {
  test.each<[string, string[], (string | string[])[]]>([
    ["a+b", ["b", "a"], ["a+b", ["a", "b"]]],
    ["a ; b", ["a", "b"], ["a", ["a"], "b", ["b"]]],
    ["a;-", ["a"], ["a", ["a"]]],
    [
      "SUM([a, b]) * 1e6; IF(a > 0, b / a)",
      ["a", "b"],
      ["SUM([a, b]) * 1e6", ["a", "b"], "IF(a > 0, b / a)", ["a", "b"]],
    ],
    ["SEARCH('{N,D} a;b', 'Sum', 300)", [], ["SEARCH('{N,D} a;b', 'Sum', 300)", []]],
    [`SEARCH(' {N} x="y" ', 'Sum')`, [], [`SEARCH(' {N} x="y" ', 'Sum')`, []]],
    ["SUM(METRICS())", ["b", "a"], ["SUM(METRICS())", ["a", "b"]]],
    ["SELECT SUM(x) FROM y", [], ["SELECT SUM(x) FROM y", []]],
  ])("%s", (text, ids, expected) => {
    expect(read(text, ...ids)).toEqual(expected);
  });

  test.each<[string, string[], RegExp]>([
    ["", [], /^--expression needs 1 to 2048 printable characters$/],
    ["a;b;c", ["a", "b", "c"], /^--expression takes IN or IN;OUT, not "a;b;c"$/],
    ["a+c", ["a"], /speaks of c, which no --metric c=… gives$/],
    ["a", ["a", "b"], /^--metric b is not used in --expression$/],
    ["a", ["a", "a"], /^--metric a is given twice$/],
    ["SUM([a)", ["a"], /^--expression "SUM\(\[a\)": \) stands without its other half$/],
    ["SUM(a", ["a"], /: \( stands without/],
    ["SEARCH('x", [], /: ' stands without/],
  ])("says what is wrong with %j", (text, ids, message) => {
    expect(read(text, ...ids)).toMatch(message);
  });
});

describe("the metrics of an expression under other names", () => {
  const names = new Map([
    ["m1", "q0"],
    ["e6", "q1"],
    ["sum", "q2"],
  ]);

  test.each([
    ["m1+m1*2", "q0+q0*2"],
    ["m11 + xm1 + m1x", "m11 + xm1 + m1x"],
    ["1e6 * e6", "1e6 * q1"],
    ["SEARCH('m1', \"m1\") + m1", "SEARCH('m1', \"m1\") + q0"],
    ["sum(m1) + sum", "sum(q0) + q2"],
  ])("%s becomes %s", (text, expected) => {
    expect(renamed(text, names)).toBe(expected);
  });
});

test.each([
  ["SEARCH('x', 'Sum', 300)", true],
  ["SUM( METRICS() )", true],
  ["select sum(x) from y", true],
  ["SUM([a, b])", false],
  ["a + SELECTED", false],
  ["IF(a, 'SEARCH(x)')", false],
])("%s may give many series: %s", (text, expected) => {
  expect(isOpenEnded({ text, metrics: [] })).toBe(expected);
});
