/**
 * The edge: the only place that knows this is a Unix process. Gives a command its world and turns the status it
 * answers into the process's end. Must not know what any command does.
 */
import { writeSync } from "node:fs";
import { homedir } from "node:os";
import { complaint, exitStatus, explain, type Failure } from "./failures.ts";

/** Everything a command may touch that is not an argument of a pure function. */
export interface World {
  readonly commandLine: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** $HOME, else what the system says; undefined for a user it does not know. */
  readonly homeDirectory: string | undefined;
  nowMilliseconds(): number;
  /** To stdout. Writing to a closed pipe is quiet; any other failure is told, and is the status in the end. */
  print(text: string): void;
  /** To stderr. Where that cannot be written, there is nobody left to tell. */
  complain(text: string): void;
  readonly stderrIsTerminal: () => boolean;
  /** Aborts on INT, TERM and HUP; the signal is raised again once the command has come to its end. */
  readonly interrupted: AbortSignal;
}

/** Runs to the end and answers the exit status. */
export type Command = (world: World) => Promise<number>;

/** The code of what kept the text from being written; undefined when all is well. */
function writeAll(descriptor: number, text: string): string | undefined {
  let rest = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest));
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      // A full non-blocking pipe: its reader needs a moment. A closed one: nobody is left to tell.
      if (code === "EAGAIN") Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
      else return code === "EPIPE" || code === "EBADF" ? undefined : (code ?? String(error));
    }
  }
  return undefined;
}

function homeOf(environment: NodeJS.ProcessEnv): string | undefined {
  const home = environment["HOME"];
  if (home !== undefined && home !== "") return home;
  try {
    return homedir();
  } catch (error) {
    // cron and containers may run a user without an entry in passwd.
    if ((error as NodeJS.ErrnoException).code === "ERR_SYSTEM_ERROR") return undefined;
    throw error;
  }
}

export function runProcess(name: string, command: Command): void {
  const interruption = new AbortController();
  let caught: NodeJS.Signals | undefined;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.once(signal, () => {
      caught ??= signal;
      interruption.abort();
    });

  let unwritten: Failure | undefined;
  const end = (status: number): void => {
    if (caught === undefined) process.exit(unwritten === undefined ? status : explain(unwritten).status);
    process.removeAllListeners(caught);
    process.kill(process.pid, caught);
  };
  const bug = (error: unknown): void => {
    const reason = error instanceof Error ? error.message : String(error);
    writeAll(2, `${name}: error: internal error: ${reason.replace(/\p{Cc}+/gu, " ")}\n`);
    if (process.env["CW_MRTG_STACK"] !== undefined && error instanceof Error)
      writeAll(2, `${error.stack ?? ""}\n`);
    end(exitStatus.internal);
  };
  process.once("uncaughtException", bug);

  command({
    commandLine: process.argv.slice(2),
    environment: process.env,
    homeDirectory: homeOf(process.env),
    nowMilliseconds: () => Date.now(),
    print: (text) => {
      const reason = writeAll(1, text);
      if (reason === undefined || unwritten !== undefined) return;
      unwritten = { kind: "output", path: "standard output", reason };
      writeAll(2, complaint(name, unwritten));
    },
    complain: (text) => {
      writeAll(2, text);
    },
    stderrIsTerminal: () => process.stderr.isTTY,
    interrupted: interruption.signal,
  }).then(end, bug);
}
