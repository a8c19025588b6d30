/** The line of AWS's own command-line client that asks the same question, for --debug. Pure text. */
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

export function awsCommand(question: Question, region: string): string {
  const { metric, unit, aggregate, periodSeconds, startSeconds, endSeconds } = question;
  const { simple, extended } = statisticsOf(aggregate);
  const words = [
    ...["aws", "cloudwatch", "get-metric-statistics", "--region", region],
    ...["--namespace", metric.namespace, "--metric-name", metric.name],
    ...(metric.dimensions.length === 0 ? [] : ["--dimensions", ...dimensionWords(metric.dimensions)]),
    ...["--start-time", at(startSeconds), "--end-time", at(endSeconds), "--period", String(periodSeconds)],
    ...(simple.length > 0 ? ["--statistics", ...simple] : ["--extended-statistics", ...extended]),
    ...(unit === undefined ? [] : ["--unit", unit]),
  ];
  return words.map(quoted).join(" ");
}
