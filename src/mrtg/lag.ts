/** Finds the lag at which two recorded histories agree best, finer than the steps they are recorded in. Pure. */
import { correlationOf, lineOf, ratesOf } from "./line.ts";
import type { Stretch } from "./recorded.ts";

const channels = ["in", "out"] as const;

const lengthOf = ({ fromSeconds, toSeconds }: Stretch): number => toSeconds - fromSeconds;

/** Enough of the newest stretches to tell in what steps a target is recorded. */
const sample = 60;

/** The usual length of the newest stretches of the coarser of the two. */
function stepOf(a: readonly Stretch[], b: readonly Stretch[]): number {
  const usual = (stretches: readonly Stretch[]): number => {
    const lengths = stretches
      .slice(-sample)
      .map(lengthOf)
      .toSorted((x, y) => x - y);
    return lengths[lengths.length >> 1] ?? 0;
  };
  return Math.max(usual(a), usual(b));
}

/** The newest part in which no stretch is longer than a step. */
function fineSpan(stretches: readonly Stretch[], stepSeconds: number): readonly [from: number, to: number] {
  const coarse = stretches.findLastIndex((stretch) => lengthOf(stretch) > stepSeconds);
  const first = stretches[coarse + 1];
  const to = stretches.at(-1)?.toSeconds ?? 0;
  return [first?.fromSeconds ?? to, to];
}

export interface Grid {
  readonly fromSeconds: number;
  readonly stepSeconds: number;
  readonly steps: number;
}

/** Fewer steps show any lag one likes. */
const leastSteps = 6;

/** The steps of A to which B is known at every lag up to `reach`; undefined when they are too few. */
export function gridFor(
  a: readonly Stretch[],
  b: readonly Stretch[],
  lags: { readonly least: number; readonly most: number },
): Grid | undefined {
  const stepSeconds = stepOf(a, b);
  const [[fromA, toA], [fromB, toB]] = [fineSpan(a, stepSeconds), fineSpan(b, stepSeconds)];
  const fromSeconds = Math.ceil(Math.max(fromA, fromB - lags.least) / stepSeconds) * stepSeconds;
  const steps = Math.floor((Math.min(toA, toB - lags.most) - fromSeconds) / stepSeconds);
  return steps < leastSteps ? undefined : { fromSeconds, stepSeconds, steps };
}

type Agreement = (lagSeconds: number) => number;

/** The channels' correlations, each weighing what it carries; below every correlation when there is none. */
function agreementOf(a: readonly Stretch[], b: readonly Stretch[], grid: Grid): Agreement {
  const { fromSeconds, stepSeconds, steps } = grid;
  const pairs = channels.map((channel) => {
    const rates = ratesOf(lineOf(a, channel), fromSeconds, stepSeconds, steps);
    const weight = rates.reduce((sum, rate) => (Number.isNaN(rate) ? sum : sum + rate), 0);
    return { rates, weight, line: lineOf(b, channel) };
  });
  return (lagSeconds) => {
    let [sum, weights] = [0, 0];
    for (const { rates, weight, line } of pairs) {
      const others = ratesOf(line, fromSeconds + lagSeconds, stepSeconds, steps);
      const correlation = correlationOf(rates, others);
      if (correlation === undefined) continue;
      sum += correlation * weight;
      weights += weight;
    }
    return weights > 0 ? sum / weights : -2;
  };
}

/** The best of evenly spaced lags; of equals the one nearest to zero, for a flat stretch tells nothing. */
function best(agreement: Agreement, lags: readonly number[]): { lag: number; agreed: number } {
  const nearest = lags.toSorted((x, y) => Math.abs(x) - Math.abs(y));
  return nearest
    .map((lag) => ({ lag, agreed: agreement(lag) }))
    .reduce((champion, each) => (each.agreed > champion.agreed + 1e-9 ? each : champion), {
      lag: 0,
      agreed: -2,
    });
}

const evenly = (from: number, to: number, spacing: number): number[] =>
  Array.from({ length: Math.floor((to - from) / spacing) + 1 }, (_, index) => from + index * spacing);

/**
 * How many seconds B runs behind A, to the second; undefined when there is too little that both recorded, or
 * nothing in it that changes. Looks `mostSeconds` to both sides, less where the overlap is short.
 */
export function findLag(
  a: readonly Stretch[],
  b: readonly Stretch[],
  mostSeconds: number,
): number | undefined {
  const stepSeconds = stepOf(a, b);
  const [[fromA, toA], [fromB, toB]] = [fineSpan(a, stepSeconds), fineSpan(b, stepSeconds)];
  const overlap = Math.min(toA, toB) - Math.max(fromA, fromB);
  const spacing = Math.max(1, Math.round(stepSeconds / 5));
  const reach = Math.floor(Math.min(mostSeconds, Math.max(0, overlap) / 3) / spacing) * spacing;
  const grid = gridFor(a, b, { least: -reach, most: reach });
  if (grid === undefined) return undefined;
  const agreement = agreementOf(a, b, grid);
  const coarse = best(agreement, evenly(-reach, reach, spacing));
  if (coarse.agreed <= 0) return undefined;
  return best(agreement, evenly(coarse.lag - spacing, coarse.lag + spacing, 1)).lag;
}
