/** Reads what a target is about: two metrics of one set of dimensions, or two expressions. Pure. */
import { parseExpressionMetric } from "../cloudwatch/expression-metric.ts";
import { parseExpressions } from "../cloudwatch/expression.ts";
import {
  isDimensionValue,
  isName,
  mostDimensions,
  type Dimension,
  type Metric,
} from "../cloudwatch/metric.ts";
import type { Subject } from "../cloudwatch/source.ts";
import type { Typed } from "./options.ts";
import { wrong } from "./wrong.ts";

export interface Subjects {
  readonly in: Subject;
  readonly out?: Subject;
}

/** A name as CloudWatch allows it. */
export const name = (what: string, text: string): string =>
  isName(text) ? text : wrong(`${what} must be 1 to 255 printable characters`);

function dimension(text: string): Dimension {
  const at = text.indexOf("=");
  if (at < 0) return wrong(`"${text}" is no dimension: NAME=VALUE is needed`);
  const value = text.slice(at + 1).trim();
  if (!isDimensionValue(value))
    wrong(`the value of dimension "${text.slice(0, at)}" must be 1 to 1024 printable characters`);
  return { name: name("a dimension's name", text.slice(0, at).trim()), value };
}

function readMetrics(positionals: readonly string[]): Subjects {
  const [metricIn, metricOut, namespace, ...rest] = positionals;
  if (metricIn === undefined || metricOut === undefined || namespace === undefined)
    return wrong("METRIC_IN, METRIC_OUT and NAMESPACE are needed", "see cw-mrtg --help");
  const dimensions = rest.map(dimension);
  const names = dimensions.map((each) => each.name);
  const twice = names.find((each, index) => names.indexOf(each) < index);
  if (twice !== undefined) wrong(`dimension ${twice} is given twice`);
  if (dimensions.length > mostDimensions) wrong(`a metric has at most ${mostDimensions} dimensions`);
  if (metricIn === "-") return wrong("METRIC_IN cannot be -; METRIC_OUT can");
  const metric = (metricName: string): Metric => ({
    namespace: name("NAMESPACE", namespace),
    name: name("a metric's name", metricName),
    dimensions,
  });
  return {
    in: { metric: metric(metricIn) },
    ...(metricOut === "-" ? {} : { out: { metric: metric(metricOut) } }),
  };
}

function readExpressions(text: string, typed: Typed): Subjects {
  if (typed.positionals.length > 0)
    wrong(
      `--expression stands in the place of metrics and dimensions: "${typed.positionals[0] ?? ""}" is too much`,
    );
  const metrics = typed.values("metric").map((each) => {
    const parsed = parseExpressionMetric(each);
    return parsed.ok ? parsed.value : wrong(parsed.failure);
  });
  const parsed = parseExpressions(text, metrics);
  if (!parsed.ok) return wrong(parsed.failure);
  const { in: incoming, out } = parsed.value;
  return { in: { expression: incoming }, ...(out === undefined ? {} : { out: { expression: out } }) };
}

export function readSubjects(typed: Typed): Subjects {
  const expression = typed.value("expression");
  if (expression !== undefined) return readExpressions(expression, typed);
  if (typed.values("metric").length > 0) wrong("--metric needs --expression to speak of it");
  return readMetrics(typed.positionals);
}
