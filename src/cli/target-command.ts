/** Reads a command that stands between backticks in an mrtg.cfg as cw-mrtg itself would read it. Pure. */
import { argumentsOf, withoutWrappers } from "../mrtg/command-line.ts";
import { failure, success, type Result } from "../result.ts";
import type { Target } from "../target/target.ts";
import { parseCommandLine } from "./options.ts";
import { readTarget } from "./target-options.ts";
import { cwMrtg } from "./target-spec.ts";

/** Fails with the reason, in one line, also when the command calls another program. */
export function targetOfCommand(command: string): Result<Target, string> {
  const line = argumentsOf(command);
  if (!line.ok) return failure(`only sh can tell what "${line.failure.text}" means`);
  const [program, ...commandLine] = withoutWrappers(line.value).argv;
  if (program.split("/").at(-1) !== cwMrtg.name) return failure(`it calls ${program}`);
  const typed = parseCommandLine(cwMrtg, commandLine);
  if (!typed.ok) return failure(typed.failure.message);
  const target = readTarget(typed.value);
  return target.ok ? success(target.value) : failure(target.failure.message);
}
