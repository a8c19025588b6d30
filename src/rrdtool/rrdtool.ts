/** Runs rrdtool. The only module that does; what it is told and what it answers is mrtg/'s matter. */
import { execFile } from "node:child_process";
import { failure, success, type Result } from "../result.ts";

export interface RrdtoolFailure {
  readonly kind: "rrdtool";
  /** `create`, `dump`, … */
  readonly word: string;
  readonly reason: string;
}

export type Rrdtool = (words: readonly string[]) => Promise<Result<string, RrdtoolFailure>>;

/** The dump of a file with many rows, and then some. */
const mostOutput = 256 * 1024 * 1024;

/** rrdtool as `search` (a PATH) finds it, speaking C and UTC, so that what it prints can be read. */
export const rrdtoolFrom =
  (search: string): Rrdtool =>
  (words) =>
    new Promise((resolve) => {
      execFile(
        "rrdtool",
        [...words],
        { env: { PATH: search, TZ: "UTC", LC_ALL: "C" }, maxBuffer: mostOutput },
        (error, stdout, stderr) => {
          const word = words[0] ?? "";
          if (error === null) resolve(success(stdout));
          else if (error.code === "ENOENT")
            resolve(failure({ kind: "rrdtool", word, reason: "there is no rrdtool in PATH" }));
          else resolve(failure({ kind: "rrdtool", word, reason: stderr.trim() || error.message }));
        },
      );
    });
