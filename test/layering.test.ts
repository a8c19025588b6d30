import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, test } from "vitest";

const source = new URL("../src", import.meta.url).pathname;

/** Which folder may import which others, besides itself and the files that lie directly in src/. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  mrtg: [],
  interface: ["mrtg"],
  cloudwatch: [],
  ledger: [],
  target: ["cloudwatch", "ledger", "mrtg"],
  rrdtool: [],
  sim: ["cloudwatch"],
  cfgmaker: ["cloudwatch", "mrtg"],
  backfill: ["cloudwatch", "ledger", "mrtg", "rrdtool", "target"],
  cli: ["cfgmaker", "cloudwatch", "interface", "ledger", "mrtg", "rrdtool", "sim", "target"],
  commands: [
    "backfill",
    "cfgmaker",
    "cli",
    "cloudwatch",
    "interface",
    "ledger",
    "mrtg",
    "rrdtool",
    "sim",
    "target",
  ],
};

/** What a pure folder has from Node: text work, nothing that reaches outside. */
const pureModules = ["node:crypto", "node:path"];
const impureFiles = [
  "ledger/lock.ts",
  "ledger/make-directory.ts",
  "ledger/store.ts",
  "target/ready-files.ts",
];
const isPure = (file: string): boolean =>
  /^(cfgmaker|mrtg|ledger|target)\//.test(file) && !impureFiles.includes(file);

const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((file) =>
  file.endsWith(".ts"),
);
const folderOf = (file: string): string => (file.includes("/") ? (file.split("/")[0] ?? "") : "");

const imports = files.flatMap((file) =>
  [...readFileSync(join(source, file), "utf8").matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].map(
    ([, what = ""]) => ({
      file,
      what: what.startsWith(".") ? relative(source, join(source, dirname(file), what)) : what,
      isOurs: what.startsWith("."),
    }),
  ),
);

describe("the house", () => {
  test("has a table for every folder", () => {
    expect(Object.keys(mayImport)).toEqual(
      expect.arrayContaining([...new Set(files.map(folderOf))].filter(Boolean)),
    );
  });

  test("lets no folder import from one it may not know", () => {
    const wrong = imports.filter(({ file, what, isOurs }) => {
      const [from, to] = [folderOf(file), folderOf(what)];
      return isOurs && to !== "" && to !== from && mayImport[from]?.includes(to) !== true;
    });
    expect(wrong).toEqual([]);
  });

  test("keeps disk, network and process out of what is pure", () => {
    const wrong = imports.filter(
      ({ file, what, isOurs }) => isPure(file) && !isOurs && !pureModules.includes(what),
    );
    expect(wrong).toEqual([]);
  });

  test("lets only client.ts import the SDK", () => {
    const importers = imports.filter(
      ({ what }) => what.startsWith("@aws-sdk/") || what.startsWith("@smithy/"),
    );
    expect(importers.filter(({ file }) => file !== "cloudwatch/client.ts")).toEqual([]);
  });
});
