/**
 * The backfill of one target, its datapoints at hand: opens the ledgers or finds where they stand, draws what MRTG
 * would have drawn until there, and puts the file in its place. First the ledgers, then the file: dying in between
 * leaves ledgers that the next run joins again.
 */
import type { StateFailure } from "../ledger/failure.ts";
import type { History } from "../mrtg/history.ts";
import { failure, success, type Result } from "../result.ts";
import type { Rrdtool } from "../rrdtool/rrdtool.ts";
import { draw, layered } from "../target/drawing.ts";
import { withHeld, type Joint } from "../target/joint.ts";
import { contentFor, type ContentFailure } from "./content.ts";
import { drawingOf, jointsOf, type Downloaded, type JointPorts, type Series } from "./joints.ts";
import type { Work } from "./plan.ts";
import { replaceFile, type Disk, type ReplaceFailure } from "./replace.ts";

export interface TargetPorts extends JointPorts {
  readonly disk: Disk;
  readonly rrdtool: Rrdtool;
}

export type TargetFailure = StateFailure | ContentFailure | Exclude<ReplaceFailure, { kind: "changed" }>;

export interface Done {
  readonly name: string;
  readonly path: string;
  readonly backup?: string;
  /** From the first datapoint to the end, by MRTG's clock; undefined when CloudWatch has nothing. */
  readonly fromSeconds?: number;
  readonly endSeconds: number;
  /** Readers that were there before and decided the end. */
  readonly respected: boolean;
  /** States that were corrupt and set aside. */
  readonly warnings: readonly StateFailure[];
}

function historyOf(work: Work, series: readonly Series[], joints: readonly Joint[]): History {
  const { intervalSeconds } = work.stored;
  // Each channel stops where its own reader stands; the file goes on to the later of them.
  const endSeconds = Math.max(...joints.map((joint) => joint.endSeconds));
  const oldest = series.map(({ downloaded }) => downloaded.questions.at(-1)?.startSeconds ?? endSeconds);
  const startSeconds = Math.floor(Math.min(...oldest) / intervalSeconds) * intervalSeconds;
  const drawn = series.map(({ downloaded, segments }, index) => {
    const joint = joints[index];
    if (joint === undefined) throw new Error("a channel was not joined");
    const known = work.kind === "behind" ? segments : withHeld(segments, joint);
    return draw(downloaded.channel, known, {
      ...drawingOf(work, index, { ...joint, endSeconds }),
      startSeconds,
    });
  });
  const [incoming = new Float64Array()] = drawn;
  // A target of one metric prints 0 for the other.
  const out = drawn[1] ?? incoming.map((value) => (Number.isNaN(value) ? value : 0));
  return { startSeconds, stepSeconds: intervalSeconds, endSeconds, in: incoming, out };
}

const attempts = 3;

/** Everything for one target, once its answers are there. */
export async function backfillTarget(
  work: Work,
  channels: readonly Downloaded[],
  ports: TargetPorts,
): Promise<Result<Done, TargetFailure>> {
  const series = channels.map((downloaded): Series => ({
    downloaded,
    segments: layered(
      downloaded.questions.map(({ periodSeconds, startSeconds }, index) => ({
        periodSeconds,
        startSeconds,
        datapoints: downloaded.answers[index] ?? [],
      })),
    ),
  }));
  const joined = await jointsOf(work, series, ports);
  if (!joined.ok) return joined;
  const { joints, warnings } = joined.value;
  const history = historyOf(work, series, joints);
  const last = { in: joints[0]?.last ?? "0", out: joints[1]?.last ?? "0" };
  const { path } = work.stored;
  const first = Math.min(
    ...series.map(
      ({ segments }, index) => (segments[0]?.fromSeconds ?? Infinity) + (joints[index]?.lagSeconds ?? 0),
    ),
  );
  for (let attempt = 1; ; attempt++) {
    const before = await ports.disk.look(path);
    if ((before === undefined) !== (work.kind === "create"))
      return failure({
        kind: "output",
        path,
        reason: before === undefined ? "it is gone" : "it has been made meanwhile",
      });
    const content = await contentFor(
      { history, last, stored: work.stored },
      before !== undefined,
      ports.rrdtool,
    );
    if (!content.ok) return content;
    const replaced = await replaceFile(ports.disk, path, content.value, before, ports.nowSeconds);
    if (replaced.ok)
      return success({
        name: work.name,
        path,
        ...(replaced.value === undefined ? {} : { backup: replaced.value }),
        ...(first === Infinity ? {} : { fromSeconds: first }),
        endSeconds: history.endSeconds,
        respected: work.kind === "create" && joints.some(({ kind }) => kind === "respected"),
        warnings,
      });
    if (replaced.failure.kind === "output") return failure(replaced.failure);
    if (attempt === attempts)
      return failure({ kind: "output", path, reason: "MRTG goes on writing it: stop it, or try again" });
  }
}
