/** Asks by GetMetricStatistics: one metric a request, free of charge up to a million a month. */
import { all, failure, success, type Result } from "../result.ts";
import type { CloudWatchApi, StatisticsDatapoint } from "./api.ts";
import type { CloudWatchFailure } from "./failure.ts";
import type { Metric } from "./metric.ts";
import { inParallel } from "./parallel.ts";
import type { Datapoint, Question, Series, Source } from "./source.ts";
import { statisticsOf } from "./statistic.ts";

/** The most datapoints GetMetricStatistics gives in one answer (API reference). */
export const answerDatapoints = 1440;

/** The question cut into parts that one request can answer. */
export function requestsFor(question: Question): Question[] {
  const stepSeconds = answerDatapoints * question.periodSeconds;
  const count = Math.ceil((question.endSeconds - question.startSeconds) / stepSeconds);
  return Array.from({ length: count }, (_, index) => {
    const startSeconds = question.startSeconds + index * stepSeconds;
    return {
      ...question,
      startSeconds,
      endSeconds: Math.min(startSeconds + stepSeconds, question.endSeconds),
    };
  });
}

function datapointsOf(question: Question, metric: Metric, answered: readonly StatisticsDatapoint[]): Series {
  const operation = "GetMetricStatistics";
  const { simple, extended } = statisticsOf(question.aggregate);
  const [valueName = "", samplesName] = [...simple, ...extended];
  const units = new Map<number, string | undefined>();
  const datapoints: Datapoint[] = [];
  for (const { timeSeconds, unit, values } of answered) {
    const value = values[valueName];
    const samples = samplesName === undefined ? undefined : values[samplesName];
    if (value === undefined || (samplesName !== undefined && samples === undefined))
      return failure({ kind: "unintelligible", operation, reason: `a datapoint without ${valueName}` });
    if (units.has(timeSeconds)) {
      const both = [units.get(timeSeconds), unit].map((name) => name ?? "None").join(" and ");
      return failure({
        kind: "configuration",
        reason: `${metric.name} has datapoints in ${both}: choose one with --unit`,
      });
    }
    units.set(timeSeconds, unit);
    datapoints.push({ timeSeconds, value, ...(samples === undefined ? {} : { samples }) });
  }
  return success(datapoints);
}

/** What GetMetricStatistics cannot be asked. */
const beyond = (question: Question): string | undefined =>
  question.expression === undefined
    ? question.accountId === undefined
      ? undefined
      : "another account's metrics"
    : "expressions";

async function askOne(api: CloudWatchApi, question: Question, deadline: AbortSignal): Promise<Series> {
  const { metric } = question;
  const cannot = beyond(question);
  if (metric === undefined || cannot !== undefined)
    return failure({
      kind: "configuration",
      reason: `GetMetricStatistics has no ${cannot ?? "answer"}: use --api data or auto`,
    });
  const { simple, extended } = statisticsOf(question.aggregate);
  const answers: Result<readonly StatisticsDatapoint[], CloudWatchFailure>[] = [];
  for (const { unit, startSeconds, endSeconds, periodSeconds } of requestsFor(question)) {
    const request = {
      metric,
      startSeconds,
      endSeconds,
      periodSeconds,
      ...(unit === undefined ? {} : { unit }),
    };
    const answer = await api.getMetricStatistics(
      { ...request, statistics: simple, extendedStatistics: extended },
      deadline,
    );
    answers.push(answer);
    if (!answer.ok) break;
  }
  const whole = all(answers);
  return whole.ok ? datapointsOf(question, metric, whole.value.flat()) : whole;
}

/** Half the connections the SDK opens: below them, a few hundred requests a second. */
const mostInFlight = 25;

export const statisticsSource = (api: CloudWatchApi): Source => ({
  ask: (questions, deadline) =>
    inParallel(mostInFlight, questions, (question) => askOne(api, question, deadline)),
});
