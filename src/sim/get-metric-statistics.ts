/** GetMetricStatistics: one metric, its datapoints in no order. */
import { isPeriod, periodForms } from "../cloudwatch/period.ts";
import { binsOf } from "./bins.ts";
import { chance } from "./hash.ts";
import { readMetric, requiredNumber, requiredTime, texts, textOr, type Input } from "./input.ts";
import type { Operation } from "./operation.ts";
import { refuse } from "./refusal.ts";
import { readStatistic, type Statistic } from "./statistic.ts";

const mostDatapoints = 1440;

interface Asked {
  readonly name: string;
  readonly statistic: Statistic;
}

function readStatistics(input: Input, member: string, isExtended: boolean): Asked[] {
  return texts(input, member).map((name) => {
    const statistic = readStatistic(name);
    if (statistic?.isExtended === isExtended) return { name, statistic };
    return refuse("InvalidParameterValue", `The value ${name} for parameter ${member} is not valid.`);
  });
}

function checkTimes(startSeconds: number, endSeconds: number, periodSeconds: number): void {
  if (!isPeriod(periodSeconds))
    refuse("InvalidParameterValue", `The parameter Period must be ${periodForms}.`);
  if (startSeconds === endSeconds)
    refuse("InvalidParameterValue", "The parameter StartTime must not equal parameter EndTime.");
  if (startSeconds > endSeconds)
    refuse("InvalidParameterCombination", "The parameter StartTime must be less than the parameter EndTime.");
  const datapoints = Math.ceil((endSeconds - startSeconds) / periodSeconds);
  if (datapoints > mostDatapoints)
    refuse(
      "InvalidParameterCombination",
      `You have requested up to ${datapoints} datapoints, which exceeds the limit of ${mostDatapoints}. ` +
        "You may reduce the datapoints requested by increasing Period, or decreasing the time range.",
    );
}

export const getMetricStatistics: Operation = ({ input, account, place, nowSeconds }) => {
  const metric = readMetric(input);
  const startSeconds = requiredTime(input, "StartTime");
  const endSeconds = requiredTime(input, "EndTime");
  const periodSeconds = requiredNumber(input, "Period");
  const unit = textOr(input, "Unit", undefined);
  const simple = readStatistics(input, "Statistics", false);
  const extended = readStatistics(input, "ExtendedStatistics", true);
  if (simple.length === 0 && extended.length === 0)
    refuse(
      "MissingParameter",
      "At least one of the parameters Statistics and ExtendedStatistics must be specified.",
    );
  if (simple.length > 0 && extended.length > 0)
    refuse(
      "InvalidParameterCombination",
      "The parameters Statistics and ExtendedStatistics must not be specified together.",
    );
  checkTimes(startSeconds, endSeconds, periodSeconds);
  const span = { startSeconds, endSeconds, periodSeconds };
  const datapoints = account
    .find(place, metric)
    .filter((series) => unit === undefined || series.unit === unit)
    .flatMap((series) =>
      [...binsOf([series], span, nowSeconds, extended.length > 0)].flatMap(([timeSeconds, set]) => {
        const values = [...simple, ...extended].flatMap(({ name, statistic }) => {
          const value = statistic.valueOf(set);
          return value === undefined ? [] : [[name, value] as const];
        });
        if (values.length === 0) return [];
        const named = Object.fromEntries(values);
        return [
          {
            order: chance(series.key, timeSeconds, 21),
            datapoint: {
              Timestamp: timeSeconds,
              ...(extended.length > 0 ? { ExtendedStatistics: named } : named),
              Unit: series.unit,
            },
          },
        ];
      }),
    )
    .sort((one, other) => one.order - other.order)
    .map(({ datapoint }) => datapoint);
  return { Label: metric.name, Datapoints: datapoints };
};
