/** Reads the members of a request's JSON body, refusing what CloudWatch refuses. Pure. */
import type { Dimension, Metric } from "../cloudwatch/metric.ts";
import { refuse } from "./refusal.ts";

export type Input = Readonly<Record<string, unknown>>;

const isInput = (value: unknown): value is Input =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export function readInput(text: string): Input {
  let value: unknown;
  try {
    value = text === "" ? {} : JSON.parse(text);
  } catch {
    // The parser's own words help nobody who talks to CloudWatch.
    return refuse("SerializationException", "the body is no JSON");
  }
  return isInput(value) ? value : refuse("SerializationException", "the body is no JSON object");
}

const missing = (name: string): never => refuse("MissingParameter", `The parameter ${name} is required.`);

export function textOr<Otherwise>(input: Input, name: string, otherwise: Otherwise): string | Otherwise {
  const value = input[name] ?? undefined;
  if (value === undefined) return otherwise;
  if (typeof value !== "string") return refuse("SerializationException", `${name} must be a string`);
  if (value === "") return refuse("InvalidParameterValue", `The parameter ${name} must not be empty.`);
  return value;
}

export const requiredText = (input: Input, name: string): string =>
  textOr(input, name, undefined) ?? missing(name);

export function numberOr<Otherwise>(input: Input, name: string, otherwise: Otherwise): number | Otherwise {
  const value = input[name] ?? undefined;
  if (value === undefined) return otherwise;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  return refuse("SerializationException", `${name} must be a number`);
}

export const requiredNumber = (input: Input, name: string): number =>
  numberOr(input, name, undefined) ?? missing(name);

export const flag = (input: Input, name: string): boolean => input[name] === true;

/** Epoch seconds; clients send them as a number or as ISO 8601. */
export function timeOr<Otherwise>(input: Input, name: string, otherwise: Otherwise): number | Otherwise {
  const value = input[name] ?? undefined;
  if (value === undefined) return otherwise;
  const seconds =
    typeof value === "string" ? Date.parse(value) / 1000 : typeof value === "number" ? value : Number.NaN;
  return Number.isFinite(seconds) ? seconds : refuse("SerializationException", `${name} is no time`);
}

export const requiredTime = (input: Input, name: string): number =>
  timeOr(input, name, undefined) ?? missing(name);

function listOf<Item>(
  input: Input,
  name: string,
  isItem: (value: unknown) => value is Item,
): readonly Item[] {
  const value = input[name] ?? [];
  if (Array.isArray(value) && value.every(isItem)) return value;
  return refuse("SerializationException", `${name} is no such list`);
}

export const inputs = (input: Input, name: string): readonly Input[] => listOf(input, name, isInput);

export const texts = (input: Input, name: string): readonly string[] =>
  listOf(input, name, (value) => typeof value === "string");

export const numbers = (input: Input, name: string): readonly number[] =>
  listOf(input, name, (value) => typeof value === "number");

export function readMember(input: Input, name: string): Input | undefined {
  const value = input[name] ?? undefined;
  return value === undefined || isInput(value)
    ? value
    : refuse("SerializationException", `${name} must be a structure`);
}

/** API reference: a metric has at most 30 dimensions. */
const mostDimensions = 30;

const readDimension = (input: Input): Dimension => ({
  name: requiredText(input, "Name"),
  value: requiredText(input, "Value"),
});

/** Namespace, MetricName and Dimensions, as several operations carry them. */
export function readMetric(input: Input): Metric {
  const namespace = requiredText(input, "Namespace");
  const name = requiredText(input, "MetricName");
  const dimensions = inputs(input, "Dimensions").map(readDimension);
  if (namespace.startsWith(":"))
    refuse("InvalidParameterValue", "The parameter Namespace must not begin with a colon.");
  for (const [what, text] of [
    ["Namespace", namespace],
    ["MetricName", name],
  ] as const)
    if (text.length > 255)
      refuse("InvalidParameterValue", `The parameter ${what} must be shorter than 256 characters.`);
  if (dimensions.length > mostDimensions)
    refuse(
      "InvalidParameterValue",
      `The collection Dimensions must not have a size greater than ${mostDimensions}.`,
    );
  return { namespace, name, dimensions };
}
