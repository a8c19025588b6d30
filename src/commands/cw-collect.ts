/** cw-collect: polls for all cw-mrtg commands of an mrtg.cfg at once, and leaves each its reading. */
import { existsSync } from "node:fs";
import { begin, complainOf } from "../cli/begin.ts";
import { planCollection, type CollectPlan } from "../cli/collect-plan.ts";
import { cwCollect, readCollectOptions } from "../cli/collect-spec.ts";
import { collectBy, type CollectReport } from "../cli/collecting.ts";
import { configFiles } from "../cli/config-files.ts";
import { complaints, exitStatus, explain } from "../cli/failures.ts";
import type { Command, World } from "../cli/process.ts";
import { fileStore } from "../ledger/store.ts";
import { readConfig } from "../mrtg/config.ts";
import { all } from "../result.ts";

/** One line that is written over and over, and gone at the end. */
const progressOn =
  (world: World, { planned }: CollectPlan) =>
  (done: number) => {
    if (!world.stderrIsTerminal()) return;
    const line = `${cwCollect.name}: ${done} of ${planned.length} targets`;
    world.complain(done < planned.length ? `${line}\r` : `${" ".repeat(line.length)}\r`);
  };

/** Who looks on is told what is left out; cron is not, for those commands work as they always did. */
function tellOf(report: CollectReport, world: World): void {
  for (const { place, reason } of report.left) world.complain(`${place}: polls for itself: ${reason}\n`);
  world.complain(`${report.ready} readings ready, ${report.left.length} commands poll for themselves\n`);
}

export const command: Command = async (world) => {
  const begun = begin(world, cwCollect);
  if (!begun.ok) return begun.failure;
  const options = readCollectOptions(begun.value);
  if (!options.ok) return complainOf(world, cwCollect.name, options.failure);
  const configs = all(options.value.paths.map((path) => readConfig(path, configFiles)));
  if (!configs.ok) return complainOf(world, cwCollect.name, configs.failure);
  const { environment, homeDirectory } = world;
  const plan = planCollection(configs.value, { environment, homeDirectory, exists: existsSync });
  const report = await collectBy(
    plan,
    { ...options.value, store: fileStore, progress: progressOn(world, plan) },
    world,
  );
  if (options.value.verbose || world.stderrIsTerminal()) tellOf(report, world);
  const [first] = report.failures;
  if (first === undefined) return exitStatus.success;
  world.complain(complaints(cwCollect.name, report.failures));
  return explain(first).status;
};
