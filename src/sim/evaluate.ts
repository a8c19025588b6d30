/** What the expressions of one GetMetricData request come to. Asks for metrics only through what it is given. */
import type { Expression } from "./expression.ts";
import {
  changes,
  filled,
  mapped,
  operated,
  reduced,
  reductions,
  type PointSeries,
  type Value,
} from "./math.ts";

export interface Surroundings {
  /** The value of another query of the request, by its id; undefined when there is none. */
  readonly reference: (id: string) => Value | undefined;
  /** All metrics of the request whose id contains the text, in order. */
  readonly metrics: (part: string) => readonly PointSeries[];
  readonly search: (
    text: string,
    statistic: string,
    periodSeconds: number | undefined,
  ) => readonly PointSeries[];
  readonly span: { readonly startSeconds: number; readonly endSeconds: number };
  readonly complain: (reason: string) => never;
}

type Function = (operands: readonly Value[], around: Surroundings) => Value;

const number = (value: number): Value => ({ kind: "number", value });
const one = (series: PointSeries): Value => ({ kind: "series", series });

/** A function of one series, of each of a list, or of a number as if it were a point. */
function each(
  value: Value | undefined,
  change: (series: PointSeries) => PointSeries,
  around: Surroundings,
): Value {
  if (value?.kind === "series") return one(change(value.series));
  if (value?.kind === "list") return { kind: "list", list: value.list.map(change) };
  return around.complain("a time series is needed");
}

const pointwise =
  (change: (value: number) => number): Function =>
  ([operand], around) =>
    operand?.kind === "number"
      ? number(change(operand.value))
      : each(operand, (series) => mapped(series, change), around);

const reduce =
  (name: string): Function =>
  ([operand], around) => {
    const reduction = reductions[name];
    if (reduction === undefined) return around.complain(`no function ${name}`);
    if (operand?.kind === "series") return number(reduction(operand.series.points.map(([, value]) => value)));
    return operand?.kind === "list"
      ? one(reduced(operand.list, reduction))
      : around.complain(`${name} needs time series`);
  };

function seriesOf(value: Value | undefined, around: Surroundings): PointSeries {
  return value?.kind === "series" ? value.series : around.complain("a time series is needed");
}

const functions: Readonly<Record<string, Function>> = {
  SUM: reduce("SUM"),
  AVG: reduce("AVG"),
  MIN: reduce("MIN"),
  MAX: reduce("MAX"),
  ABS: pointwise(Math.abs),
  CEIL: pointwise(Math.ceil),
  FLOOR: pointwise(Math.floor),
  RATE: ([operand], around) => each(operand, (series) => changes(series, true), around),
  DIFF: ([operand], around) => each(operand, (series) => changes(series, false), around),
  PERIOD: ([operand], around) => number(seriesOf(operand, around).periodSeconds),
  METRICS: ([part], { metrics }) => ({
    kind: "list",
    list: metrics(part?.kind === "text" ? part.value : ""),
  }),
  FILL: ([operand, filler], around) => {
    if (filler?.kind === "number")
      return each(operand, (series) => filled(series, around.span, filler.value), around);
    // In CloudWatch's words: a bare REPEAT, which arrives here as a name.
    if (filler?.kind === "text" && filler.value === "REPEAT")
      return each(operand, (series) => filled(series, around.span, "REPEAT"), around);
    return around.complain("FILL needs a number or REPEAT");
  },
  IF: ([condition, yes, no], around) => {
    const at = (value: Value | undefined, time: number): number | undefined =>
      value?.kind === "number"
        ? value.value
        : value?.kind === "series"
          ? value.series.points.find(([each]) => each === time)?.[1]
          : undefined;
    if (condition?.kind === "number")
      return (condition.value !== 0 ? yes : no) ?? around.complain("IF needs three operands");
    const truths = new Map(seriesOf(condition, around).points);
    const others = [condition, yes, no].flatMap((each) =>
      each?.kind === "series" ? each.series.points : [],
    );
    const times = [...new Set(others.map(([time]) => time))].sort((left, right) => left - right);
    const points = times.flatMap((time) => {
      const truth = truths.get(time);
      const value = truth === undefined ? undefined : at(truth !== 0 ? yes : no, time);
      return value === undefined ? [] : [[time, value] as const];
    });
    return one({ ...seriesOf(condition, around), points });
  },
  SEARCH: ([text, statistic, period], { search, complain }) =>
    text?.kind === "text" && statistic?.kind === "text"
      ? {
          kind: "list",
          list: search(text.value, statistic.value, period?.kind === "number" ? period.value : undefined),
        }
      : complain("SEARCH needs a text and a statistic"),
};

export function evaluate(expression: Expression, around: Surroundings): Value {
  switch (expression.kind) {
    case "number":
    case "text":
      return expression;
    case "reference":
      if (expression.id === "REPEAT") return { kind: "text", value: "REPEAT" };
      return around.reference(expression.id) ?? around.complain(`unknown id ${expression.id}`);
    case "list": {
      const items = expression.items.map((item) => evaluate(item, around));
      return {
        kind: "list",
        list: items.flatMap((item) => (item.kind === "list" ? item.list : [seriesOf(item, around)])),
      };
    }
    case "operation": {
      const [left, right] = [evaluate(expression.left, around), evaluate(expression.right, around)];
      return (
        operated(expression.operator, left, right) ?? around.complain(`${expression.operator} needs numbers`)
      );
    }
    case "call": {
      const call = Object.hasOwn(functions, expression.name) ? functions[expression.name] : undefined;
      if (call === undefined) return around.complain(`no function ${expression.name}`);
      return call(
        expression.operands.map((operand) => evaluate(operand, around)),
        around,
      );
    }
  }
}
