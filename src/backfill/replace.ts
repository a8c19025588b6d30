/**
 * Puts a file in the place of another so that whatever happens there is the old one or the new one, whole: written
 * beside, synced, renamed. Owner and mode stay, and the old one stays beside as a backup.
 */
import { randomUUID } from "node:crypto";
import { constants, copyFile, link, mkdir, open, realpath, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { failure, success, type Result } from "../result.ts";
import { utcSeconds } from "../utc.ts";

interface Owner {
  readonly uid: number;
  readonly gid: number;
}

/** What tells a file from what has been written since. */
export interface Facts extends Owner {
  readonly mode: number;
  readonly version: string;
}

/** What is done to the disk. All throw as node:fs does. */
export interface Disk {
  /** Undefined when there is no such file. */
  look(path: string): Promise<Facts | undefined>;
  /** With all its parents, given to the owner of the lowest one that was there. */
  makeDirectory(path: string): Promise<void>;
  /** A new file, synced. */
  write(path: string, content: string | Uint8Array, owner: Owner, mode: number): Promise<void>;
  /** A second name for a file, or a copy where there are no second names. Fails with EEXIST. */
  keep(path: string, as: string): Promise<void>;
  rename(from: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
  /** The file itself where `path` is a link to it. */
  resolve(path: string): Promise<string>;
}

export type ReplaceFailure =
  | { readonly kind: "output"; readonly path: string; readonly reason: string }
  /** Somebody wrote it since it was read. */
  | { readonly kind: "changed" };

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error);

const reasons: Readonly<Record<string, string>> = {
  ENOSPC: "no space left on the device",
  EACCES: "permission denied",
  EPERM: "its owner is somebody else, who could not go on writing it: run as root or as its owner",
  EROFS: "the file system is read-only",
};

const newFileMode = 0o644;

/** `2031-02-28T000000Z`: sorts, and has no colon. */
const stamp = (seconds: number): string => utcSeconds(seconds).replaceAll(":", "");

async function backUp(disk: Disk, path: string, nowSeconds: number): Promise<string> {
  for (let attempt = 0; ; attempt++) {
    const backup = `${path}.before-${stamp(nowSeconds)}${attempt === 0 ? "" : `-${attempt}`}`;
    try {
      await disk.keep(path, backup);
      return backup;
    } catch (error) {
      if (codeOf(error) !== "EEXIST" || attempt > 99) throw error;
    }
  }
}

/**
 * Puts `content` there. `before` are the facts of the file the content was made from; undefined: there was none.
 * Answers the path of the backup, if there was something to back up.
 */
export async function replaceFile(
  disk: Disk,
  path: string,
  content: string | Uint8Array,
  before: Facts | undefined,
  nowSeconds: number,
): Promise<Result<string | undefined, ReplaceFailure>> {
  let beside: string | undefined;
  let backup: string | undefined;
  try {
    await disk.makeDirectory(dirname(path));
    const real = before === undefined ? path : await disk.resolve(path);
    const owner = before ?? (await disk.look(dirname(path)));
    if (owner === undefined) return failure({ kind: "output", path, reason: "its directory is gone" });
    beside = join(dirname(real), `.${basename(real)}.${randomUUID()}.new`);
    await disk.write(beside, content, owner, before?.mode ?? newFileMode);
    const now = await disk.look(real);
    if (now?.version !== before?.version) {
      await disk.remove(beside);
      return failure({ kind: "changed" });
    }
    if (before !== undefined) backup = await backUp(disk, real, nowSeconds);
    await disk.rename(beside, real);
    return success(backup);
  } catch (error) {
    for (const left of [beside, backup]) if (left !== undefined) await disk.remove(left);
    const code = codeOf(error);
    return failure({ kind: "output", path, reason: reasons[code] ?? code });
  }
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, constants.O_RDONLY);
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

/** File systems that have no second names say so in many ways. */
const withoutLinks = ["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"];

export const realDisk: Disk = {
  async look(path) {
    try {
      const { uid, gid, mode, ino, size, mtimeNs } = await stat(path, { bigint: true });
      return {
        uid: Number(uid),
        gid: Number(gid),
        mode: Number(mode) & 0o7777,
        version: [ino, size, mtimeNs].join(" "),
      };
    } catch (error) {
      if (codeOf(error) === "ENOENT") return undefined;
      throw error;
    }
  },

  async makeDirectory(path) {
    const first = await mkdir(path, { recursive: true });
    if (first === undefined) return;
    const owner = await stat(dirname(first));
    for (let each = path; each.length >= first.length; each = dirname(each)) {
      const directory = await open(each, constants.O_RDONLY);
      try {
        const own = await directory.stat();
        if (own.uid !== owner.uid) await directory.chown(owner.uid, owner.gid);
      } finally {
        await directory.close();
      }
    }
  },

  async write(path, content, { uid, gid }, mode) {
    const file = await open(path, "wx", 0o600);
    try {
      await file.writeFile(content);
      const own = await file.stat();
      if (own.uid !== uid || own.gid !== gid) await file.chown(uid, gid);
      await file.chmod(mode);
      await file.sync();
    } finally {
      await file.close();
    }
  },

  async keep(path, as) {
    try {
      await link(path, as);
    } catch (error) {
      if (!withoutLinks.includes(codeOf(error))) throw error;
      await copyFile(path, as, constants.COPYFILE_EXCL);
    }
  },

  async rename(from, to) {
    await rename(from, to);
    await syncDirectory(dirname(to));
  },

  remove: (path) => rm(path, { force: true }),
  resolve: (path) => realpath(path),
};
