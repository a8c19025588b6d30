/** The files of this machine below a root, as src/interface wants to read them. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { SystemFiles } from "../interface/reading.ts";

function unlessMissing<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    // Linux answers EINVAL for the counters of an interface that goes down while they are read.
    const code = (error as NodeJS.ErrnoException).code ?? "";
    if (["ENOENT", "ENOTDIR", "EACCES", "EINVAL"].includes(code)) return undefined;
    throw error;
  }
}

export const filesUnder = (root: string): SystemFiles => ({
  read: (path) => unlessMissing(() => readFileSync(join(root, path), "utf8")),
  list: (path) => unlessMissing(() => readdirSync(join(root, path))),
});
