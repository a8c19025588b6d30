/**
 * How well two targets' recorded histories agree: the lag at which they do so best, totals, correlation, and the
 * hours in which they differ most. Pure arithmetic on stretches of constant rate.
 */
import { failure, success, type Result } from "../result.ts";
import { sum } from "../sum.ts";
import { findLag, gridFor } from "./lag.ts";
import { correlationOf, lineOf, ratesOf } from "./line.ts";
import type { Stretch } from "./recorded.ts";

type Channel = "in" | "out";

export interface Difference {
  /** By A's clock, the hour begins here. */
  readonly hourSeconds: number;
  /** Mean rates of what both know of the hour. */
  readonly a: number;
  readonly b: number;
}

export interface ChannelComparison {
  readonly totalA: number;
  readonly totalB: number;
  /** B by A; null when A had nothing. */
  readonly ratio: number | null;
  /** Pearson's at this lag, over `steps`; null when a side is constant or there are too few steps. */
  readonly correlation: number | null;
  /** Worst first. */
  readonly worstHours: readonly Difference[];
}

export interface Comparison {
  /** The span of A that is compared; B's is this one, later by the lag. */
  readonly fromSeconds: number;
  readonly toSeconds: number;
  /** The seconds of it that both know. */
  readonly knownSeconds: number;
  /** How far B runs behind A. */
  readonly lagSeconds: number;
  /** `too little`: nothing tells, and 0 was taken. */
  readonly lagFrom: "found" | "given" | "too little";
  /** What lag and correlation come of. */
  readonly stepSeconds: number;
  readonly steps: number;
  readonly in: ChannelComparison;
  readonly out: ChannelComparison;
}

export interface ComparisonOptions {
  /** B is looked for this far to both sides. */
  readonly mostLagSeconds: number;
  /** The lag where the user knows it. */
  readonly lagSeconds?: number;
  /** Hours to list. */
  readonly worst: number;
  /** Compare no earlier than this. */
  readonly sinceSeconds?: number;
}

/** A time that both know, with what each recorded of it. */
interface Piece {
  readonly fromSeconds: number;
  readonly seconds: number;
  readonly a: Stretch;
  readonly b: Stretch;
}

function piecesOf(a: readonly Stretch[], b: readonly Stretch[], lag: number, since: number): Piece[] {
  const pieces: Piece[] = [];
  let [indexA, indexB] = [0, 0];
  for (;;) {
    const [stretchA, stretchB] = [a[indexA], b[indexB]];
    if (stretchA === undefined || stretchB === undefined) return pieces;
    const fromSeconds = Math.max(stretchA.fromSeconds, stretchB.fromSeconds - lag, since);
    const toSeconds = Math.min(stretchA.toSeconds, stretchB.toSeconds - lag);
    if (toSeconds > fromSeconds)
      pieces.push({ fromSeconds, seconds: toSeconds - fromSeconds, a: stretchA, b: stretchB });
    if (stretchA.toSeconds <= stretchB.toSeconds - lag) indexA += 1;
    else indexB += 1;
  }
}

const hour = 3600;

const isFine = ({ a, b }: Piece): boolean =>
  a.toSeconds - a.fromSeconds <= hour && b.toSeconds - b.fromSeconds <= hour;

function worstHours(pieces: readonly Piece[], channel: Channel, count: number): Difference[] {
  const hours = new Map<number, { seconds: number; a: number; b: number }>();
  for (const { fromSeconds, seconds, a, b } of pieces.filter(isFine)) {
    const end = fromSeconds + seconds;
    for (let at = fromSeconds; at < end;) {
      const start = Math.floor(at / hour) * hour;
      const part = Math.min(end, start + hour) - at;
      const sums = hours.get(start) ?? { seconds: 0, a: 0, b: 0 };
      hours.set(start, {
        seconds: sums.seconds + part,
        a: sums.a + a[channel] * part,
        b: sums.b + b[channel] * part,
      });
      at += part;
    }
  }
  return [...hours]
    .filter(([, { seconds, a, b }]) => seconds >= hour / 2 && a !== b)
    .map(([hourSeconds, { seconds, a, b }]) => ({ hourSeconds, a: a / seconds, b: b / seconds }))
    .toSorted((x, y) => Math.abs(y.b - y.a) - Math.abs(x.b - x.a))
    .slice(0, count);
}

/** Compares B with A; both oldest first, as recorded.ts gives them. */
export function compare(
  a: readonly Stretch[],
  b: readonly Stretch[],
  options: ComparisonOptions,
): Result<Comparison, "no overlap"> {
  const since = options.sinceSeconds ?? -Infinity;
  const [recentA, recentB] = [a, b].map((each) => each.filter(({ toSeconds }) => toSeconds > since)) as [
    Stretch[],
    Stretch[],
  ];
  const found = options.lagSeconds ?? findLag(recentA, recentB, options.mostLagSeconds);
  const lagSeconds = found ?? 0;
  const pieces = piecesOf(recentA, recentB, lagSeconds, since);
  const [first, last] = [pieces[0], pieces.at(-1)];
  if (first === undefined || last === undefined) return failure("no overlap");
  const grid = gridFor(recentA, recentB, { least: lagSeconds, most: lagSeconds });

  const channel = (name: Channel): ChannelComparison => {
    const totalA = sum(pieces.map((piece) => piece.a[name] * piece.seconds));
    const totalB = sum(pieces.map((piece) => piece.b[name] * piece.seconds));
    const rates = (stretches: readonly Stretch[], lag: number): number[] =>
      grid === undefined
        ? []
        : ratesOf(lineOf(stretches, name), grid.fromSeconds + lag, grid.stepSeconds, grid.steps);
    return {
      totalA,
      totalB,
      ratio: totalA === 0 ? null : totalB / totalA,
      correlation: correlationOf(rates(recentA, 0), rates(recentB, lagSeconds)) ?? null,
      worstHours: worstHours(pieces, name, options.worst),
    };
  };
  return success({
    fromSeconds: first.fromSeconds,
    toSeconds: last.fromSeconds + last.seconds,
    knownSeconds: sum(pieces.map(({ seconds }) => seconds)),
    lagSeconds,
    lagFrom: options.lagSeconds !== undefined ? "given" : found === undefined ? "too little" : "found",
    stepSeconds: grid?.stepSeconds ?? 0,
    steps: grid?.steps ?? 0,
    in: channel("in"),
    out: channel("out"),
  });
}
