/**
 * Which API answers which question (`--api auto|statistics|data`). GetMetricStatistics is free for a million requests a
 * month and has no way to ask many things at once, an expression, or another account; GetMetricData has all of them
 * and is paid for from the first metric on. Pure.
 */
import type { CloudWatchApi } from "./api.ts";
import { dataSource } from "./data-source.ts";
import { freeRequests, monthSeconds } from "./prices.ts";
import type { Question, Series, Source } from "./source.ts";
import { statisticsSource } from "./statistics-source.ts";

export const apis = ["auto", "statistics", "data"] as const;
export type ApiOption = (typeof apis)[number];

export interface Choice {
  readonly api: "statistics" | "data";
  /** For people. */
  readonly reason: string;
}

/** How many metrics may be asked for in every round of this many seconds, free of charge. */
export const freeMetrics = (roundSeconds: number): number =>
  Math.floor((freeRequests * roundSeconds) / monthSeconds);

/** The choice for each question of one round, in order. */
export function choose(
  option: ApiOption,
  questions: readonly Question[],
  roundSeconds: number,
): readonly Choice[] {
  if (option !== "auto") return questions.map(() => ({ api: option, reason: `--api ${option}` }));
  const free = freeMetrics(roundSeconds);
  const simple = questions.filter(
    ({ expression, accountId }) => expression === undefined && accountId === undefined,
  );
  const counts = `${simple.length} metric${simple.length === 1 ? "" : "s"} every ${roundSeconds} s`;
  return questions.map(({ expression, accountId }) => {
    if (expression !== undefined) return { api: "data", reason: "only GetMetricData knows expressions" };
    if (accountId !== undefined) return { api: "data", reason: "only GetMetricData reads other accounts" };
    return simple.length <= free
      ? { api: "statistics", reason: `${counts}: GetMetricStatistics is free up to ${free}` }
      : { api: "data", reason: `${counts}: few requests beyond the ${free} that are free` };
  });
}

const operations = { statistics: "GetMetricStatistics", data: "GetMetricData" } as const;

export interface ChosenSource extends Source {
  /** Why the questions of the last round went where they went: `GetMetricData: --api data`. */
  reasons(): readonly string[];
}

/** Both APIs as one source. `roundSeconds`: how often as many questions are asked. */
export function chosenSource(option: ApiOption, api: CloudWatchApi, roundSeconds = 300): ChosenSource {
  const sources = { statistics: statisticsSource(api), data: dataSource(api) };
  let reasons: readonly string[] = [];
  return {
    reasons: () => reasons,
    async ask(questions, deadline) {
      const choices = choose(option, questions, roundSeconds);
      reasons = [...new Set(choices.map((choice) => `${operations[choice.api]}: ${choice.reason}`))];
      const series: Series[] = [];
      await Promise.all(
        (["statistics", "data"] as const).map(async (name) => {
          const own = [...questions.entries()].filter(([index]) => choices[index]?.api === name);
          const answers = await sources[name].ask(
            own.map(([, question]) => question),
            deadline,
          );
          for (const [place, [index]] of own.entries()) {
            const answer = answers[place];
            if (answer !== undefined) series[index] = answer;
          }
        }),
      );
      return series;
    },
  };
}
