/** What was probably meant: the names and sets of dimensions most like the ones asked for. Pure; asks nobody. */
import type { Dimension, Metric } from "./metric.ts";

/** More would not fit in a hint. */
const mostNamed = 3;

/** How many letters must change, come or go to make the one of the other (Levenshtein). */
export function editDistance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let index = 0; index < one.length; index += 1) {
    const next = [index + 1];
    for (let column = 0; column < other.length; column += 1)
      next.push(
        Math.min(
          (next[column] ?? 0) + 1,
          (row[column + 1] ?? 0) + 1,
          (row[column] ?? 0) + (one[index] === other[column] ? 0 : 1),
        ),
      );
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** The same for the same set, in whatever order. */
export const keyOf = (dimensions: readonly Dimension[]): string =>
  JSON.stringify(dimensions.map(({ name, value }) => [name, value]).sort());

/** The names most like `name`, the nearest first. */
export function nearestNames(name: string, metrics: readonly Metric[]): string[] {
  const distance = (other: string): number => editDistance(name.toLowerCase(), other.toLowerCase());
  return [...new Set(metrics.map((metric) => metric.name))]
    .map((other) => ({ other, away: distance(other) }))
    .sort((a, b) => a.away - b.away || (a.other < b.other ? -1 : 1))
    .slice(0, mostNamed)
    .map(({ other }) => other);
}

/** The sets that share most with the one asked for: a dimension counts double where its value is the same too. */
export function nearestSets(
  asked: readonly Dimension[],
  metrics: readonly Metric[],
): (readonly Dimension[])[] {
  const shared = (set: readonly Dimension[]): number =>
    set.filter(({ name, value }) => asked.some((each) => each.name === name && each.value === value)).length *
      2 +
    set.filter(({ name }) => asked.some((each) => each.name === name)).length -
    Math.abs(set.length - asked.length) / 100;
  const sets = new Map(metrics.map(({ dimensions }) => [keyOf(dimensions), dimensions]));
  return [...sets.values()].sort((a, b) => shared(b) - shared(a)).slice(0, mostNamed);
}
