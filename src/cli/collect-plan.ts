/** Which commands of mrtg.cfg files are collected for, and which are left to themselves, and why. Pure. */
import { isAbsolute } from "node:path";
import type { Environment } from "../cloudwatch/resolution.ts";
import { stateDirectory } from "../ledger/directory.ts";
import type { Config } from "../mrtg/config.ts";
import type { Target } from "../target/target.ts";
import { readyPath } from "../target/ready.ts";
import { callsOf } from "./config-calls.ts";
import { explain } from "./failures.ts";

/** One distinct command line. */
export interface Planned {
  readonly target: Target;
  /** The program's own, with the assignments in front of the command. */
  readonly environment: Environment;
  readonly stateDirectory: string;
  readonly readyPath: string;
  /** Equal for those that reach CloudWatch in the same way. */
  readonly way: string;
  /** FILE:LINE */
  readonly place: string;
}

/** A command that polls for itself. */
export interface Left {
  readonly place: string;
  readonly reason: string;
}

export interface CollectPlan {
  readonly planned: readonly Planned[];
  readonly left: readonly Left[];
  readonly intervalSeconds: number;
}

export interface Surroundings {
  readonly environment: Environment;
  readonly homeDirectory: string | undefined;
  readonly exists: (path: string) => boolean;
}

/** MRTG's `Interval: 5` or `4:30`, minutes and seconds. */
function intervalSeconds({ globals }: Config): number {
  const [, minutes = "5", seconds = "0"] =
    /^(\d+)(?::(\d+))?$/.exec(globals.get("interval")?.text ?? "") ?? [];
  return Number(minutes) * 60 + Number(seconds);
}

type CallFound = ReturnType<typeof callsOf>[number];

function planCall(found: CallFound, surroundings: Surroundings): Planned | Left {
  const { command } = found.ok ? found.value : found.failure;
  const place = `${command.place.file}:${command.place.line}`;
  if (!found.ok) {
    const { reason } = found.failure;
    return { place, reason: reason.kind === "usage" ? reason.message : `${reason.kind}: ${reason.text}` };
  }
  const { line, target } = found.value;
  const [, ...commandLine] = line.argv;
  const looking = commandLine.find((word) => /^--(?:debug|verify)/.test(word));
  if (looking !== undefined) return { place, reason: `${looking} is for people` };
  const own = Object.fromEntries(line.environment);
  const environment = { ...surroundings.environment, ...own };
  const path = readyPath(commandLine, environment);
  if (path === undefined) return { place, reason: "its arguments make no name of a file" };
  const home = own["HOME"] ?? surroundings.homeDirectory;
  const directory = stateDirectory(target.stateDirectory, environment, home, surroundings.exists);
  if (!directory.ok) return { place, reason: explain(directory.failure).message };
  if (!isAbsolute(directory.value.path)) return { place, reason: "its state directory is a relative path" };
  const way = JSON.stringify([target.connection, line.environment]);
  return { target, environment, stateDirectory: directory.value.path, readyPath: path, way, place };
}

export function planCollection(configs: readonly Config[], surroundings: Surroundings): CollectPlan {
  const planned = new Map<string, Planned>();
  const left: Left[] = [];
  for (const found of configs.flatMap(callsOf)) {
    const plan = planCall(found, surroundings);
    if ("reason" in plan) left.push(plan);
    // MRTG runs one text once, and texts that differ in blanks only show the same reading.
    else planned.set(`${plan.stateDirectory}/${plan.readyPath}`, plan);
  }
  const intervals = configs.map(intervalSeconds);
  return { planned: [...planned.values()], left, intervalSeconds: Math.min(...intervals) };
}
