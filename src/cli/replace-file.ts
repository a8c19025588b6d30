/** Replaces a file as a whole: whoever reads it sees the old content or the new one, never a part. */
import {
  closeSync,
  fchmodSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { failure, success, type Result } from "../result.ts";
import type { Failure } from "./failures.ts";

/** A link stays a link: what it points to is replaced. The mode stays what it was. */
export function replaceFile(path: string, content: string): Result<undefined, Failure> {
  let beside: string | undefined;
  try {
    const before = statSync(path, { throwIfNoEntry: false });
    const real = before === undefined ? path : realpathSync(path);
    const temporary = join(dirname(real), `.${basename(real)}.${process.pid}`);
    const file = openSync(temporary, "wx", 0o666);
    beside = temporary;
    try {
      if (before !== undefined) fchmodSync(file, before.mode & 0o7777);
      writeFileSync(file, content);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, real);
    return success(undefined);
  } catch (error) {
    if (beside !== undefined) rmSync(beside, { force: true });
    return failure({ kind: "output", path, reason: error instanceof Error ? error.message : String(error) });
  }
}
