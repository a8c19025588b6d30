/**
 * The lock of a state file: a directory beside it, by proper-lockfile. Disk and time; knows nothing of what is locked.
 */
import { mkdirSync, rmdirSync, statSync, utimesSync } from "node:fs";
import { lock } from "proper-lockfile";
import { failure, success, type Result } from "../result.ts";
import type { StateFailure } from "./failure.ts";

/** A lock older than this was left by a process that died: twice what proper-lockfile needs at least. */
const staleMilliseconds = 4000;
const waitMilliseconds = 15;

const reasonOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error);
const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

export interface Held {
  /** False once somebody took the lock over, as they may from a process that was suspended. */
  isMine(): boolean;
  release(): Promise<void>;
}

/** What tells one lock directory from its successor, whose inode number may be the same; undefined when gone. */
function birthOf(path: string): string | undefined {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found === undefined ? undefined : `${found.ino} ${found.birthtimeNs}`;
}

type Callback = (error: unknown, value?: unknown) => void;

const atOnce =
  <Parameters extends readonly unknown[]>(work: (...parameters: Parameters) => unknown) =>
  (...parameters: [...Parameters, Callback]): void => {
    const callback = parameters.at(-1) as Callback;
    let value: unknown;
    try {
      value = work(...(parameters.slice(0, -1) as unknown as Parameters));
    } catch (error) {
      callback(error);
      return;
    }
    callback(null, value);
  };

/** What proper-lockfile does to the disk. */
const lockFiles = {
  mkdir: atOnce((path: string) => {
    mkdirSync(path);
  }),
  rmdir: atOnce(rmdirSync),
  stat: atOnce((path: string) => statSync(path)),
  utimes: atOnce(utimesSync),
};

const delay = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });

/**
 * Answers whether the lock has stood as it is, which a living holder would not let it, for so long that its holder is
 * dead: by a clock that nobody sets back, for a lock with a time in the future never grows stale by the other.
 */
function watch(lockPath: string): () => boolean {
  let seen: string | undefined;
  let sinceMilliseconds = 0;
  return () => {
    const found = statSync(lockPath, { bigint: true, throwIfNoEntry: false });
    const sight = found === undefined ? undefined : `${found.ino} ${found.birthtimeNs} ${found.mtimeNs}`;
    const nowMilliseconds = performance.now();
    if (sight !== seen) sinceMilliseconds = nowMilliseconds;
    seen = sight;
    return sight !== undefined && nowMilliseconds - sinceMilliseconds > staleMilliseconds;
  };
}

function removeIfThere(lockPath: string): void {
  try {
    rmdirSync(lockPath);
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
  }
}

/** Takes the lock, waiting for whoever holds it until the deadline. */
export async function acquire(path: string, deadline: AbortSignal): Promise<Result<Held, StateFailure>> {
  let compromised = false;
  const options = {
    realpath: false,
    fs: lockFiles,
    stale: staleMilliseconds,
    update: staleMilliseconds / 2,
    onCompromised: () => {
      compromised = true;
    },
  };
  const lockPath = `${path}.lock`;
  const isAbandoned = watch(lockPath);
  for (;;) {
    try {
      if (isAbandoned()) removeIfThere(lockPath);
      const unlock = await lock(path, options);
      const birth = birthOf(lockPath);
      const isMine = () => !compromised && birth !== undefined && birthOf(lockPath) === birth;
      // A lock that was taken over is not ours to release.
      return success({ isMine, release: async () => (isMine() ? unlock() : undefined) });
    } catch (error) {
      if (codeOf(error) !== "ELOCKED")
        return failure({ kind: "state-unwritable", path, reason: reasonOf(error) });
    }
    if (deadline.aborted) return failure({ kind: "state-locked", path });
    // Spread out, so that fifty waiting processes do not all come back at once.
    await delay(waitMilliseconds * (0.5 + Math.random()));
  }
}
