import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { command } from "../../src/commands/cw-sim.ts";
import { runCommand } from "./world.ts";

/** 2026-12-01 12:00:00 UTC. */
const noon = 1_796_126_400;

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "cw-sim-"));
  const counters = join(root, "sys/class/net/eth0/statistics");
  mkdirSync(counters, { recursive: true });
  writeFileSync(join(counters, "rx_bytes"), "1\n");
  writeFileSync(join(counters, "tx_bytes"), "2\n");
  writeFileSync(join(root, "in.csv"), "timestamp,value\n2014-03-01 17:36:00,42\n2014-03-01 17:41:00,94.8\n");
  writeFileSync(join(root, "bad.csv"), "timestamp,value\nyesterday,42\n");
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

/** Starts cw-sim, does something with its URL, interrupts it. */
async function during<Value>(commandLine: string[], act: (url: string) => Promise<Value>) {
  const interruption = new AbortController();
  let value: Value | undefined;
  let [stdout, stderr] = ["", ""];
  const status = await command({
    commandLine,
    environment: {},
    homeDirectory: undefined,
    nowMilliseconds: () => noon * 1000,
    print(text) {
      stdout += text;
      void act(text.trim()).then((result) => {
        value = result;
        interruption.abort();
      });
    },
    complain: (text) => {
      stderr += text;
    },
    stderrIsTerminal: () => false,
    interrupted: interruption.signal,
  });
  return { status, stdout, stderr, value };
}

const truth = async (url: string, question: Record<string, string>): Promise<unknown> => {
  const answer = await fetch(`${url}/truth?${new URLSearchParams(question).toString()}`);
  return ((await answer.json()) as { sum: string }).sum;
};

describe("cw-sim", () => {
  test("prints its URL on loopback and serves the small account until it is interrupted", async () => {
    const ran = await during([], (url) =>
      truth(url, {
        ...{ namespace: "AWS/EC2", metric: "NetworkIn", dim: "InstanceId=i-0123456789abcdef0" },
        ...{ from: String(noon - 3600), to: String(noon) },
      }),
    );
    expect(ran).toMatchObject({ status: 0, stderr: "" });
    expect(ran.stdout).toMatch(/^http:\/\/127\.0\.0\.1:\d+\n$/);
    expect(Number(ran.value)).toBeGreaterThan(1_000_000);
  });

  test("replays a CSV from a time on", async () => {
    const replay = `AWS/EC2/NetworkIn?InstanceId=i-1=${join(root, "in.csv")}`;
    const { value } = await during(["--replay", replay, "--replay-from", "2026-12-01T12:00:00Z"], (url) =>
      truth(url, {
        ...{ namespace: "AWS/EC2", metric: "NetworkIn", dim: "InstanceId=i-1" },
        ...{ from: String(noon), to: String(noon + 600) },
      }),
    );
    expect(value).toBe("136.8");
  });

  test("starts on an interface that exists", async () => {
    const ran = await during(["--interface", "eth0", "--root", root], () => Promise.resolve());
    expect(ran).toMatchObject({ status: 0, stderr: "" });
  });

  test("takes new faults over HTTP", async () => {
    const { value } = await during([], async (url) => {
      const set = (faults: string) => fetch(`${url}/faults`, { method: "POST", body: faults });
      return [(await set("throttle:3 hang@ListMetrics")).status, (await set("trottle")).status];
    });
    expect(value).toEqual([200, 400]);
  });

  test.each([
    [64, ["--fault", "trottle:3"]],
    [64, ["--replay", "NetworkIn=file"]],
    [64, ["--late", "5%"]],
    [64, ["--clock", "sundial"]],
    [64, ["--port", "70000"]],
    [64, ["--account", "many"]],
    [64, ["--interface", "../eth0"]],
    [64, ["somewhere"]],
    [65, ["--replay", "A/B=/no/such/file.csv"]],
    [69, ["--interface", "no-such"]],
  ])("ends with %i for %j", async (status, commandLine) => {
    const ran = await runCommand(command, commandLine);
    expect(ran).toMatchObject({ status, stdout: "" });
    expect(ran.stderr).toMatch(/^cw-sim: error: .+\n(?:hint: .+\n)?$/);
  });

  test("names the line of a CSV that is none", async () => {
    const { status, stderr } = await runCommand(command, ["--replay", `A/B=${join(root, "bad.csv")}`]);
    expect([status, stderr]).toEqual([
      65,
      `cw-sim: error: cannot read ${join(root, "bad.csv")}: line 2 is no "timestamp,value"\n`,
    ]);
  });

  test("says that a port is taken", async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    const port = String((other.address() as AddressInfo).port);
    const ran = await runCommand(command, ["--port", port]);
    other.close();
    expect(ran).toMatchObject({ status: 69, stderr: expect.stringContaining("EADDRINUSE") as string });
  });

  test("prints help that fits a terminal", async () => {
    const { stdout } = await runCommand(command, ["--help"]);
    const lines = stdout.split("\n");
    expect(lines.length).toBeLessThanOrEqual(61);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
  });
});
