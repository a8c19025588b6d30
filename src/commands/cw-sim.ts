/** cw-sim: a CloudWatch to try things with, on loopback, until it is interrupted. */
import { readFileSync } from "node:fs";
import { complaint, exitStatus, explain, type Failure } from "../cli/failures.ts";
import { helpText } from "../cli/help.ts";
import { parseCommandLine } from "../cli/options.ts";
import type { Command } from "../cli/process.ts";
import { readSimulationPlan, simulationSpec, type SimulationPlan } from "../cli/simulation-options.ts";
import { failure, success, type Result } from "../result.ts";
import { readRows } from "../sim/replay.ts";
import { startSimulation, type Replay } from "../sim/simulation.ts";

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

function loadReplays({ replays, replayFromSeconds }: SimulationPlan): Result<Replay[], Failure> {
  const loaded: Replay[] = [];
  for (const { metric, path } of replays) {
    let csv: string;
    try {
      csv = readFileSync(path, "utf8");
    } catch (error) {
      return failure({ kind: "input", path, reason: reasonOf(error) });
    }
    const rows = readRows(csv);
    if (!rows.ok) return failure({ kind: "input", path, reason: rows.failure });
    loaded.push({
      metric,
      rows: rows.value,
      ...(replayFromSeconds === undefined ? {} : { fromSeconds: replayFromSeconds }),
    });
  }
  return success(loaded);
}

export const command: Command = async (world) => {
  const fail = (reason: Failure): number => {
    world.complain(complaint(simulationSpec.name, reason));
    return explain(reason).status;
  };
  const typed = parseCommandLine(simulationSpec, world.commandLine);
  if (!typed.ok) return fail(typed.failure);
  if (typed.value.flag("help")) world.print(helpText(simulationSpec));
  if (typed.value.flag("version")) world.print(`${simulationSpec.name} ${VERSION}\n`);
  if (typed.value.flag("help") || typed.value.flag("version")) return exitStatus.success;
  const plan = readSimulationPlan(typed.value);
  if (!plan.ok) return fail(plan.failure);
  const replays = loadReplays(plan.value);
  if (!replays.ok) return fail(replays.failure);
  const { clock, ...options } = plan.value.simulation;
  try {
    const simulation = await startSimulation({
      ...options,
      clock: clock === "request" ? "request" : () => world.nowMilliseconds(),
      replays: replays.value,
    });
    world.print(`${simulation.url}\n`);
    await new Promise((resolve) => {
      world.interrupted.addEventListener("abort", resolve, { once: true });
    });
    await simulation.close();
    return exitStatus.success;
  } catch (error) {
    return fail({ kind: "unreachable", endpoint: `127.0.0.1:${options.port ?? 0}`, reason: reasonOf(error) });
  }
};
