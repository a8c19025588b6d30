import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { amountOf, formatAmount, parseAmount } from "../../src/ledger/amount.ts";
import { parseState } from "../../src/ledger/state-reader.ts";
import { startSimulation, type Simulation } from "../../src/sim/simulation.ts";
import { repository } from "./mrtg.ts";

let simulation: Simulation;
let directory = "";

beforeEach(async () => {
  simulation = await startSimulation({ clock: Date.now });
  directory = mkdtempSync(join(tmpdir(), "cw-processes-"));
});
afterEach(async () => {
  await simulation.close();
  rmSync(directory, { recursive: true, force: true });
});

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** One cw-mrtg, as cron would run it; killed after so many milliseconds where told. */
function cwMrtg(options: readonly string[], killAfterMilliseconds?: number): Promise<Ended> {
  return new Promise((resolve) => {
    const metric = ["NetworkIn", "-", "AWS/EC2", "InstanceId=i-0123456789abcdef0"];
    const child = spawn(
      join(repository, "bin/cw-mrtg"),
      ["--state-dir", directory, "--timeout", "60", ...options, ...metric],
      {
        env: {
          PATH: process.env["PATH"],
          AWS_REGION: "eu-west-1",
          AWS_ACCESS_KEY_ID: "sim",
          AWS_SECRET_ACCESS_KEY: "sim",
          AWS_ENDPOINT_URL_CLOUDWATCH: simulation.url,
        },
      },
    );
    const told = { stdout: "", stderr: "" };
    child.stdout.on("data", (text: Buffer) => (told.stdout += text.toString()));
    child.stderr.on("data", (text: Buffer) => (told.stderr += text.toString()));
    if (killAfterMilliseconds !== undefined) setTimeout(() => child.kill("SIGKILL"), killAfterMilliseconds);
    child.on("close", (status) => {
      resolve({ status, ...told });
    });
  });
}

const firstLine = ({ stdout }: Ended): string => stdout.split("\n")[0] ?? "";

/** Everything the one ledger there is has counted. */
function counted(): string {
  const [file = ""] = readdirSync(directory).filter((name) => name.endsWith(".json"));
  const parsed = parseState(readFileSync(join(directory, file), "utf8"));
  if (!parsed.ok) throw new Error(parsed.failure.kind);
  const { closed, entries } = parsed.value.ledger;
  return formatAmount(entries.reduce((sum, { value }) => sum + value, closed));
}

/** if-mrtg through a shell, with the redirections under test. */
function throughShell(command: string): readonly [number | null, string] {
  const ended = spawnSync("sh", ["-c", `"$0" ${command}`, join(repository, "bin/if-mrtg")], {
    encoding: "utf8",
  });
  return [ended.status, ended.stderr];
}

describe("--collect", () => {
  test("polls where nothing can be laid ready, and says why", async () => {
    writeFileSync(join(directory, "ready"), "a file");
    const { status, stdout, stderr } = await cwMrtg(["--collect", "/dev/null"]);
    expect([status, stdout.split("\n").length, stderr]).toEqual([
      0,
      5,
      `cw-mrtg: error: cannot write ${join(directory, "ready")}: EEXIST\n`,
    ]);
  });
});

describe("a full disk", () => {
  test("behind stdout is named, and is no bug", () => {
    expect(throughShell("lo >/dev/full")).toEqual([
      74,
      "if-mrtg: error: cannot write standard output: ENOSPC\n",
    ]);
  });

  test("behind stderr changes no status", () => {
    expect(throughShell("--nonsense 2>/dev/full")).toEqual([64, ""]);
  });
});

describe("fifty processes at once on one metric", () => {
  test("hand out each unit exactly once, and complain of nothing", async () => {
    const ended = await Promise.all(Array.from({ length: 50 }, () => cwMrtg(["--hold", "0"])));
    const handedOut = ended.reduce((sum, each) => sum + (parseAmount(firstLine(each)) ?? 0n), 0n);
    expect(ended.filter(({ status, stderr }) => status !== 0 || stderr !== "")).toEqual([]);
    expect(formatAmount(handedOut)).toBe(counted());
    expect(handedOut).toBeGreaterThan(amountOf(0));
  });

  test("leave a whole ledger behind when half of them are killed at any moment", async () => {
    const counter = ["--hold", "0", "--type", "counter"];
    await Promise.all(
      Array.from({ length: 50 }, (_, index) =>
        cwMrtg(counter, index % 2 === 0 ? undefined : 60 + index * 23),
      ),
    );
    const last = await cwMrtg(counter);
    expect([last.status, last.stderr, firstLine(last)]).toEqual([0, "", counted()]);
    expect(readdirSync(directory).filter((name) => name.includes("corrupt"))).toEqual([]);
  });
});
