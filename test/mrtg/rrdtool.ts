/** The real rrdtool in a directory of its own. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export function rrdtoolIn(name: string) {
  const directory = mkdtempSync(join(tmpdir(), `${name}-`));
  const run = (...words: readonly string[]): string =>
    execFileSync("rrdtool", words, {
      cwd: directory,
      encoding: "utf8",
      env: { ...process.env, TZ: "UTC", LC_ALL: "C" },
      maxBuffer: 1e9,
    });
  return {
    path: (file: string): string => join(directory, file),
    run,
    restore(xml: string, file: string): void {
      writeFileSync(join(directory, `${file}.xml`), xml);
      run("restore", `${file}.xml`, file);
    },
    remove: (): void => {
      rmSync(directory, { recursive: true });
    },
  };
}
