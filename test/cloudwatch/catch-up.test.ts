import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isPeriod } from "../../src/cloudwatch/period.ts";
import type { Question } from "../../src/cloudwatch/source.ts";
import { planFor, retentionSeconds, tieredSource } from "../../src/cloudwatch/catch-up.ts";
import { success } from "../../src/result.ts";

const day = 86_400;
const now = 1_930_003_200 + 1234;

const aQuestion = (periodSeconds: number, ageSeconds: number, endSeconds = now): Question => {
  const grid = (seconds: number): number => Math.floor(seconds / periodSeconds) * periodSeconds;
  return {
    metric: { namespace: "N", name: "M", dimensions: [] },
    aggregate: { kind: "sum" },
    periodSeconds,
    startSeconds: grid(now - ageSeconds),
    endSeconds: grid(endSeconds) + periodSeconds,
  };
};

const question = fc
  .record({
    period: fc.oneof(
      fc.constantFrom(1, 5, 10, 20, 30, 60, 300, 420, 900, 3600, 3660, 7200, 86_400),
      fc.integer({ min: 1, max: 1440 }).map((minutes) => minutes * 60),
    ),
    age: fc.integer({ min: 0, max: 500 * day }),
  })
  .map(({ period, age }) => aQuestion(period, age));

/** What CloudWatch needs of a request that begins so long ago (GetMetricStatistics API reference). */
const unitFor = (ageSeconds: number): number =>
  ageSeconds > 63 * day ? 3600 : ageSeconds > 15 * day ? 300 : ageSeconds > 3 * 3600 ? 60 : 1;

describe("a plan for the past", () => {
  test("asks in a period that CloudWatch has for so long ago, on its grid", () => {
    fc.assert(
      fc.property(question, (asked) => {
        for (const { startSeconds, endSeconds, periodSeconds } of planFor(asked, now).parts) {
          expect(isPeriod(periodSeconds)).toBe(true);
          expect(periodSeconds % unitFor(now - startSeconds)).toBe(0);
          expect([startSeconds % periodSeconds, endSeconds % asked.periodSeconds]).toEqual([0, 0]);
          expect(startSeconds).toBeGreaterThanOrEqual(now - retentionSeconds);
          expect(endSeconds).toBeGreaterThan(startSeconds);
        }
      }),
    );
  });

  test("covers the question without a gap and without an overlap: asked, or named as lost", () => {
    fc.assert(
      fc.property(question, (asked) => {
        const { parts, lost } = planFor(asked, now);
        const spans = [...parts, ...lost].sort((a, b) => a.startSeconds - b.startSeconds);
        const edges = spans.flatMap(({ startSeconds, endSeconds }) => [startSeconds, endSeconds]);
        expect([edges[0], edges.at(-1)]).toEqual([asked.startSeconds, asked.endSeconds]);
        for (let index = 1; index < spans.length; index += 1)
          expect(spans[index]?.startSeconds).toBe(spans[index - 1]?.endSeconds);
      }),
    );
  });

  test("loses nothing younger than 455 days of a question that begins on the hour", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(60, 300, 900, 3600),
        fc.integer({ min: 0, max: 454 * 24 }),
        (period, hours) => {
          const startSeconds = Math.floor(now / 3600) * 3600 - hours * 3600;
          expect(planFor({ ...aQuestion(period, 0), startSeconds }, now).lost).toEqual([]);
        },
      ),
    );
  });

  test("leaves a question of today alone", () => {
    const asked = aQuestion(300, 7200);
    expect(planFor(asked, now)).toEqual({ parts: [asked], lost: [] });
  });

  test("raises the period where it must, oldest part first", () => {
    const asked = { ...aQuestion(60, 0), startSeconds: 1_930_003_200 - 100 * day };
    expect(planFor(asked, now).parts.map(({ periodSeconds }) => periodSeconds)).toEqual([3600, 300, 60]);
  });

  test("names what is older than 455 days as lost", () => {
    const asked = { ...aQuestion(3600, 0), startSeconds: 1_930_003_200 - 500 * day };
    const gone = Math.ceil((now - 455 * day) / 3600) * 3600;
    expect(planFor(asked, now).lost).toEqual([{ startSeconds: asked.startSeconds, endSeconds: gone }]);
  });

  test("names the rest of an hour that is told as a whole only", () => {
    const begin = 1_930_003_200 - 100 * day + 1500;
    const asked = { ...aQuestion(300, 0), startSeconds: begin };
    expect(planFor(asked, now).lost).toEqual([{ startSeconds: begin, endSeconds: begin + 2100 }]);
  });
});

test("a source asked by the plan says which datapoints are of a raised period", async () => {
  const asked = { ...aQuestion(300, 0), startSeconds: 1_930_003_200 - 63 * day - 3600 };
  const plain = {
    ask: (questions: readonly Question[]) =>
      Promise.resolve(
        questions.map(({ startSeconds }) => success([{ timeSeconds: startSeconds, value: 1 }])),
      ),
  };
  const [series] = await tieredSource(plain, now).ask([asked], new AbortController().signal);
  expect(series).toMatchObject({
    ok: true,
    value: [{ timeSeconds: asked.startSeconds, periodSeconds: 3600 }, { value: 1 }],
  });
  expect(series?.ok === true && series.value[1]?.periodSeconds).toBeUndefined();
});
