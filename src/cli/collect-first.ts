/**
 * cw-mrtg with --collect: the first command of a round collects for all others, which wait for it. For MRTG's daemon,
 * which cannot run cw-collect before its rounds.
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { acquire } from "../ledger/lock.ts";
import { makeDirectory } from "../ledger/make-directory.ts";
import { fileStore } from "../ledger/store.ts";
import { readConfig } from "../mrtg/config.ts";
import { isFresh, procRoot, readyPath, validSecondsFor, type Moment } from "../target/ready.ts";
import { readyFiles, timeBy } from "../target/ready-files.ts";
import { planCollection } from "./collect-plan.ts";
import { collectBy } from "./collecting.ts";
import { configFiles } from "./config-files.ts";
import { complaints } from "./failures.ts";
import type { World } from "./process.ts";

export interface CollectFirst {
  /** The mrtg.cfg. */
  readonly config: string;
  readonly stateDirectory: string;
  readonly timeoutSeconds: number;
}

/** When the last round was collected, whatever came of it. */
const formatStamp = ({ boot, seconds }: Moment): string => `${boot} ${seconds}\n`;

function isCollected(stamp: string, validSeconds: number, now: Moment): boolean {
  if (!existsSync(stamp)) return false;
  const [boot = "", seconds = ""] = readFileSync(stamp, "utf8").trim().split(" ");
  const made = { boot, seconds: Number(seconds) };
  return isFresh({ id: "", made, validSeconds, repeatSeconds: 0, reading: "" }, now);
}

async function collectRound(first: CollectFirst, stamp: string, world: World): Promise<void> {
  const config = readConfig(first.config, configFiles);
  if (!config.ok) {
    world.complain(complaints("cw-mrtg", [config.failure]));
    return;
  }
  const { environment, homeDirectory } = world;
  const plan = planCollection([config.value], { environment, homeDirectory, exists: existsSync });
  const now = () => timeBy(procRoot(environment), Math.floor(world.nowMilliseconds() / 1000))().moment;
  if (isCollected(stamp, validSecondsFor(plan.intervalSeconds), now())) return;
  const report = await collectBy(
    plan,
    { api: "auto", timeoutSeconds: first.timeoutSeconds / 2, store: fileStore, progress: () => undefined },
    world,
  );
  world.complain(complaints("cw-mrtg", report.failures));
  // Of a failure too: the others poll for themselves instead of trying it one after the other.
  writeFileSync(stamp, formatStamp(now()), { mode: 0o600 });
}

/** The four lines, once somebody has collected them; undefined when this command must poll, be it for a bad disk. */
export async function collectedReading(first: CollectFirst, world: World): Promise<string | undefined> {
  const path = readyPath(world.commandLine, world.environment);
  if (path === undefined) return undefined;
  const ready = join(first.stateDirectory, "ready");
  try {
    return await readingOf(path, ready, first, world);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    world.complain(complaints("cw-mrtg", [{ kind: "output", path: ready, reason: code }]));
    return undefined;
  }
}

async function readingOf(
  path: string,
  ready: string,
  first: CollectFirst,
  world: World,
): Promise<string | undefined> {
  makeDirectory(ready);
  const name = createHash("sha256").update(first.config).digest("hex").slice(0, 24);
  const stamp = join(ready, `collected-${name}`);
  // Half of the time is left for polling, should it come to that.
  const deadline = AbortSignal.any([AbortSignal.timeout(first.timeoutSeconds * 500), world.interrupted]);
  const lock = await acquire(stamp, deadline);
  if (!lock.ok) return undefined;
  try {
    await collectRound(first, stamp, world);
  } finally {
    await lock.value.release();
  }
  const time = timeBy(procRoot(world.environment), Math.floor(world.nowMilliseconds() / 1000));
  return readyFiles(first.stateDirectory, time).take(path);
}
