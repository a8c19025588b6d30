/** cw-sim: a CloudWatch to try things with, on loopback, until it is interrupted. */
import { readFileSync } from "node:fs";
import { begin, complainOf } from "../cli/begin.ts";
import { exitStatus, type Failure } from "../cli/failures.ts";
import type { Command, World as Process } from "../cli/process.ts";
import { readSimulationPlan, simulationSpec, type SimulationPlan } from "../cli/simulation-options.ts";
import { filesUnder } from "../cli/system-files.ts";
import { readInterface } from "../interface/reading.ts";
import { failure, success, type Result } from "../result.ts";
import { openInterface, untilNextMinute, type InterfaceSampler } from "../sim/interface.ts";
import { accountOf } from "../sim/large-account.ts";
import { readRows } from "../sim/replay.ts";
import { startSimulation, type Replay } from "../sim/simulation.ts";
import { smallAccount } from "../sim/small-account.ts";

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

function openSampler(plan: SimulationPlan, world: Process): Result<InterfaceSampler | undefined, Failure> {
  const { interfaceName, instanceId, root } = plan;
  if (interfaceName === undefined) return success(undefined);
  const files = filesUnder(root);
  const first = readInterface(files, interfaceName);
  if (!first.ok) return first;
  const read = () => {
    const reading = readInterface(files, interfaceName);
    return reading.ok
      ? { received: BigInt(reading.value.in), transmitted: BigInt(reading.value.out) }
      : undefined;
  };
  return success(openInterface(read, instanceId, world.nowMilliseconds() / 1000));
}

/** Samples at every full minute; answers how to stop. */
function sampleEveryMinute(sampler: InterfaceSampler, world: Process): () => void {
  let timer: NodeJS.Timeout;
  const wait = (): void => {
    timer = setTimeout(() => {
      sampler.sample(world.nowMilliseconds() / 1000);
      wait();
    }, untilNextMinute(world.nowMilliseconds()));
  };
  wait();
  return () => {
    clearTimeout(timer);
  };
}

async function serve(plan: SimulationPlan, replays: Replay[], world: Process): Promise<number> {
  const sampler = openSampler(plan, world);
  if (!sampler.ok) return complainOf(world, simulationSpec.name, sampler.failure);
  const { clock, seed = "1", ...options } = plan.simulation;
  const base =
    plan.account === undefined
      ? smallAccount()
      : accountOf({ seed, ...plan.account, names: plan.isHostile ? "hostile" : "plain" });
  const simulation = await startSimulation({
    ...options,
    ...{ seed, replays },
    clock: clock === "request" ? "request" : () => world.nowMilliseconds(),
    world: { ...base, metrics: [...base.metrics, ...(sampler.value?.metrics ?? [])] },
  });
  const stop = sampler.value === undefined ? undefined : sampleEveryMinute(sampler.value, world);
  world.print(`${simulation.url}\n`);
  await new Promise((resolve) => {
    world.interrupted.addEventListener("abort", resolve, { once: true });
    if (world.interrupted.aborted) resolve(undefined);
  });
  stop?.();
  await simulation.close();
  return exitStatus.success;
}

export const command: Command = async (world) => {
  // Other than its kin this one has something to do when nothing is said: serve the small account.
  const commandLine = world.commandLine.length === 0 ? ["--"] : world.commandLine;
  const typed = begin({ ...world, commandLine }, simulationSpec);
  if (!typed.ok) return typed.failure;
  const plan = readSimulationPlan(typed.value);
  if (!plan.ok) return complainOf(world, simulationSpec.name, plan.failure);
  const replays = loadReplays(plan.value);
  if (!replays.ok) return complainOf(world, simulationSpec.name, replays.failure);
  try {
    return await serve(plan.value, replays.value, world);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code !== "EADDRINUSE" && code !== "EACCES") throw error;
    const endpoint = `127.0.0.1:${plan.value.simulation.port ?? 0}`;
    return complainOf(world, simulationSpec.name, {
      kind: "cannot-listen",
      endpoint,
      reason: reasonOf(error),
    });
  }
};
