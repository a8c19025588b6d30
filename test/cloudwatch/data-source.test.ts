import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { MetricDataPage, MetricDataRequest } from "../../src/cloudwatch/api.ts";
import { dataSource } from "../../src/cloudwatch/data-source.ts";
import type { CloudWatchFailure } from "../../src/cloudwatch/failure.ts";
import type { Datapoint, Question, Series } from "../../src/cloudwatch/source.ts";
import { statisticsOf, type Aggregate } from "../../src/cloudwatch/statistic.ts";
import { failure, success, type Result } from "../../src/result.ts";
import { aPage, aResult, fakeApi, pagedData } from "./fake-api.ts";

const start = 1_930_003_200; // a multiple of 86,400 / 24

const aMetric = (name: string) => ({
  namespace: "AWS/EC2",
  name,
  dimensions: [{ name: "InstanceId", value: "i-0123456789abcdef0" }],
});

const aQuestion = (name: string, more: Partial<Omit<Question, "metric" | "expression">> = {}) => ({
  metric: aMetric(name),
  aggregate: { kind: "sum" } as const,
  periodSeconds: 300,
  startSeconds: start,
  endSeconds: start + 3600,
  ...more,
});

const anExpression = (text: string, ids: readonly string[], more: Partial<Question> = {}): Question =>
  ({
    expression: {
      text,
      metrics: ids.map((id) => ({
        id,
        metric: aMetric(`metric ${id}`),
        aggregate: { kind: "sum" } as const,
      })),
    },
    aggregate: { kind: "sum" },
    periodSeconds: 300,
    startSeconds: start,
    endSeconds: start + 3600,
    ...more,
  }) as Question;

const never = new AbortController().signal;
const ask = (api: ReturnType<typeof fakeApi>, ...questions: Question[]) =>
  dataSource(api).ask(questions, never);

const sorted = (series: Series | undefined): readonly Datapoint[] | CloudWatchFailure | undefined =>
  series?.ok === true ? [...series.value].sort((a, b) => a.timeSeconds - b.timeSeconds) : series?.failure;

/** A value of its own for every statistic of every metric at every time. */
const worth = (name: string, statistic: string, time: number): number | undefined =>
  (time / 60 + name.length) % 7 === 0 ? undefined : time - start + name.length * 1000 + statistic.length;
const world = pagedData((query, time) =>
  "metric" in query ? worth(query.metric.name, query.statistic, time) : undefined,
);

function expected(question: Question): Datapoint[] {
  const { simple, extended } = statisticsOf(question.aggregate);
  const [first = "", second] = [...simple, ...extended];
  const found: Datapoint[] = [];
  for (let time = question.startSeconds; time < question.endSeconds; time += question.periodSeconds) {
    const value = worth(question.metric?.name ?? "", first, time);
    const samples = worth(question.metric?.name ?? "", second ?? "", time);
    if (value === undefined || samples === undefined) continue;
    found.push({ timeSeconds: time, value, ...(second === undefined ? {} : { samples }) });
  }
  return found;
}

const aggregate = fc.constantFrom<Aggregate>(
  { kind: "sum" },
  { kind: "average" },
  { kind: "maximum" },
  { kind: "extended", spelling: "p99", countsUp: false },
);
const question = fc
  .record({
    name: fc.constantFrom("In", "Out", "Errors", "Latency"),
    aggregate,
    periodSeconds: fc.constantFrom(60, 300, 3600),
    begin: fc.integer({ min: 0, max: 10 }),
    length: fc.integer({ min: 1, max: 20 }),
  })
  .map(({ name, begin, length, periodSeconds, ...more }) =>
    aQuestion(name, {
      ...more,
      periodSeconds,
      startSeconds: start + begin * periodSeconds,
      endSeconds: start + (begin + length) * periodSeconds,
    }),
  );

