/**
 * What a question about the past must be cut into, so that after a long silence nothing comes back silently empty:
 * a request that begins before a period's retention (tiers.ts) must have a larger one, or its answer is empty. The
 * older parts are asked for in a raised period, a multiple of the own one on the same grid. Pure.
 */
import { all, success } from "../result.ts";
import type { Datapoint, Question, Series, Source } from "./source.ts";
import { marginSeconds, retention, retentionDays } from "./tiers.ts";

/** Oldest first: what begins longer ago than `ageSeconds` needs a multiple of `unitSeconds`. */
const steps = retention
  .flatMap(({ periodSeconds: unitSeconds }, index) => {
    const finer = retention[index - 1];
    return finer === undefined ? [] : [{ ageSeconds: finer.keepsSeconds, unitSeconds }];
  })
  .reverse();

export const retentionSeconds = retentionDays * 86_400;

const longestPeriodSeconds = 86_400;

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));
const multiple = (a: number, b: number): number => (a * b) / divisor(a, b);
const raiseTo = (seconds: number, grid: number): number => Math.ceil(seconds / grid) * grid;

export interface Span {
  readonly startSeconds: number;
  readonly endSeconds: number;
}

export interface Plan {
  /** One after the other in time, the older ones in a raised period. */
  readonly parts: readonly Question[];
  /** What cannot be had any more, in no period. */
  readonly lost: readonly Span[];
}

/**
 * The question as CloudWatch must be asked it at `nowSeconds`. The parts and what is lost cover the question's
 * span; a raised period begins and ends on its own grid.
 */
export function planFor(question: Question, nowSeconds: number): Plan {
  const { periodSeconds, endSeconds } = question;
  const parts: Question[] = [];
  const lost: Span[] = [];
  let reached = question.startSeconds;
  const lose = (untilSeconds: number): void => {
    const until = Math.min(untilSeconds, endSeconds);
    if (until <= reached) return;
    const before = lost.at(-1);
    if (before?.endSeconds === reached) lost[lost.length - 1] = { ...before, endSeconds: until };
    else lost.push({ startSeconds: reached, endSeconds: until });
    reached = until;
  };
  const ask = (untilSeconds: number, raisedSeconds: number): void => {
    lose(raiseTo(reached, raisedSeconds));
    const until = Math.min(untilSeconds, endSeconds);
    if (until <= reached) return;
    const before = parts.at(-1);
    if (before?.periodSeconds === raisedSeconds && before.endSeconds === reached)
      parts[parts.length - 1] = { ...before, endSeconds: until };
    else parts.push({ ...question, periodSeconds: raisedSeconds, startSeconds: reached, endSeconds: until });
    reached = until;
  };

  lose(raiseTo(nowSeconds - retentionSeconds, periodSeconds));
  for (const { ageSeconds, unitSeconds } of steps) {
    const oldest = nowSeconds - ageSeconds + marginSeconds;
    if (reached >= oldest) continue;
    const raisedSeconds = multiple(periodSeconds, unitSeconds);
    if (raisedSeconds <= longestPeriodSeconds) ask(raiseTo(oldest, raisedSeconds), raisedSeconds);
    else lose(raiseTo(oldest, periodSeconds));
  }
  ask(endSeconds, periodSeconds);
  return { parts, lost };
}

const marked = (
  part: Question,
  question: Question,
  datapoints: readonly Datapoint[],
): readonly Datapoint[] =>
  part.periodSeconds === question.periodSeconds
    ? datapoints
    : datapoints.map((datapoint) => ({ ...datapoint, periodSeconds: part.periodSeconds }));

/** The source, asked so that every part of the past that CloudWatch still has is in its answers. */
export const tieredSource = (source: Source, nowSeconds: number): Source => ({
  async ask(questions, deadline) {
    const plans = questions.map((question) => planFor(question, nowSeconds).parts);
    const answers = await source.ask(plans.flat(), deadline);
    let next = 0;
    return questions.map((question, index): Series => {
      const parts = plans[index] ?? [];
      const own = all(answers.slice(next, next + parts.length));
      next += parts.length;
      if (!own.ok) return own;
      return success(own.value.flatMap((each, place) => marked(parts[place] ?? question, question, each)));
    });
  },
});
