/** SEARCH: which metrics its text finds. Pure. */
import type { Metric } from "../cloudwatch/metric.ts";
import { refuse } from "./refusal.ts";

type Found = (metric: Metric) => boolean;

interface Schema {
  readonly namespace: string;
  readonly dimensions: readonly string[];
}

const unquoted = (text: string): string => text.trim().replace(/^"(.*)"$/s, "$1");

/** `{AWS/EC2,InstanceId}`: the namespace and exactly these dimensions. */
function readSchema(text: string): Schema | undefined {
  if (text === "") return undefined;
  const [namespace = "", ...dimensions] = (text.match(/"[^"]*"|[^,]+/g) ?? []).map(unquoted);
  return { namespace, dimensions };
}

const fits = ({ namespace, dimensions }: Schema, metric: Metric): boolean =>
  metric.namespace === namespace &&
  metric.dimensions.length === dimensions.length &&
  metric.dimensions.every(({ name }) => dimensions.includes(name));

/** All that a word may be found in. */
const texts = (metric: Metric): string[] => [
  metric.namespace,
  metric.name,
  ...metric.dimensions.flatMap(({ name, value }) => [name, value]),
];

function property(metric: Metric, name: string): string[] {
  if (/^metricname$/i.test(name)) return [metric.name];
  if (/^namespace$/i.test(name)) return [metric.namespace];
  return metric.dimensions.filter((each) => each.name === name).map(({ value }) => value);
}

/** Quoted: the whole text; bare: some part of it. */
function matches(pattern: string): (text: string) => boolean {
  const wanted = unquoted(pattern);
  if (pattern.startsWith('"')) return (text) => text === wanted;
  return (text) => text.toLowerCase().includes(wanted.toLowerCase());
}

const tokenPattern = /"[^"]*"|[()=]|[^\s()="]+/g;

/** `MetricName="CPUUtilization" (web OR NOT test)`: words side by side must all be found. */
function readTerms(text: string): Found {
  const tokens = text.match(tokenPattern) ?? [];
  let place = 0;

  function term(): Found {
    const token = tokens[place++];
    if (token === undefined) return refuse("ValidationError", "Error in SEARCH: a term is missing");
    if (token === "NOT") {
      const inner = term();
      return (metric) => !inner(metric);
    }
    if (token === "(") {
      const inner = either();
      if (tokens[place++] !== ")") return refuse("ValidationError", "Error in SEARCH: ) is missing");
      return inner;
    }
    if (tokens[place] !== "=") {
      const isMatch = matches(token);
      return (metric) => texts(metric).some(isMatch);
    }
    const value = tokens[place + 1];
    place += 2;
    // Several values of one name stand in brackets: Name=("a" OR "b").
    if (value === "(") {
      const start = place;
      while (place < tokens.length && tokens[place] !== ")") place++;
      const values = tokens.slice(start, place++).filter((each) => each !== "OR");
      return (metric) => values.some((each) => property(metric, unquoted(token)).some(matches(each)));
    }
    const isMatch = matches(value ?? "");
    return (metric) => property(metric, unquoted(token)).some(isMatch);
  }

  function all(): Found {
    const found: Found[] = [];
    while (place < tokens.length && tokens[place] !== ")" && tokens[place] !== "OR")
      if (tokens[place] === "AND") place++;
      else found.push(term());
    return (metric) => found.every((each) => each(metric));
  }

  function either(): Found {
    const found = [all()];
    while (tokens[place] === "OR") {
      place++;
      found.push(all());
    }
    return (metric) => found.some((each) => each(metric));
  }

  const whole = either();
  if (place < tokens.length) refuse("ValidationError", "Error in SEARCH: unexpected )");
  return whole;
}

/** Reads the first argument of SEARCH. */
export function readSearch(text: string): Found {
  const match = /^\s*(?:\{([^}]*)\})?(.*)$/s.exec(text);
  const schema = readSchema(match?.[1] ?? "");
  const terms = readTerms(match?.[2] ?? "");
  return (metric) => (schema === undefined || fits(schema, metric)) && terms(metric);
}
