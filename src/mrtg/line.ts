/** One channel of what MRTG recorded, as a continuous total: any span's mean rate is then a difference. Pure. */
import { sum } from "../sum.ts";
import type { Stretch } from "./recorded.ts";

export interface Line {
  readonly stretches: readonly Stretch[];
  readonly channel: "in" | "out";
  /** The total, and the seconds known, before each stretch. */
  readonly before: readonly (readonly [total: number, knownSeconds: number])[];
}

export function lineOf(stretches: readonly Stretch[], channel: "in" | "out"): Line {
  let [total, known] = [0, 0];
  const before = stretches.map((stretch): readonly [number, number] => {
    const here = [total, known] as const;
    total += stretch[channel] * (stretch.toSeconds - stretch.fromSeconds);
    known += stretch.toSeconds - stretch.fromSeconds;
    return here;
  });
  return { stretches, channel, before };
}

/** The index of the last stretch that begins before `seconds`; -1 when none does. */
function indexAt(stretches: readonly Stretch[], seconds: number): number {
  let [low, high] = [0, stretches.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((stretches[middle]?.fromSeconds ?? Infinity) < seconds) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function until({ stretches, channel, before }: Line, seconds: number): readonly [number, number] {
  const index = indexAt(stretches, seconds);
  const stretch = stretches[index];
  const [total, known] = before[index] ?? [0, 0];
  if (stretch === undefined) return [0, 0];
  const passed = Math.min(seconds, stretch.toSeconds) - stretch.fromSeconds;
  return [total + stretch[channel] * passed, known + passed];
}

/** The mean rates of `steps` steps one after another; NaN where a step is not wholly known. */
export function ratesOf(line: Line, fromSeconds: number, stepSeconds: number, steps: number): number[] {
  const marks = Array.from({ length: steps + 1 }, (_, index) =>
    until(line, fromSeconds + index * stepSeconds),
  );
  return marks.slice(1).map(([total, known], index) => {
    const [totalBefore, knownBefore] = marks[index] ?? [0, 0];
    return known - knownBefore < stepSeconds - 1e-6 ? Number.NaN : (total - totalBefore) / stepSeconds;
  });
}

/** Pearson's correlation of the pairs that are known; undefined when a side is constant. */
export function correlationOf(a: readonly number[], b: readonly number[]): number | undefined {
  const pairs = a.flatMap((value, index) => {
    const other = b[index] ?? Number.NaN;
    return Number.isNaN(value + other) ? [] : [[value, other] as const];
  });
  const count = pairs.length;
  const meanA = sum(pairs.map(([value]) => value)) / count;
  const meanB = sum(pairs.map(([, value]) => value)) / count;
  let [both, squareA, squareB] = [0, 0, 0];
  for (const [valueA, valueB] of pairs) {
    both += (valueA - meanA) * (valueB - meanB);
    squareA += (valueA - meanA) ** 2;
    squareB += (valueB - meanB) ** 2;
  }
  return squareA > 0 && squareB > 0 ? both / Math.sqrt(squareA * squareB) : undefined;
}
