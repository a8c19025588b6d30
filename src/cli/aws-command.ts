/** The line of AWS's own command-line client that asks the same question, for --debug. Pure text. */
import { batchesFor, wireQuery } from "../cloudwatch/data-batches.ts";
import type { Dimension } from "../cloudwatch/metric.ts";
import type { Question } from "../cloudwatch/source.ts";
import { statisticsOf } from "../cloudwatch/statistic.ts";

const isPlain = /^[A-Za-z0-9_\-./:=,@%+]+$/;

/** One word for a POSIX shell. */
const quoted = (text: string): string => (isPlain.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

const at = (seconds: number): string => `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;

/** In the short form where the client reads it right, in JSON where a value holds one of its own signs. */
const dimensionWords = (dimensions: readonly Dimension[]): string[] =>
  dimensions.every(({ name, value }) => isPlain.test(name + value) && !/[,=]/.test(name + value))
    ? dimensions.map(({ name, value }) => `Name=${name},Value=${value}`)
    : [JSON.stringify(dimensions.map(({ name, value }) => ({ Name: name, Value: value })))];

function questionWords(question: Question): string[] {
  const { metric, accountId, unit, aggregate, periodSeconds } = question;
  if (metric === undefined || accountId !== undefined) {
    const queries = batchesFor([question]).flatMap((batch) => batch.queries.map(wireQuery));
    return ["get-metric-data", "--metric-data-queries", JSON.stringify(queries)];
  }
  const { simple, extended } = statisticsOf(aggregate);
  return [
    "get-metric-statistics",
    ...["--namespace", metric.namespace, "--metric-name", metric.name],
    ...(metric.dimensions.length === 0 ? [] : ["--dimensions", ...dimensionWords(metric.dimensions)]),
    ...["--period", String(periodSeconds)],
    ...(simple.length > 0 ? ["--statistics", ...simple] : ["--extended-statistics", ...extended]),
    ...(unit === undefined ? [] : ["--unit", unit]),
  ];
}

export function awsCommand(question: Question, region: string): string {
  const span = ["--start-time", at(question.startSeconds), "--end-time", at(question.endSeconds)];
  return ["aws", "cloudwatch", ...questionWords(question), "--region", region, ...span].map(quoted).join(" ");
}
