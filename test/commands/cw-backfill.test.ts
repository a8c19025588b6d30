import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { command } from "../../src/commands/cw-backfill.ts";
import { runCommand } from "./world.ts";

let directory: string;
let config: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "cw-backfill-"));
  config = join(directory, "mrtg.cfg");
  const dead = "cw-mrtg --endpoint-url http://127.0.0.1:1 NetworkIn NetworkOut AWS/EC2 InstanceId=i-1";
  writeFileSync(
    config,
    [
      `WorkDir: ${directory}/www`,
      `Target[web]: \`${dead}\``,
      "Options[web]: absolute",
      "Target[eth0]: `if-mrtg eth0`",
      "Target[odd]: `cw-mrtg --period 7 A - B`",
      "Target[sh]: `cw-mrtg $METRIC - B`",
      "",
    ].join("\n"),
  );
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});

const environment = {
  AWS_REGION: "eu-west-1",
  AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
  AWS_SECRET_ACCESS_KEY: "example",
  PATH: process.env["PATH"],
};
const run = (...line: readonly string[]) =>
  runCommand(command, line, {
    environment: { ...environment, CW_MRTG_STATE_DIR: join(directory, "state") },
    nowMilliseconds: () => 1_930_003_217_000,
  });

describe("cw-backfill", () => {
  test("prints its plan, and does nothing else, on --dry-run", async () => {
    const { status, stdout, stderr } = await run("--dry-run", config);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout.split("\n")).toEqual([
      `web: create ${directory}/www/web.log: 300 s from 2030-12-27, 3600 s from 2029-11-30`,
      expect.stringMatching(/^odd: skip: its cw-mrtg command: --period 7: CloudWatch has /) as string,
      'sh: skip: its cw-mrtg command: only sh can tell what "$" means',
      "1 of 3 targets; 40 requests of GetMetricStatistics (a million a month is free): 0.00 USD",
      `states are kept in ${directory}/state ($CW_MRTG_STATE_DIR)`,
      "",
    ]);
    expect(readdirSync(directory)).toEqual(["mrtg.cfg"]);
  });

  test("leaves nothing behind when CloudWatch cannot be reached", async () => {
    const { status, stderr } = await run("--timeout", "5", config, "WEB");
    expect([69, 75]).toContain(status);
    expect(stderr).toMatch(/^cw-backfill: error: (cannot reach|no answer from) http:\/\/127\.0\.0\.1:1/);
    expect(readdirSync(directory)).toEqual(["mrtg.cfg"]);
  });

  test("tells of a target that was named and is none of its own", async () => {
    expect((await run(config, "eth0")).stdout).toBe("eth0: skipped: it does not call cw-mrtg\n");
  });

  test("answers with the configuration's status for a command it cannot read", async () => {
    const { status, stderr } = await run(config, "odd");
    expect(status).toBe(78);
    expect(stderr).toMatch(/^cw-backfill: error: odd: its cw-mrtg command: --period 7/);
  });

  test.each([
    [[], 64],
    [["--days", "0", "C"], 64],
    [["--days", "456", "C"], 64],
    [["--timeout", "x", "C"], 64],
    [["--bogus", "C"], 64],
    [["C", "nobody"], 64],
    [["/no/such.cfg"], 65],
  ] as const)("answers %j with status %d", async (line, status) => {
    const ran = await run(...line.map((word) => (word === "C" ? config : word)));
    expect({ status: ran.status, stdout: ran.stdout }).toEqual({ status, stdout: "" });
  });

  test("prints help that fits a terminal", async () => {
    const { status, stdout } = await run("--help");
    const lines = stdout.split("\n");
    expect([status, lines.length < 60, Math.max(...lines.map((line) => line.length)) <= 80]).toEqual([
      0,
      true,
      true,
    ]);
  });
});
