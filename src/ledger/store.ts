/**
 * Files and locks: the only module that touches the state directory. Every read-modify-write happens under a lock
 * and lands by write, fsync, rename; a corrupt file is set aside, never deleted. Knows no arithmetic.
 */
import { randomUUID } from "node:crypto";
import { constants, open, mkdir, readFile, rename, rm, stat, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { lock } from "proper-lockfile";
import { failure, success, type Result } from "../result.ts";
import type { StateFailure } from "./failure.ts";
import { parseState } from "./state-reader.ts";
import { formatState, type State } from "./state.ts";

/** What a state file said: nothing yet, a state, or nonsense. */
export type Found =
  | { readonly kind: "none" }
  | { readonly kind: "state"; readonly state: State }
  | { readonly kind: "corrupt"; readonly reason: string };

/** A change that answers no state leaves the file alone. */
export type Change<Value> = (found: Found) => Changed<Value> | Promise<Changed<Value>>;

export interface Changed<Value> {
  readonly state: State | undefined;
  readonly value: Value;
}

/** `warning` tells of a corrupt file that was set aside. */
export type Updated<Value> = Result<{ readonly value: Value; readonly warning?: StateFailure }, StateFailure>;

export interface Store {
  /** A snapshot, without a lock: files change by rename only, so it is never half of one. */
  look(path: string): Promise<Result<Found, StateFailure>>;
  /** Reads, changes and writes under the lock; waits for the lock until the deadline. */
  update<Value>(path: string, deadline: AbortSignal, change: Change<Value>): Promise<Updated<Value>>;
}

/** A lock older than this was left by a process that died: twice what proper-lockfile needs at least. */
const staleMilliseconds = 4000;
const waitMilliseconds = 15;

const reasonOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error);
const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

async function find(path: string): Promise<Result<Found, StateFailure>> {
  let content: string;
  try {
    content = await readFile(path, "utf8");
  } catch (error) {
    // A file stands where the directory should: making the directory will say so.
    if (codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR") return success({ kind: "none" });
    return failure({ kind: "state-unreadable", path, reason: reasonOf(error) });
  }
  const parsed = parseState(content);
  if (parsed.ok) return success({ kind: "state", state: parsed.value });
  return parsed.failure.kind === "newer"
    ? failure({ kind: "state-newer", path, version: parsed.failure.version })
    : success(parsed.failure);
}

async function makeDirectory(path: string): Promise<Result<undefined, StateFailure>> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    return success(undefined);
  } catch (error) {
    return failure({ kind: "state-directory", path, reason: reasonOf(error) });
  }
}

interface Held {
  /** False once somebody took the lock over, as they may from a process that was suspended. */
  isMine(): Promise<boolean>;
  release(): Promise<void>;
}

/** What tells one lock directory from its successor, whose inode number may be the same; undefined when gone. */
async function birthOf(path: string): Promise<string | undefined> {
  try {
    const { ino, birthtimeNs } = await stat(path, { bigint: true });
    return `${ino} ${birthtimeNs}`;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

/** Takes the lock, waiting for whoever holds it until the deadline. */
async function acquire(path: string, deadline: AbortSignal): Promise<Result<Held, StateFailure>> {
  let compromised = false;
  const options = {
    realpath: false,
    stale: staleMilliseconds,
    update: staleMilliseconds / 2,
    onCompromised: () => {
      compromised = true;
    },
  };
  for (;;) {
    try {
      const unlock = await lock(path, options);
      const birth = await birthOf(`${path}.lock`);
      const isMine = async () =>
        !compromised && birth !== undefined && (await birthOf(`${path}.lock`)) === birth;
      // A lock that was taken over is not ours to release.
      return success({ isMine, release: async () => ((await isMine()) ? unlock() : undefined) });
    } catch (error) {
      if (codeOf(error) !== "ELOCKED")
        return failure({ kind: "state-unwritable", path, reason: reasonOf(error) });
    }
    if (deadline.aborted) return failure({ kind: "state-locked", path });
    // Spread out, so that fifty waiting processes do not all come back at once.
    await delay(waitMilliseconds * (0.5 + Math.random()));
  }
}

/** Root writing into another user's directory must not leave files that the user cannot replace. */
async function giveToOwnerOf(directory: string, file: FileHandle): Promise<void> {
  const [owner, own] = await Promise.all([stat(directory), file.stat()]);
  if (own.uid === 0 && owner.uid !== own.uid) await file.chown(owner.uid, owner.gid);
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, constants.O_RDONLY);
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

/** Writes beside and renames; the last look before the rename is whether the lock is still held. */
async function commit(path: string, content: string, held: Held): Promise<Result<undefined, StateFailure>> {
  const beside = `${path}.${randomUUID()}.new`;
  try {
    const file = await open(beside, "wx", 0o600);
    try {
      await file.writeFile(content);
      await giveToOwnerOf(dirname(path), file);
      await file.sync();
    } finally {
      await file.close();
    }
    if (!(await held.isMine())) {
      await rm(beside, { force: true });
      return failure({ kind: "lock-lost", path });
    }
    await rename(beside, path);
    await syncDirectory(dirname(path));
    return success(undefined);
  } catch (error) {
    await rm(beside, { force: true });
    return failure({ kind: "state-unwritable", path, reason: reasonOf(error) });
  }
}

async function changeUnderLock<Value>(
  path: string,
  held: Held,
  change: Change<Value>,
): Promise<Updated<Value>> {
  const found = await find(path);
  if (!found.ok) return found;
  let warning: StateFailure | undefined;
  if (found.value.kind === "corrupt") {
    const setAsideAs = `${path}.corrupt-${randomUUID().slice(0, 8)}`;
    await rename(path, setAsideAs);
    warning = { kind: "state-corrupt", path, setAsideAs };
  }
  const { state, value } = await change(found.value);
  if (state !== undefined) {
    const committed = await commit(path, formatState(state), held);
    if (!committed.ok) return committed;
  }
  return success({ value, ...(warning === undefined ? {} : { warning }) });
}

export const fileStore: Store = {
  look: find,

  async update(path, deadline, change) {
    const made = await makeDirectory(dirname(path));
    if (!made.ok) return made;
    const acquired = await acquire(path, deadline);
    if (!acquired.ok) return acquired;
    try {
      return await changeUnderLock(path, acquired.value, change);
    } catch (error) {
      if (codeOf(error) === undefined) throw error;
      return failure({ kind: "state-unwritable", path, reason: reasonOf(error) });
    } finally {
      await acquired.value.release();
    }
  },
};
