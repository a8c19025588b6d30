/**
 * Carries out a plan, a few targets at a time: asks CloudWatch for all that they need at once, then finishes one
 * after the other. A target is finished by the rename of its file; begun again, a run goes on behind the finished ones.
 */
import type { CloudWatchFailure } from "../cloudwatch/failure.ts";
import type { Datapoint, Question, Series, Source } from "../cloudwatch/source.ts";
import { all, failure, success, type Result } from "../result.ts";
import type { Account } from "../target/poll.ts";
import type { Channel } from "../target/target.ts";
import type { Called, Work } from "./plan.ts";
import type { Downloaded } from "./joints.ts";
import { backfillTarget, type Done, type TargetFailure, type TargetPorts } from "./target.ts";

/** A target's way to CloudWatch and to its states. */
export interface Reach {
  readonly source: Source;
  account(channel: Channel): Account;
}

export interface RunPorts<Unreachable> extends TargetPorts {
  reach(called: Called): Promise<Result<Reach, Unreachable>>;
  /** Told before each target: how many are finished, and which comes next. */
  progress(finished: number, name: string): void;
}

export interface Outcome<Unreachable> {
  readonly work: Work;
  readonly result: Result<Done, CloudWatchFailure | TargetFailure | Unreachable>;
}

/** So many targets' datapoints are held in memory, and lost when the run dies. */
const groupSize = 8;

/** Failures that every further target would meet as well. */
const isHopeless = (kind: string): boolean =>
  ["no-credentials", "bad-credentials", "no-region", "unreachable", "state-directory"].includes(kind);

async function ask(
  questionsBySource: ReadonlyMap<Source, readonly Question[]>,
  deadline: AbortSignal,
): Promise<Map<Question, Series>> {
  const answered = new Map<Question, Series>();
  for (const [source, questions] of questionsBySource) {
    const series = await source.ask(questions, deadline);
    for (const [index, question] of questions.entries()) {
      const own = series[index];
      if (own !== undefined) answered.set(question, own);
    }
  }
  return answered;
}

function downloadedOf(
  work: Work,
  reach: Reach,
  answers: ReadonlyMap<Question, Series>,
): Result<readonly Downloaded[], CloudWatchFailure> {
  return all(
    work.channels.map((planned): Result<Downloaded, CloudWatchFailure> => {
      const series = all(
        planned.questions.map((question): Result<readonly Datapoint[], CloudWatchFailure> => {
          const own = answers.get(question);
          if (own === undefined) throw new Error("a source left a question unanswered");
          return own;
        }),
      );
      if (!series.ok) return series;
      return success({ ...planned, account: reach.account(planned.channel), answers: series.value });
    }),
  );
}

export async function runPlan<Unreachable extends { readonly kind: string }>(
  works: readonly Work[],
  ports: RunPorts<Unreachable>,
  interrupted: AbortSignal,
): Promise<readonly Outcome<Unreachable>[]> {
  const outcomes: Outcome<Unreachable>[] = [];
  const isInterrupted = (): boolean => interrupted.aborted;
  for (let at = 0; at < works.length && !isInterrupted(); at += groupSize) {
    const group = works.slice(at, at + groupSize);
    const reaches = new Map<Work, Reach>();
    const bySource = new Map<Source, Question[]>();
    ports.progress(outcomes.length, group[0]?.name ?? "");
    for (const work of group) {
      const reach = await ports.reach(work.called);
      if (!reach.ok) {
        outcomes.push({ work, result: failure(reach.failure) });
        continue;
      }
      reaches.set(work, reach.value);
      const questions = work.channels.flatMap((channel) => channel.questions);
      bySource.set(reach.value.source, [...(bySource.get(reach.value.source) ?? []), ...questions]);
    }
    const answers = await ask(bySource, ports.deadline);
    for (const [work, reach] of reaches) {
      if (isInterrupted()) return outcomes;
      ports.progress(outcomes.length, work.name);
      const downloaded = downloadedOf(work, reach, answers);
      const result = downloaded.ok ? await backfillTarget(work, downloaded.value, ports) : downloaded;
      outcomes.push({ work, result });
    }
    if (outcomes.some(({ result }) => !result.ok && isHopeless(result.failure.kind))) break;
  }
  return outcomes;
}