describe("GetMetricData as a source", () => {
  test("answers any questions whole and in order, whatever the size of its pages", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(question, { maxLength: 12 }),
        fc.integer({ min: 1, max: 40 }),
        async (questions, pageDatapoints) => {
          const api = fakeApi({ data: world });
          const answers = await dataSource(api, { pageDatapoints }).ask(questions, never);
          expect(answers.map(sorted)).toEqual(questions.map(expected));
        },
      ),
      { numRuns: 60 },
    );
  });

  test("asks 500 targets whose spans differ a little in two requests", async () => {
    const api = fakeApi({ data: world });
    const questions = Array.from({ length: 1000 }, (_, index) =>
      aQuestion(`metric ${index}`, { startSeconds: start + (index % 5) * 300 }),
    );
    const answers = await ask(api, ...questions);
    expect(api.data.map(({ queries }) => queries.length)).toEqual([500, 500]);
    expect(answers.map(sorted)).toEqual(questions.map(expected));
  });

  test("does not make all others read the days that one target was silent", async () => {
    const api = fakeApi({ data: world });
    const others = Array.from({ length: 400 }, (_, index) => aQuestion(`metric ${index}`));
    await ask(api, aQuestion("silent", { startSeconds: start - 5 * 86_400 }), ...others);
    expect(api.data.map(({ queries, startSeconds }) => [queries.length, startSeconds])).toEqual([
      [400, start],
      [1, start - 5 * 86_400],
    ]);
  });

  test("keeps bodies below 614,400 bytes", async () => {
    const api = fakeApi({ data: world });
    const wide = Array.from({ length: 30 }, (_, index) => ({ name: `d${index}`, value: "ü".repeat(1000) }));
    const questions = Array.from({ length: 20 }, (_, index): Question => ({
      ...aQuestion("x"),
      metric: { ...aMetric(`m${index}`), dimensions: wide },
    }));
    await ask(api, ...questions);
    const sizes = api.data.map(({ queries }) => Buffer.byteLength(JSON.stringify(queries)));
    expect(Math.max(...sizes)).toBeLessThan(614_400);
    expect(sizes.length).toBe(3);
  });

  test("has at most four requests under way at once", async () => {
    const api = fakeApi({ data: world });
    await ask(
      api,
      ...Array.from({ length: 20 }, (_, index) => aQuestion("x", { periodSeconds: 60 * (index + 1) })),
    );
    expect(api.mostInFlight()).toBe(4);
  });

  test("asks for what two targets share once", async () => {
    const api = fakeApi({ data: world });
    await ask(api, aQuestion("x"), aQuestion("x", { aggregate: { kind: "average" } }));
    expect(
      api.data.map(({ queries }) => queries.map((query) => "statistic" in query && query.statistic)),
    ).toEqual([["Sum", "SampleCount"]]);
  });

  test("passes on the account and the unit", async () => {
    const api = fakeApi({ data: world });
    await ask(api, aQuestion("x", { accountId: "123456789012", unit: "Bytes" }));
    expect(api.data[0]?.queries[0]).toMatchObject({ accountId: "123456789012", unit: "Bytes" });
  });

  test("lets a failed request fail its own questions only", async () => {
    const throttled = { kind: "throttled", operation: "GetMetricData" } as const;
    const api = fakeApi({
      data: (request): Result<MetricDataPage, CloudWatchFailure> =>
        request.queries[0]?.periodSeconds === 60 ? failure(throttled) : world(request),
    });
    const answers = await ask(api, aQuestion("x", { periodSeconds: 60 }), aQuestion("x"));
    expect(answers).toEqual([failure(throttled), success(expected(aQuestion("x")))]);
  });

  test("lets a failure on a later page fail the whole request", async () => {
    const api = fakeApi({
      data: (request): Result<MetricDataPage, CloudWatchFailure> =>
        request.nextToken === undefined ? world(request) : failure({ kind: "timeout", endpoint: "there" }),
    });
    const [answer] = await dataSource(api, { pageDatapoints: 7 }).ask([aQuestion("x")], never);
    expect(answer).toEqual(failure({ kind: "timeout", endpoint: "there" }));
  });

  test("does not page for ever", async () => {
    const api = fakeApi({ data: () => aPage([aResult("q0")], { nextToken: "again" }) });
    expect(await ask(api, aQuestion("x"))).toMatchObject([{ failure: { kind: "unintelligible" } }]);
  });
});

