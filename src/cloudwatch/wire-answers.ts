/**
 * What CloudWatch's three read operations answer in AWS JSON. Pure. An answer of another shape, or with a number that
 * is none, is refused as a whole: half an answer would be counted as the truth.
 */
import type { ListMetricsPage, MetricDataPage, MetricDataResult, StatisticsDatapoint } from "./api.ts";
import {
  known,
  list,
  number,
  object,
  optional,
  reading,
  text,
  time,
  Unreadable,
  type Fields,
} from "./json-reader.ts";
import type { Metric } from "./metric.ts";

const simpleStatistics = ["Sum", "Average", "Minimum", "Maximum", "SampleCount"];

function datapoint(value: unknown): StatisticsDatapoint {
  const fields = object(value, "a datapoint");
  const values: Record<string, number> = {};
  for (const name of simpleStatistics)
    if (fields[name] !== undefined && fields[name] !== null) values[name] = number(fields[name], name);
  const extended = optional(fields["ExtendedStatistics"], (each) => object(each, "ExtendedStatistics"));
  for (const [name, each] of Object.entries(extended ?? {})) values[name] = number(each, name);
  const unit = optional(fields["Unit"], (each) => text(each, "Unit"));
  return {
    timeSeconds: time(fields["Timestamp"], "Timestamp"),
    ...(unit === undefined ? {} : { unit }),
    values,
  };
}

function messages(value: unknown): string[] {
  return list(value ?? [], "Messages").map((each) => {
    const fields = object(each, "a message");
    const parts = [fields["Code"], fields["Value"]].filter((part) => part !== undefined && part !== null);
    return parts.map((part) => text(part, "a message")).join(": ");
  });
}

function dataResult(value: unknown): MetricDataResult {
  const fields = object(value, "a result");
  const id = text(fields["Id"], "Id");
  const timesSeconds = list(fields["Timestamps"] ?? [], "Timestamps").map((each) =>
    time(each, "a timestamp"),
  );
  const values = list(fields["Values"] ?? [], "Values").map((each) => number(each, "a value"));
  if (timesSeconds.length !== values.length)
    throw new Unreadable(`${id} has ${timesSeconds.length} timestamps for ${values.length} values`);
  return {
    id,
    label: optional(fields["Label"], (each) => text(each, "Label")) ?? "",
    statusCode: text(fields["StatusCode"], "StatusCode"),
    timesSeconds,
    values,
    messages: messages(fields["Messages"]),
  };
}

function metric(value: unknown): Metric {
  const fields = object(value, "a metric");
  return {
    namespace: text(fields["Namespace"], "Namespace"),
    name: text(fields["MetricName"], "MetricName"),
    dimensions: list(fields["Dimensions"] ?? [], "Dimensions").map((each) => {
      const dimension = object(each, "a dimension");
      return { name: text(dimension["Name"], "Name"), value: text(dimension["Value"], "Value") };
    }),
  };
}

function nextToken(fields: Fields): { readonly nextToken?: string } {
  const token = optional(fields["NextToken"], (each) => text(each, "NextToken"));
  return token === undefined || token === "" ? {} : { nextToken: token };
}

/** The datapoints of GetMetricStatistics, in the order of the answer: CloudWatch promises none. */
export const readStatistics = reading((fields): readonly StatisticsDatapoint[] =>
  list(known(fields, ["Datapoints", "Label"])["Datapoints"] ?? [], "Datapoints").map(datapoint),
);

/** A page of GetMetricData. */
export const readData = reading((fields): MetricDataPage => ({
  results: list(
    known(fields, ["MetricDataResults", "Messages"])["MetricDataResults"] ?? [],
    "MetricDataResults",
  ).map(dataResult),
  messages: messages(fields["Messages"]),
  ...nextToken(fields),
}));

/** A page of ListMetrics; the accounts, where asked for, stand in the order of the metrics. */
export const readList = reading((fields): ListMetricsPage => {
  const metrics = list(fields["Metrics"] ?? [], "Metrics").map(metric);
  const owningAccounts = list(fields["OwningAccounts"] ?? [], "OwningAccounts").map((each) =>
    text(each, "an account"),
  );
  if (owningAccounts.length !== 0 && owningAccounts.length !== metrics.length)
    throw new Unreadable(`${owningAccounts.length} accounts for ${metrics.length} metrics`);
  return { metrics, owningAccounts, ...nextToken(fields) };
});
