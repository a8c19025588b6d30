/** Metric math on values: numbers, series and lists of series. Pure. */
import type { Operator } from "./expression.ts";

type Point = readonly [timeSeconds: number, value: number];

export interface PointSeries {
  readonly label: string;
  readonly periodSeconds: number;
  /** Oldest first. */
  readonly points: readonly Point[];
}

export type Value =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "series"; readonly series: PointSeries }
  | { readonly kind: "list"; readonly list: readonly PointSeries[] };

const arithmetic: Readonly<Record<Operator, (left: number, right: number) => number>> = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => left / right,
  "^": (left, right) => left ** right,
  "<": (left, right) => Number(left < right),
  ">": (left, right) => Number(left > right),
  "<=": (left, right) => Number(left <= right),
  ">=": (left, right) => Number(left >= right),
  "==": (left, right) => Number(left === right),
  "!=": (left, right) => Number(left !== right),
};

/** Each point by a function; what is no number any more (a division by zero) has no datapoint. */
export const mapped = (
  series: PointSeries,
  change: (value: number, time: number) => number | undefined,
): PointSeries => ({
  ...series,
  points: series.points.flatMap(([time, value]) => {
    const changed = change(value, time);
    return changed === undefined || !Number.isFinite(changed) ? [] : [[time, changed] as const];
  }),
});

const asSeries = (series: PointSeries): Value => ({ kind: "series", series });

/** Numbers meet every point; two series meet where both have one. Undefined: texts cannot be reckoned with. */
export function operated(operator: Operator, left: Value, right: Value): Value | undefined {
  const reckon = arithmetic[operator];
  if (left.kind === "text" || right.kind === "text") return undefined;
  if (left.kind === "list") {
    const list = left.list.flatMap((each) => {
      const value = operated(operator, asSeries(each), right);
      return value?.kind === "series" ? [value.series] : [];
    });
    return right.kind === "list" ? undefined : { kind: "list", list };
  }
  if (right.kind === "list") {
    const list = right.list.flatMap((each) => {
      const value = operated(operator, left, asSeries(each));
      return value?.kind === "series" ? [value.series] : [];
    });
    return { kind: "list", list };
  }
  if (left.kind === "number" && right.kind === "number")
    return { kind: "number", value: reckon(left.value, right.value) };
  if (left.kind === "number")
    return right.kind === "series"
      ? asSeries(mapped(right.series, (value) => reckon(left.value, value)))
      : undefined;
  if (right.kind === "number") return asSeries(mapped(left.series, (value) => reckon(value, right.value)));
  const others = new Map(right.series.points);
  return asSeries(
    mapped(left.series, (value, time) => {
      const other = others.get(time);
      return other === undefined ? undefined : reckon(value, other);
    }),
  );
}

export type Reduction = (values: readonly number[]) => number;

const sum: Reduction = (values) => values.reduce((all, value) => all + value, 0);

export const reductions: Readonly<Record<string, Reduction>> = {
  SUM: sum,
  AVG: (values) => sum(values) / values.length,
  MIN: (values) => values.reduce((least, value) => Math.min(least, value), Infinity),
  MAX: (values) => values.reduce((most, value) => Math.max(most, value), -Infinity),
};

/** Many series into one: at each time, of those that have a point there. */
export function reduced(list: readonly PointSeries[], reduction: Reduction): PointSeries {
  const byTime = new Map<number, number[]>();
  for (const { points } of list)
    for (const [time, value] of points) byTime.set(time, [...(byTime.get(time) ?? []), value]);
  return {
    label: "",
    periodSeconds: Math.max(60, ...list.map(({ periodSeconds }) => periodSeconds)),
    points: [...byTime]
      .sort(([one], [other]) => one - other)
      .map(([time, values]) => [time, reduction(values)] as const),
  };
}

/** The change from one datapoint to the next; a second's share of it when `perSecond`. */
export const changes = (series: PointSeries, perSecond: boolean): PointSeries => ({
  ...series,
  points: series.points.slice(1).flatMap(([time, value], index) => {
    const before = series.points[index];
    if (before === undefined) return [];
    return [[time, (value - before[1]) / (perSecond ? time - before[0] : 1)] as const];
  }),
});

/** A point for every period of the span; `filler` stands where there was none, or the value before it. */
export function filled(
  series: PointSeries,
  span: { readonly startSeconds: number; readonly endSeconds: number },
  filler: number | "REPEAT",
): PointSeries {
  const known = new Map(series.points);
  const first = series.points[0]?.[0] ?? span.startSeconds;
  const phase = first % series.periodSeconds;
  const begin = Math.ceil((span.startSeconds - phase) / series.periodSeconds) * series.periodSeconds + phase;
  const points: Point[] = [];
  for (let time = begin; time < span.endSeconds; time += series.periodSeconds) {
    const value = known.get(time) ?? (filler === "REPEAT" ? points.at(-1)?.[1] : filler);
    if (value !== undefined) points.push([time, value]);
  }
  return { ...series, points };
}