const oneDatapoint = { timesSeconds: [start], values: [5] };
const answered = (...pages: Result<MetricDataPage, CloudWatchFailure>[]) => {
  let page = 0;
  return fakeApi({ data: (): Result<MetricDataPage, CloudWatchFailure> => pages[page++] ?? aPage([]) });
};

describe("an error inside HTTP 200", () => {
  test.each([
    ["PartialData", [], { kind: "partial", operation: "GetMetricData", reason: "PartialData" }],
    [
      "InternalError",
      ["try later"],
      { kind: "partial", operation: "GetMetricData", reason: "InternalError: try later" },
    ],
    ["Forbidden", [], { kind: "access-denied", operation: "GetMetricData", reason: "Forbidden" }],
    ["Forbidden", ["not yours"], { kind: "access-denied", operation: "GetMetricData", reason: "not yours" }],
    ["Unheard", [], { kind: "partial", operation: "GetMetricData", reason: "Unheard" }],
    [
      "Complete",
      ["MaxMetricsExceeded: 500"],
      { kind: "partial", operation: "GetMetricData", reason: "MaxMetricsExceeded: 500" },
    ],
  ])("%s with %j on the last page is a failure", async (statusCode, messages, expectedFailure) => {
    const api = answered(aPage([aResult("q0", { ...oneDatapoint, statusCode, messages })]));
    expect(await ask(api, aQuestion("x"))).toEqual([failure(expectedFailure)]);
  });

  test("fails its own question only", async () => {
    const api = answered(
      aPage([aResult("q0", { statusCode: "InternalError" }), aResult("q1", oneDatapoint)]),
    );
    const answers = await ask(api, aQuestion("x"), aQuestion("y"));
    expect(answers.map(({ ok }) => ok)).toEqual([false, true]);
  });

  test.each(["PartialData", "InternalError"])("%s is made good by a later page", async (statusCode) => {
    const api = answered(
      aPage([aResult("q0", { ...oneDatapoint, statusCode })], { nextToken: "2" }),
      aPage([aResult("q0", { timesSeconds: [start + 300], values: [6] })]),
    );
    expect((await ask(api, aQuestion("x"))).map(sorted)).toEqual([
      [
        { timeSeconds: start, value: 5 },
        { timeSeconds: start + 300, value: 6 },
      ],
    ]);
  });

  test("PartialData is not made good by pages without it", async () => {
    const api = answered(
      aPage([aResult("q0", { statusCode: "PartialData" }), aResult("q1")], { nextToken: "2" }),
      aPage([aResult("q1")]),
    );
    expect((await ask(api, aQuestion("x"), aQuestion("y"))).map(({ ok }) => ok)).toEqual([false, true]);
  });

  test("a query that the answer does not speak of is not an empty series", async () => {
    expect(await ask(answered(aPage([])), aQuestion("x"))).toEqual([
      failure({ kind: "unintelligible", operation: "GetMetricData", reason: "nothing about query q0" }),
    ]);
  });

  test("a message about the whole request leaves nothing whole", async () => {
    const api = answered(aPage([aResult("q0", oneDatapoint)], { messages: ["too much"] }));
    expect(await ask(api, aQuestion("x"))).toMatchObject([
      { failure: { kind: "partial", reason: "too much" } },
    ]);
  });

  test("two units at one time ask for --unit", async () => {
    const api = answered(aPage([aResult("q0", { timesSeconds: [start, start], values: [1, 2] })]));
    expect(await ask(api, aQuestion("x"))).toMatchObject([{ failure: { kind: "configuration" } }]);
  });
});

describe("an average", () => {
  const average = aQuestion("x", { aggregate: { kind: "average" } });
  const sums = { timesSeconds: [start, start + 300], values: [10, 20] };

  test("may lack the weight of its newest datapoint, which is then not there yet", async () => {
    const api = answered(aPage([aResult("q0", sums), aResult("q1", { timesSeconds: [start], values: [2] })]));
    expect(await ask(api, average)).toEqual([success([{ timeSeconds: start, value: 10, samples: 2 }])]);
  });

  test("may not lack that of an older one", async () => {
    const api = answered(
      aPage([aResult("q0", sums), aResult("q1", { timesSeconds: [start + 300], values: [2] })]),
    );
    expect(await ask(api, average)).toMatchObject([{ failure: { kind: "unintelligible" } }]);
  });
});

