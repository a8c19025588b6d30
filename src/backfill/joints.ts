/**
 * Where the history of a target ends and its polls begin: opens its ledgers there, or finds where they stand, each
 * under its lock.
 */
import type { Datapoint } from "../cloudwatch/source.ts";
import type { StateFailure } from "../ledger/failure.ts";
import type { Store } from "../ledger/store.ts";
import { success, type Result } from "../result.ts";
import { draw, type Segment } from "../target/drawing.ts";
import { join, type Joint } from "../target/joint.ts";
import type { Account } from "../target/poll.ts";
import type { Channel } from "../target/target.ts";
import { lagNow, readerKey } from "../target/manner.ts";
import type { PlannedChannel, Work } from "./plan.ts";

export interface JointPorts {
  readonly store: Store;
  readonly nowSeconds: number;
  readonly deadline: AbortSignal;
  /** The readers that this run has opened: another target may share one. */
  readonly opened: Set<string>;
}

/** A channel with its memory and what CloudWatch answered, in the order of its questions. */
export interface Downloaded extends PlannedChannel {
  readonly account: Account;
  readonly answers: readonly (readonly Datapoint[])[];
}

export interface Series {
  readonly downloaded: Downloaded;
  readonly segments: readonly Segment[];
}

/** Within an hour MRTG takes its first value for what came since the end of a .log; an .rrd waits for no one. */
const patienceSeconds = { rateup: 1800, rrdtool: 0 } as const;

/** The end of the history where no ledger decides it: now, or, while datapoints are missing, a little earlier. */
function endFor(work: Work, series: readonly Series[], lags: readonly number[], nowSeconds: number): number {
  const { intervalSeconds, format } = work.stored;
  const floor = (seconds: number): number => Math.floor(seconds / intervalSeconds) * intervalSeconds;
  const known = series.map(({ segments }, index) => {
    const newest = segments.at(-1);
    return newest === undefined ? Infinity : newest.toSeconds + (lags[index] ?? 0);
  });
  const latest = floor(nowSeconds);
  return Math.max(floor(latest - patienceSeconds[format]), Math.min(latest, floor(Math.min(...known))));
}

export function drawingOf(
  work: Work,
  index: number,
  joint: Pick<Joint, "endSeconds" | "cutSeconds" | "lagSeconds">,
) {
  const { stored } = work;
  const own = index === 0 ? stored.shape.maxIn : stored.shape.maxOut;
  return {
    ...joint,
    intervalSeconds: stored.intervalSeconds,
    factor: stored.logFactor,
    ceiling: stored.format === "rateup" ? stored.ceiling : own === 0 ? Infinity : own,
  };
}

async function joinOne(
  channel: Channel,
  { account, answers, questions }: Downloaded,
  at: { readonly endSeconds: number; readonly shown: number },
  ports: JointPorts,
): Promise<Result<{ readonly value: Joint; readonly warning?: StateFailure }, StateFailure>> {
  const key = `${account.path} ${readerKey(channel)}`;
  const updated = await ports.store.update(account.path, ports.deadline, (found) =>
    join(
      found,
      channel,
      { ...account.identity },
      {
        ...at,
        nowSeconds: ports.nowSeconds,
        datapoints: answers[0] ?? [],
        askedFromSeconds: questions[0]?.startSeconds ?? ports.nowSeconds,
        mayReopen: !ports.opened.has(key),
      },
    ),
  );
  if (updated.ok) ports.opened.add(key);
  return updated;
}

/** Where a file's own end is: its joints are its past, and no ledger is touched. */
export async function jointsOf(
  work: Work,
  series: readonly Series[],
  ports: JointPorts,
): Promise<Result<{ joints: readonly Joint[]; warnings: readonly StateFailure[] }, StateFailure>> {
  const { nowSeconds, store } = ports;
  const lags: number[] = [];
  for (const { downloaded } of series) {
    const found = await store.look(downloaded.account.path);
    if (!found.ok) return found;
    lags.push(lagNow(found.value, downloaded.channel, nowSeconds));
  }
  const endSeconds = endFor(work, series, lags, nowSeconds);
  const joints: Joint[] = [];
  const warnings: StateFailure[] = [];
  for (const [index, { downloaded, segments }] of series.entries()) {
    const { channel } = downloaded;
    const lagSeconds = lags[index] ?? 0;
    const cutSeconds = endSeconds - lagSeconds;
    if (work.kind === "behind") {
      joints.push({
        kind: "respected",
        endSeconds,
        cutSeconds,
        lagSeconds,
        last: "0",
        held: [],
        heldFromSeconds: Infinity,
      });
      continue;
    }
    const { intervalSeconds } = work.stored;
    const recent = {
      ...drawingOf(work, index, { endSeconds, cutSeconds, lagSeconds }),
      startSeconds: endSeconds - intervalSeconds,
    };
    const shown =
      channel.type === "gauge" ? (draw(channel, segments, recent).at(-1) ?? Number.NaN) : Number.NaN;
    const joined = await joinOne(channel, downloaded, { endSeconds, shown }, ports);
    if (!joined.ok) return joined;
    joints.push(joined.value.value);
    if (joined.value.warning !== undefined) warnings.push(joined.value.warning);
  }
  return success({ joints, warnings });
}
