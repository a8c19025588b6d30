/**
 * What the command lines of all executables have in common: --help, --version, no arguments at all, and options
 * that the table does not know. What is left is the command's own work.
 */
import { failure, success, type Result } from "../result.ts";
import { complaint, exitStatus, explain, type Failure } from "./failures.ts";
import { helpText } from "./help.ts";
import { parseCommandLine, type CommandSpec, type Typed } from "./options.ts";
import type { World } from "./process.ts";

/** Says on stderr why there is no result; answers the exit status that goes with it. */
export function complainOf(world: World, tool: string, reason: Failure): number {
  world.complain(complaint(tool, reason));
  return explain(reason).status;
}

/** The command line as typed, or the exit status when all is said already. */
export function begin(world: World, spec: CommandSpec): Result<Typed, number> {
  if (world.commandLine.length === 0) {
    world.complain(`usage: ${spec.name} ${spec.usage[0] ?? ""}\nsee ${spec.name} --help\n`);
    return failure(exitStatus.usage);
  }
  const typed = parseCommandLine(spec, world.commandLine);
  if (!typed.ok) return failure(complainOf(world, spec.name, typed.failure));
  if (typed.value.flag("help")) world.print(helpText(spec));
  else if (typed.value.flag("version")) world.print(`${spec.name} ${VERSION}\n`);
  else return success(typed.value);
  return failure(exitStatus.success);
}
