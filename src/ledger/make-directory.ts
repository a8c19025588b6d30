/** Makes directories for their owner only. Disk; knows nothing of what will lie in them. */
import { chownSync, mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";

const isDirectory = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/** What root makes in another user's directory must be that user's, who could not even read it else. */
export function give(path: string, like: string): void {
  const [owner, own] = [statSync(like), statSync(path)];
  if (own.uid === 0 && owner.uid !== 0) chownSync(path, owner.uid, owner.gid);
}

/**
 * With its parents. Throws what the disk says. Not Node's own `recursive`: below /proc, where the parent is there
 * and the directory cannot be made for want of an entry, that tries for ever, deaf to every signal.
 */
export function makeDirectory(path: string): void {
  const parent = dirname(path);
  try {
    mkdirSync(path, { mode: 0o700 });
    give(path, parent);
  } catch (error) {
    if (isDirectory(path)) return;
    const { code } = error as NodeJS.ErrnoException;
    if (code !== "ENOENT" || parent === path || isDirectory(parent)) throw error;
    makeDirectory(parent);
    makeDirectory(path);
  }
}