describe("an expression", () => {
  const expressionOf = ({ queries }: MetricDataRequest): string[] =>
    queries.flatMap((query) => ("expression" in query ? [query.expression] : []));

  test("shares a request with others, its metrics under names of their own", async () => {
    const api = fakeApi({ data: ({ queries }) => aPage(queries.map(({ id }) => aResult(id))) });
    await ask(api, anExpression("m1 + SUM([m1, m2])", ["m1", "m2"]), anExpression("m1 - 1", ["m1"]));
    expect(api.data.map(expressionOf)).toEqual([["q0 + SUM([q0, q1])", "q0 - 1"]]);
    expect(api.data[0]?.queries.map(({ id }) => id)).toEqual(["q0", "q1", "q2", "q3"]);
  });

  test("does not share one with plain metrics, whose pages it would end", async () => {
    const api = fakeApi({ data: ({ queries }) => aPage(queries.map(({ id }) => aResult(id))) });
    await ask(api, aQuestion("x"), anExpression("m1 * 8", ["m1"]));
    expect(api.data.map(({ queries }) => queries.length).sort()).toEqual([1, 2]);
  });

  test.each(["SUM(METRICS())", "SEARCH('{AWS/EC2,InstanceId} m1', 'Sum', 300)", "SELECT SUM(m1) FROM x"])(
    "that speaks of more than its metrics has a request to itself, and its names: %s",
    async (text) => {
      const api = fakeApi({ data: ({ queries }) => aPage(queries.map(({ id }) => aResult(id))) });
      await ask(api, anExpression(text, ["m1"]), anExpression("m1 * 8", ["m1"]));
      expect(api.data.map(expressionOf)).toContainEqual([text]);
      expect(
        api.data.find((request) => expressionOf(request)[0] === text)?.queries.map(({ id }) => id),
      ).toEqual(["m1", "answer"]);
    },
  );

  const search = (kind: "sum" | "average" | "minimum" | "maximum") =>
    anExpression("SEARCH('x', 'Sum', 300)", [], { aggregate: { kind } });
  const twoSeries = aPage([
    aResult("answer", { label: "a", timesSeconds: [start, start + 300], values: [1, 2] }),
    aResult("answer", { label: "b", timesSeconds: [start + 300], values: [4] }),
  ]);

  test.each([
    ["sum", { value: 1 }, { value: 6 }],
    ["average", { value: 1, samples: 1 }, { value: 6, samples: 2 }],
    ["minimum", { value: 1 }, { value: 2 }],
    ["maximum", { value: 1 }, { value: 4 }],
  ] as const)("with many series becomes one by %s", async (kind, first, second) => {
    expect((await ask(answered(twoSeries), search(kind))).map(sorted)).toEqual([
      [
        { timeSeconds: start, ...first },
        { timeSeconds: start + 300, ...second },
      ],
    ]);
  });

  test("that finds nothing is empty", async () => {
    expect(await ask(answered(aPage([])), search("sum"))).toEqual([success([])]);
  });

  test("with one series that is not whole is not whole", async () => {
    const api = answered(
      aPage([
        aResult("answer", { label: "a" }),
        aResult("answer", { label: "b", statusCode: "PartialData" }),
      ]),
    );
    expect(await ask(api, search("sum"))).toMatchObject([{ failure: { kind: "partial" } }]);
  });

  test("may leave out what is no number", async () => {
    const messages = ["ArithmeticError: One or more data-points have been dropped due to non-numeric values"];
    const api = answered(aPage([aResult("q1", { ...oneDatapoint, messages })]));
    expect(await ask(api, anExpression("m1 / 0", ["m1"]))).toEqual([
      success([{ timeSeconds: start, value: 5 }]),
    ]);
  });
});
