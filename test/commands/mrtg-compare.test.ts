import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { command } from "../../src/commands/mrtg-compare.ts";
import { condense, type History } from "../../src/mrtg/history.ts";
import { logOf } from "../../src/mrtg/log-history.ts";
import { formatLog } from "../../src/mrtg/log.ts";
import { fillDump } from "../../src/mrtg/rrd-history.ts";
import { createArguments } from "../../src/mrtg/rrd.ts";
import { rrdtoolIn } from "../mrtg/rrdtool.ts";
import { runCommand } from "./world.ts";

let directory: string;
const end = 1_930_003_200;

/** Two days of traffic; `late` seconds later the same again, by a factor. */
function traffic(late: number, factor: number): History {
  const minutes = { startSeconds: end - 3 * 86_400, stepSeconds: 60, endSeconds: end };
  const fine = Float64Array.from({ length: 3 * 1440 }, (_, minute) => {
    const noise = Math.sin(minute * 12.9898) * 43758.5453;
    return 100_000 * (noise - Math.floor(noise)) * factor;
  });
  const values = Float64Array.from({ length: 576 }, (_, index) => {
    const from = end - 2 * 86_400 + index * 300 - late;
    return condense(minutes, fine, from, from + 300).mean;
  });
  return { startSeconds: end - 2 * 86_400, stepSeconds: 300, endSeconds: end, in: values, out: values };
}

beforeAll(() => {
  const tool = rrdtoolIn("compare");
  directory = tool.path("");
  const shape = { intervalSeconds: 300, type: "ABSOLUTE", maxIn: 0, maxOut: 0 } as const;
  tool.run("create", ...createArguments("empty.rrd", end, shape));
  const xml = fillDump(tool.run("dump", "empty.rrd"), traffic(420, 0.5), { in: "0", out: "0" });
  if (xml.ok) tool.restore(xml.value, "web.rrd");
  const put = (name: string, content: string): void => {
    writeFileSync(join(directory, name), content);
  };
  put("eth0.log", formatLog(logOf(traffic(0, 1), { in: "1", out: "1" }, "nothing")));
  put("web.log", formatLog(logOf(traffic(420, 0.5), { in: "0", out: "0" }, "nothing")));
  put("none.log", "1930003200 0 0\n1930003200 0 0 0 0\n");
  put("broken.log", "1930003200 0 0\nhello\n");
  put("mrtg.cfg", `WorkDir: ${directory}\nTarget[eth0]: \`x\`\nTarget[web]: \`x\`\n`);
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});

const at = (name: string): string => join(directory, name);
const run = (...line: readonly string[]) =>
  runCommand(command, line, { environment: { PATH: process.env["PATH"] } });

describe("mrtg-compare", () => {
  test.each(["web.log", "web.rrd"])("tells lag and ratio of eth0.log and %s", async (name) => {
    const { status, stdout, stderr } = await run("--json", at("eth0.log"), at(name));
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const comparison = JSON.parse(stdout) as { lagSeconds: number; in: { ratio: number } };
    expect(Math.abs(comparison.lagSeconds - 420)).toBeLessThanOrEqual(15);
    expect(comparison.in.ratio).toBeCloseTo(0.5, 3);
  });

  test("finds the files of targets in the configuration, and speaks to people", async () => {
    const { stdout, stderr } = await run("--config", at("mrtg.cfg"), "eth0", "WEB");
    expect(stderr).toBe("");
    expect(stdout).toMatch(
      /^lag {12}(6 min 5\d|7 min( \d)?)( s)?, B behind A \(best of \d+ steps of 5 min\)$/m,
    );
    expect(stdout).toMatch(/^The totals agree within (49|50|51) %\.$/m);
    expect(stdout.split("\n").every((line) => line.length <= 80)).toBe(true);
  });

  test("draws a picture", async () => {
    const { status } = await run("--plot", at("both.png"), at("eth0.log"), at("web.rrd"));
    expect(status).toBe(0);
    expect(readFileSync(at("both.png")).subarray(1, 4).toString()).toBe("PNG");
  });

  test.each([
    [["missing.log", "web.log"], 65, "ENOENT"],
    [["none.log", "web.log"], 65, "nothing is recorded in it"],
    [["broken.log", "web.log"], 65, "line 2 is not TIME IN OUT MAXIN MAXOUT"],
    [["missing.rrd", "web.log"], 69, "rrdtool dump failed"],
    [["mrtg.cfg", "web.log"], 64, "is no .log and no .rrd"],
  ])("says of %j with status %i why not", async ([a = "", b = ""], status, message) => {
    const ran = await run(at(a), at(b));
    expect(ran).toMatchObject({ status, stdout: "" });
    expect(ran.stderr).toContain(message);
  });

  test.each([
    [[]],
    [["a.log"]],
    [["a.log", "b.log", "c.log"]],
    [["--lag", "x", "a.log", "b.log"]],
    [["--config", "C", "eth0", "nobody"]],
  ])("refuses %j", async (line) => {
    const { status, stdout } = await run(...line.map((word) => (word === "C" ? at("mrtg.cfg") : word)));
    expect({ status, stdout }).toEqual({ status: 64, stdout: "" });
  });

  test("leaves no picture where it cannot be written", async () => {
    const { status } = await run("--plot", at("no/where.png"), at("eth0.log"), at("web.log"));
    expect([status, existsSync(at("no"))]).toEqual([69, false]);
  });
});
