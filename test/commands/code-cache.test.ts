import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { wrap } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Script } from "node:vm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "cw-cache-"));
  cpSync(new URL("../../dist", import.meta.url).pathname, directory, { recursive: true });
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

const cachePath = (): string =>
  join(directory, readdirSync(directory).find((name) => name.endsWith(".cache")) ?? "none.cache");
const version = (): string =>
  execFileSync(process.execPath, [join(directory, "cw-mrtg.cjs"), "--version"], { encoding: "utf8" });

describe("the code cache of cw-mrtg", () => {
  test("is one that this Node takes", () => {
    const source = wrap(readFileSync(join(directory, "cw-mrtg.bundle.cjs"), "utf8"));
    const script = new Script(source, { filename: "cw-mrtg", cachedData: readFileSync(cachePath()) });
    expect(script.cachedDataRejected).toBe(false);
  });

  test.each([
    [
      "is missing",
      () => {
        rmSync(cachePath());
      },
    ],
    [
      "is garbage",
      () => {
        writeFileSync(cachePath(), "garbage");
      },
    ],
  ])("can do without: it starts where the cache %s", (_, damage) => {
    damage();
    expect(version()).toMatch(/^cw-mrtg \d/);
  });
});
