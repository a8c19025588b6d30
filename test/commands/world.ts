/** A world for commands run within a test: a command line, an environment, a clock; and what came out. */
import type { Command, World } from "../../src/cli/process.ts";

export interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export async function runCommand(
  command: Command,
  commandLine: readonly string[],
  more: Partial<World> = {},
): Promise<Ran> {
  let [stdout, stderr] = ["", ""];
  const status = await command({
    commandLine,
    environment: {},
    homeDirectory: undefined,
    nowMilliseconds: () => 0,
    print: (text) => {
      stdout += text;
    },
    complain: (text) => {
      stderr += text;
    },
    stderrIsTerminal: () => false,
    interrupted: new AbortController().signal,
    ...more,
  });
  return { status, stdout, stderr };
}
