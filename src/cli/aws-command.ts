/** The line of AWS's own command-line client that asks the same question, for --debug. Pure text. */
import { batchesFor } from "../cloudwatch/data-batches.ts";
import type { Dimension } from "../cloudwatch/metric.ts";
import type { Question } from "../cloudwatch/source.ts";
import { statisticsOf } from "../cloudwatch/statistic.ts";
import { queryInput } from "../cloudwatch/wire-questions.ts";
import { shellQuote } from "../mrtg/quoting.ts";
import { utcSeconds } from "../utc.ts";

/** In the short form where the client reads it right, in JSON where a value holds one of its own signs. */
const dimensionWords = (dimensions: readonly Dimension[]): string[] =>
  dimensions.every(({ name, value }) => /^[A-Za-z0-9_@%+:./-]+$/.test(name + value))
    ? dimensions.map(({ name, value }) => `Name=${name},Value=${value}`)
    : [JSON.stringify(dimensions.map(({ name, value }) => ({ Name: name, Value: value })))];

function questionWords(question: Question): string[] {
  const { metric, accountId, unit, aggregate, periodSeconds } = question;
  if (metric === undefined || accountId !== undefined) {
    const queries = batchesFor([question]).flatMap((batch) => batch.queries.map(queryInput));
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

/** One line for sh: `aws cloudwatch get-metric-statistics …`, or get-metric-data where only that can ask it. */
export function awsCommand(question: Question, region: string): string {
  const span = [
    "--start-time",
    utcSeconds(question.startSeconds),
    "--end-time",
    utcSeconds(question.endSeconds),
  ];
  return ["aws", "cloudwatch", ...questionWords(question), "--region", region, ...span]
    .map(shellQuote)
    .join(" ");
}
