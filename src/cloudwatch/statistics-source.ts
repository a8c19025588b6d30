/** Asks by GetMetricStatistics: one metric a request, free of charge up to a million a month. */
import { all, failure, success } from "../result.ts";
import type { CloudWatchApi, StatisticsDatapoint } from "./api.ts";
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

function datapointsOf(question: Question, answered: readonly StatisticsDatapoint[]): Series {
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
        reason: `${question.metric.name} has datapoints in ${both}: choose one with --unit`,
      });
    }
    units.set(timeSeconds, unit);
    datapoints.push({ timeSeconds, value, ...(samples === undefined ? {} : { samples }) });
  }
  return success(datapoints);
}

export const statisticsSource = (api: CloudWatchApi): Source => ({
  ask: (questions, deadline) =>
    Promise.all(
      questions.map(async (question) => {
        const { simple, extended } = statisticsOf(question.aggregate);
        const answers = await Promise.all(
          requestsFor(question).map(({ metric, unit, startSeconds, endSeconds, periodSeconds }) =>
            api.getMetricStatistics(
              {
                metric,
                startSeconds,
                endSeconds,
                periodSeconds,
                statistics: simple,
                extendedStatistics: extended,
                ...(unit === undefined ? {} : { unit }),
              },
              deadline,
            ),
          ),
        );
        const whole = all(answers);
        return whole.ok ? datapointsOf(question, whole.value.flat()) : whole;
      }),
    ),
});
