/**
 * Files and locks: the only module that touches the state directory. Every read-modify-write happens under a lock
 * and lands by write, fsync, rename; a corrupt file is set aside, never deleted. Knows no arithmetic.
 * Small files are read and written at once: handing each call to another thread costs a poll more than the call.
 */
import { randomUUID } from "node:crypto";
import {
  closeSync,
  copyFileSync,
  fchownSync,
  fstatSync,
  fsync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";

import { failure, success, type Result } from "../result.ts";
import type { StateFailure } from "./failure.ts";
import { acquire, type Held } from "./lock.ts";
import { makeDirectory } from "./make-directory.ts";
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

const reasonOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error);
const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

function find(path: string): Result<Found, StateFailure> {
  let content: string;
  try {
    content = readFileSync(path, "utf8");
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

function made(path: string): Result<undefined, StateFailure> {
  try {
    makeDirectory(path);
    return success(undefined);
  } catch (error) {
    return failure({ kind: "state-directory", path, reason: reasonOf(error) });
  }
}

/** Root writing into another user's directory must not leave files that the user cannot replace. */
function giveToOwnerOf(directory: string, descriptor: number): void {
  const own = fstatSync(descriptor);
  if (own.uid !== 0) return;
  const owner = statSync(directory);
  if (owner.uid !== own.uid) fchownSync(descriptor, owner.uid, owner.gid);
}

/** The only call that takes long, and the only one that others need not wait for. */
const reachesDisk = (descriptor: number): Promise<void> =>
  new Promise((resolve, reject) => {
    fsync(descriptor, (error) => {
      if (error === null) resolve();
      else reject(error);
    });
  });

async function syncDirectory(path: string): Promise<void> {
  const directory = openSync(path, "r");
  try {
    await reachesDisk(directory);
  } finally {
    closeSync(directory);
  }
}

const syncing = new Map<string, { readonly current: Promise<void>; next?: Promise<void> }>();

/** What was renamed before this call is on the disk after it; of many calls at once, two do the work of all. */
function synced(path: string): Promise<void> {
  const running = syncing.get(path);
  if (running === undefined) {
    const current = syncDirectory(path).finally(() => syncing.delete(path));
    syncing.set(path, { current });
    return current;
  }
  // The one that runs may have begun too early for us.
  running.next ??= running.current.then(
    () => synced(path),
    () => synced(path),
  );
  return running.next;
}

/** Writes beside and renames; the last look before the rename is whether the lock is still held. */
async function commit(path: string, content: string, held: Held): Promise<Result<undefined, StateFailure>> {
  const beside = `${path}.${randomUUID()}.new`;
  try {
    const file = openSync(beside, "wx", 0o600);
    try {
      writeFileSync(file, content);
      giveToOwnerOf(dirname(path), file);
      await reachesDisk(file);
    } finally {
      closeSync(file);
    }
    if (!held.isMine()) {
      rmSync(beside, { force: true });
      return failure({ kind: "lock-lost", path });
    }
    renameSync(beside, path);
    await synced(dirname(path));
    return success(undefined);
  } catch (error) {
    rmSync(beside, { force: true });
    return failure({ kind: "state-unwritable", path, reason: reasonOf(error) });
  }
}

async function changeUnderLock<Value>(
  path: string,
  held: Held,
  change: Change<Value>,
): Promise<Updated<Value>> {
  const found = find(path);
  if (!found.ok) return found;
  let warning: StateFailure | undefined;
  if (found.value.kind === "corrupt") {
    // A copy, under a name that is the same next time: should this change fail, the file is still found corrupt.
    const setAsideAs = `${path}.corrupt-${statSync(path, { bigint: true }).mtimeNs.toString(36)}`;
    copyFileSync(path, setAsideAs);
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
  look: (path) => Promise.resolve(find(path)),

  async update(path, deadline, change) {
    const directory = made(dirname(path));
    if (!directory.ok) return directory;
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
