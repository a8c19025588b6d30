/** PutMetricData: values, Values with Counts, or statistic sets; readable at once. */
import {
  inputs,
  numberOr,
  numbers,
  readMember,
  readMetric,
  requiredNumber,
  textOr,
  timeOr,
  type Input,
} from "./input.ts";
import type { Operation } from "./operation.ts";
import { refuse } from "./refusal.ts";
import { ofValues, single, type StatisticSet } from "./statistic-set.ts";

const mostDatums = 1000;
const mostValues = 150;
const oldestSeconds = 14 * 86_400;
const youngestSeconds = 2 * 3600;
/** API reference: values must be in the range of -2^360 to 2^360. */
const largest = 2 ** 360;

function readStatisticSet(input: Input): StatisticSet {
  const set = {
    samples: requiredNumber(input, "SampleCount"),
    sum: requiredNumber(input, "Sum"),
    minimum: requiredNumber(input, "Minimum"),
    maximum: requiredNumber(input, "Maximum"),
  };
  if (set.minimum > set.maximum || set.samples <= 0)
    refuse("InvalidParameterValue", "The parameter StatisticValues is not consistent.");
  return set;
}

function readSet(datum: Input): StatisticSet {
  const value = numberOr(datum, "Value", undefined);
  const values = numbers(datum, "Values");
  const counts = numbers(datum, "Counts");
  const statistics = readMember(datum, "StatisticValues");
  const given = [value !== undefined, values.length > 0, statistics !== undefined].filter(Boolean).length;
  if (given === 0) refuse("MissingParameter", "One of Value, Values and StatisticValues is required.");
  if (given > 1)
    refuse("InvalidParameterCombination", "Value, Values and StatisticValues exclude each other.");
  if (statistics !== undefined) return readStatisticSet(statistics);
  if (values.length > mostValues)
    refuse("InvalidParameterValue", `The collection Values must not have a size greater than ${mostValues}.`);
  if (counts.length > 0 && counts.length !== values.length)
    refuse("InvalidParameterValue", "The parameters Values and Counts must have the same size.");
  for (const each of value === undefined ? values : [value])
    if (Math.abs(each) > largest) refuse("InvalidParameterValue", `The value ${each} is out of range.`);
  if (value !== undefined) return single(value);
  return ofValues(values.map((each, index) => ({ value: each, count: counts[index] ?? 1 })));
}

export const putMetricData: Operation = ({ input, account, place, nowSeconds }) => {
  const data = inputs(input, "MetricData");
  if (data.length > mostDatums)
    refuse(
      "InvalidParameterValue",
      `The collection MetricData must not have a size greater than ${mostDatums}.`,
    );
  const read = data.map((datum) => {
    const metric = readMetric({ ...datum, Namespace: input["Namespace"] });
    if (metric.namespace.startsWith("AWS/"))
      refuse("InvalidParameterValue", "The value AWS/ for parameter Namespace is invalid.");
    const timeSeconds = timeOr(datum, "Timestamp", nowSeconds);
    if (timeSeconds < nowSeconds - oldestSeconds || timeSeconds > nowSeconds + youngestSeconds)
      refuse(
        "InvalidParameterValue",
        "The parameter Timestamp must be within two weeks ago and two hours ahead.",
      );
    const stepSeconds = numberOr(datum, "StorageResolution", 60) === 1 ? 1 : 60;
    return { metric, unit: textOr(datum, "Unit", "None"), timeSeconds, stepSeconds, set: readSet(datum) };
  });
  for (const { metric, unit, timeSeconds, stepSeconds, set } of read)
    account
      .recording(place, metric, unit, stepSeconds)
      .add(Math.floor(timeSeconds / stepSeconds) * stepSeconds, set, nowSeconds);
  return undefined;
};
