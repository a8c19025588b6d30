import { describe, expect, test } from "vitest";
import { choose, chosenSource, freeMetrics, type ApiOption } from "../../src/cloudwatch/choice.ts";
import type { Question } from "../../src/cloudwatch/source.ts";
import { success } from "../../src/result.ts";
import { aPage, aResult, fakeApi } from "./fake-api.ts";

const circumstances = {
  aggregate: { kind: "sum" },
  periodSeconds: 300,
  startSeconds: 1_930_003_200,
  endSeconds: 1_930_003_500,
} as const;
const aMetric = (name: string): Question => ({
  ...circumstances,
  metric: { namespace: "N", name, dimensions: [] },
});
const anExpression: Question = { ...circumstances, expression: { text: "TIME_SERIES(1)", metrics: [] } };
const elsewhere: Question = { ...aMetric("x"), accountId: "123456789012" };
const many = (count: number): Question[] => Array.from({ length: count }, (_, index) => aMetric(`m${index}`));

const apisOf = (option: ApiOption, questions: readonly Question[], roundSeconds = 300): string[] =>
  choose(option, questions, roundSeconds).map(({ api }) => api);

describe("--api auto", () => {
  test("takes the free API for as many metrics as a million requests a month serve", () => {
    expect([freeMetrics(300), freeMetrics(60)]).toEqual([115, 23]);
    expect(new Set(apisOf("auto", many(115)))).toEqual(new Set(["statistics"]));
    expect(new Set(apisOf("auto", many(116)))).toEqual(new Set(["data"]));
  });

  test("takes GetMetricData for what only it can answer, and for that alone", () => {
    expect(apisOf("auto", [aMetric("x"), anExpression, elsewhere])).toEqual(["statistics", "data", "data"]);
  });

  test("says why", async () => {
    const api = fakeApi({
      statistics: () => success([]),
      data: ({ queries }) => aPage(queries.map(({ id }) => aResult(id))),
    });
    const source = chosenSource("auto", api);
    const answers = await source.ask([anExpression, aMetric("x")], new AbortController().signal);
    expect(answers).toEqual([success([]), success([])]);
    expect(source.reasons()).toEqual([
      "GetMetricData: only GetMetricData knows expressions",
      "GetMetricStatistics: 1 metric every 300 s: GetMetricStatistics is free up to 115",
    ]);
  });
});

describe("--api", () => {
  test.each(["statistics", "data"] as const)("%s is what is asked", (option) => {
    expect(apisOf(option, [aMetric("x"), anExpression])).toEqual([option, option]);
  });

  test.each([anExpression, elsewhere])(
    "statistics refuses what it cannot ask, without asking",
    async (question) => {
      const api = fakeApi({});
      const answers = await chosenSource("statistics", api).ask([question], new AbortController().signal);
      expect(answers).toMatchObject([{ failure: { kind: "configuration" } }]);
      expect(api.statistics).toEqual([]);
    },
  );
});
