import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { command } from "../../src/commands/if-mrtg.ts";
import { runCommand } from "./world.ts";

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "if-mrtg-"));
  const put = (path: string, content: string): void => {
    mkdirSync(join(root, path, ".."), { recursive: true });
    writeFileSync(join(root, path), content);
  };
  for (const name of ["eth0", "lo"]) {
    put(`sys/class/net/${name}/statistics/rx_bytes`, "9007199254740993\n");
    put(`sys/class/net/${name}/statistics/tx_bytes`, "17\n");
  }
  put("proc/uptime", "11045.12 1.0\n");
  put("proc/sys/kernel/hostname", "<b>web</b>\n");
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

describe("if-mrtg", () => {
  test("prints four lines, the name without markup", async () => {
    expect(await runCommand(command, ["--root", root, "eth0"])).toEqual({
      status: 0,
      stdout: "9007199254740993\n17\n3:04:05\n&lt;b&gt;web&lt;/b&gt;\n",
      stderr: "",
    });
  });

  test("names the interfaces there are for one that there is not", async () => {
    expect(await runCommand(command, ["--root", root, "eth1"])).toEqual({
      status: 69,
      stdout: "",
      stderr: "if-mrtg: error: there is no interface eth1\nhint: there are: eth0, lo\n",
    });
  });

  test.each([["../eth0"], ["a/b"], [".."], ["eth0\nlo"]])("refuses the name %j", async (name) => {
    expect(await runCommand(command, ["--root", root, name])).toMatchObject({ status: 64, stdout: "" });
  });

  test("wants arguments", async () => {
    expect(await runCommand(command, [])).toEqual({
      status: 64,
      stdout: "",
      stderr: "usage: if-mrtg [options] INTERFACE\nsee if-mrtg --help\n",
    });
  });

  test.each([["eth0", "lo"], ["--bogus", "eth0"], ["--root"]])("refuses %j", async (...line) => {
    expect(await runCommand(command, line)).toMatchObject({ status: 64, stdout: "" });
  });

  test("prints help that fits a terminal", async () => {
    const { status, stdout, stderr } = await runCommand(command, ["--help"]);
    expect({ status, stderr, wide: stdout.split("\n").some((line) => line.length > 80) }).toEqual({
      status: 0,
      stderr: "",
      wide: false,
    });
  });

  test("prints its version", async () => {
    expect(await runCommand(command, ["-V"])).toMatchObject({ status: 0, stdout: "if-mrtg 0.0.0-test\n" });
  });
});
