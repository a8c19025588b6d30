/** Percentiles, trimmed means and their kin, computed from the values of a bin. Pure. */
import { sum } from "../sum.ts";
import { valuesOf, type StatisticSet, type Weighted } from "./statistic-set.ts";

/** Bounds by rank (0 to 1 of the samples) or by value. */
interface Range {
  readonly by: "rank" | "value";
  readonly from: number;
  readonly to: number;
}

type Kind = "p" | "tm" | "wm" | "tc" | "ts" | "pr";

interface Extended {
  readonly kind: Kind;
  readonly range: Range;
}

function readRange(text: string): Range {
  const [from = "", to = ""] = text.split(":");
  const by = text.includes("%") ? "rank" : "value";
  const bound = (side: string, open: number): number =>
    side === "" ? open : Number.parseFloat(side) / (by === "rank" ? 100 : 1);
  return by === "rank"
    ? { by, from: bound(from, 0), to: bound(to, 1) }
    : { by, from: bound(from, -Infinity), to: bound(to, Infinity) };
}

/** Reads `p99.9`, `tm99`, `TM(10%:90%)`, `PR(:300)`, `IQM`; undefined for anything else. */
export function readExtended(text: string): Extended | undefined {
  if (/^iqm$/i.test(text)) return { kind: "tm", range: { by: "rank", from: 0.25, to: 0.75 } };
  const match = /^(p|tm|wm|tc|ts|pr)(?:(\d{1,3}(?:\.\d{1,10})?)|\(([\d.]*%?:[\d.]*%?)\))$/i.exec(text);
  if (match === null) return undefined;
  const kind = (match[1] ?? "").toLowerCase() as Kind;
  const [, , number, range] = match;
  if (number === undefined)
    return kind === "p" || range === undefined || range === ":"
      ? undefined
      : { kind, range: readRange(range) };
  if (kind === "pr" || Number(number) > 100) return undefined;
  return { kind, range: { by: "rank", from: 0, to: Number(number) / 100 } };
}

/** The part of the sorted values inside the range; a value on the edge of a rank counts in part. */
function inside(values: readonly Weighted[], { by, from, to }: Range): Weighted[] {
  if (by === "value") return values.filter(({ value }) => value > from && value <= to);
  const all = sum(values.map(({ count }) => count));
  let before = 0;
  return values.flatMap(({ value, count }) => {
    const start = Math.max(before, from * all);
    before += count;
    const part = Math.min(before, to * all) - start;
    return part > 0 ? [{ value, count: part }] : [];
  });
}

const total = (values: readonly Weighted[]): { sum: number; count: number } =>
  values.reduce((all, { value, count }) => ({ sum: all.sum + value * count, count: all.count + count }), {
    sum: 0,
    count: 0,
  });

/** The value of the statistic; undefined where no value lies within its range. */
export function extendedValue({ kind, range }: Extended, set: StatisticSet): number | undefined {
  const values = [...valuesOf(set)].sort((one, other) => one.value - other.value);
  const kept = inside(values, range);
  const { sum, count } = total(kept);
  const lowest = kept[0]?.value ?? values[0]?.value ?? 0;
  const highest = kept.at(-1)?.value ?? lowest;
  switch (kind) {
    case "p":
      return highest;
    case "tm":
      return count === 0 ? undefined : sum / count;
    case "wm": {
      const clamped = values.map(({ value, count: weight }) => ({
        value: Math.min(Math.max(value, lowest), highest),
        count: weight,
      }));
      return total(clamped).sum / set.samples;
    }
    case "tc":
      return Math.round(count);
    case "ts":
      return sum;
    case "pr":
      return (100 * count) / set.samples;
  }
}
