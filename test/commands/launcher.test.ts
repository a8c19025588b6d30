import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readyPath } from "../../src/target/ready.ts";
import { readyFiles, timeBy } from "../../src/target/ready-files.ts";

const launcher = new URL("../../bin/cw-mrtg", import.meta.url).pathname;
const reading = "5\n7.25\n0\ncloudwatch: a \\ b  and &lt;c&gt;\n";
const commandLine = ["NetworkIn", "NetworkOut", "AWS/EC2", "InstanceId=i-1"];

let root = "";
let state = "";
const environment = (): Record<string, string> => ({
  PATH: `${root}/bin:/usr/bin:/bin`,
  CW_MRTG_STATE_DIR: state,
  CW_MRTG_PROC: join(root, "proc"),
});

function setUptime(seconds: number, boot = "boot-1"): void {
  mkdirSync(join(root, "proc/sys/kernel/random"), { recursive: true });
  writeFileSync(join(root, "proc/uptime"), `${seconds}.25 99.00\n`);
  writeFileSync(join(root, "proc/sys/kernel/random/boot_id"), `${boot}\n`);
}

interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
}

/** A node in PATH says with which arguments it was called, instead of polling. */
function launch(shell: readonly string[], words: readonly string[], more: Record<string, string> = {}): Ran {
  const [program = "", ...options] = shell;
  const { stdout, stderr, status } = spawnSync(program, [...options, launcher, ...words], {
    encoding: "utf8",
    env: { ...environment(), ...more },
  });
  return { stdout, stderr, status };
}

function leave(words: readonly string[], more: Record<string, string> = {}, repeatSeconds = 30): string {
  const time = timeBy(join(root, "proc"), 1_000_000);
  const files = readyFiles(state, time);
  const path = readyPath(words, more) ?? "";
  expect(path).not.toBe("");
  const made = time().moment;
  files.put(path, { id: files.newId(), made, validSeconds: 240, repeatSeconds, reading });
  return join(state, "ready", path);
}

const polled = (words: readonly string[]) =>
  `polls ${JSON.stringify([join(dirname(launcher), "../dist/cw-mrtg.cjs").replace("/dist", "/dist"), ...words])}\n`;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "cw-launch-"));
  mkdirSync(join(root, "bin"));
  const fake = `#!${process.execPath}\nconst [, , main, ...words] = process.argv;\nprocess.stdout.write("polls " + JSON.stringify([require("path").resolve(main), ...words]) + "\\n");\n`;
  writeFileSync(join(root, "bin/node"), fake);
  chmodSync(join(root, "bin/node"), 0o755);
});
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});
beforeEach(() => {
  state = mkdtempSync(join(root, "state-"));
  setUptime(1000);
});

describe.each([["dash"], ["busybox", "sh"]])("the launcher under %s %s", (...given) => {
  const shell = given.filter((word) => typeof word === "string");

  test("prints what lies ready, once", () => {
    leave(commandLine);
    expect(launch(shell, commandLine)).toEqual({ stdout: reading, stderr: "", status: 0 });
    setUptime(1030);
    expect(launch(shell, commandLine).stdout).toBe(polled(commandLine));
  });

  test("prints it again to who asks again within --hold", () => {
    leave(commandLine);
    launch(shell, commandLine);
    setUptime(1029);
    expect(launch(shell, commandLine).stdout).toBe(reading);
  });

  test.each([
    [
      "it is too old",
      () => {
        setUptime(1240);
      },
    ],
    [
      "it is of before the last boot",
      () => {
        setUptime(1001, "boot-2");
      },
    ],
    [
      "the clock stands before it",
      () => {
        setUptime(999);
      },
    ],
  ])("polls when %s", (_, change) => {
    leave(commandLine);
    change();
    expect(launch(shell, commandLine)).toEqual({ stdout: polled(commandLine), stderr: "", status: 0 });
  });

  test.each([
    "",
    "1 boot-1 1000 1240 30 x/y\n5\n",
    "1 boot-1 a b c d\n1\n2\n3\n4\n",
    "2 boot-1 1000 1240 30 1/x\n1\n2\n3\n4\n",
  ])("polls when what lies there is no reading: %j", (text) => {
    const path = leave(commandLine);
    writeFileSync(path, text);
    expect(launch(shell, commandLine)).toEqual({ stdout: polled(commandLine), stderr: "", status: 0 });
  });

  test("polls when the reading was withdrawn", async () => {
    const path = leave(commandLine);
    const id = readFileSync(path, "utf8").split("\n")[0]?.split(" ")[5] ?? "";
    const files = readyFiles(state, timeBy(join(root, "proc"), 1_000_000));
    await files.withdraw({ ids: [id], madeSeconds: 1_000_000, before: undefined });
    expect(launch(shell, commandLine).stdout).toBe(polled(commandLine));
  });

  test("leaves no mark that a poll could take for something else", async () => {
    const path = leave(commandLine);
    const id = readFileSync(path, "utf8").split("\n")[0]?.split(" ")[5] ?? "";
    launch(shell, commandLine);
    setUptime(1007);
    const files = readyFiles(state, timeBy(join(root, "proc"), 1_000_007));
    const fate = await files.withdraw({ ids: [id], madeSeconds: 1_000_000, before: undefined });
    expect(fate).toEqual({ kind: "taken", takenSeconds: 1_000_000 });
  });

  test("prints the reading of exactly these arguments and this environment", () => {
    leave(commandLine, { AWS_PROFILE: "a" });
    expect(launch(shell, commandLine).stdout).toBe(polled(commandLine));
    expect(launch(shell, commandLine, { AWS_PROFILE: "b" }).stdout).toBe(polled(commandLine));
    expect(
      launch(shell, ["NetworkIn\tNetworkOut", ...commandLine.slice(2)], { AWS_PROFILE: "a" }).stdout,
    ).toMatch(/^polls/);
    expect(launch(shell, commandLine, { AWS_PROFILE: "a" }).stdout).toBe(reading);
  });

  test.each([
    ["--state-dir", ""],
    ["--state-dir=", "="],
  ])("looks into the directory that %s names", (_, joint) => {
    const own = state;
    const words =
      joint === "" ? ["--state-dir", own, ...commandLine] : [`--state-dir=${own}`, ...commandLine];
    leave(words);
    expect(launch(shell, words, { CW_MRTG_STATE_DIR: "/nowhere" }).stdout).toBe(reading);
  });

  test("finds any arguments again, or hands them to Node as they are", () => {
    const word = fc.oneof(
      {
        weight: 3,
        arbitrary: fc.string({
          unit: fc.constantFrom(...Array.from("aZ09/-=.*?[]$'\"\\ \t\n~!#&;|<>(){}%é")),
        }),
      },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          "-",
          "--",
          "..",
          "/",
          "//",
          "-n",
          "x".repeat(450),
          "/".repeat(300),
          "y".repeat(10_000),
        ),
      },
    );
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 6 }), (words) => {
        const collects =
          readyPath(words, {}) !== undefined && !words.some((each) => each.startsWith("--state-dir"));
        if (collects) leave(words, {}, 9999);
        expect(launch(shell, words)).toEqual({
          stdout: collects ? reading : polled(words),
          stderr: "",
          status: 0,
        });
      }),
      { numRuns: 40, seed: 1 },
    );
  });

  test("starts what lies beside it, through whatever links it is called", () => {
    const [one, two] = [join(state, "one"), join(state, "two")];
    symlinkSync(launcher, one);
    symlinkSync("one", two);
    const [program = "", ...options] = shell;
    const { stdout } = spawnSync(program, [...options, two, "a"], { encoding: "utf8", env: environment() });
    expect(stdout).toBe(polled(["a"]));
  });

  test("says so when there is no node", () => {
    const empty = join(state, "empty");
    mkdirSync(empty);
    const [program = "", ...options] = shell;
    const text = readFileSync(launcher, "utf8").replaceAll(/\/usr(\/local)?\/bin\/node/g, "/nowhere/node");
    writeFileSync(join(empty, "cw-mrtg"), text);
    const whole = spawnSync("which", [program], { encoding: "utf8" }).stdout.trim();
    const { stdout, stderr, status } = spawnSync(whole, [...options, join(empty, "cw-mrtg"), "a"], {
      encoding: "utf8",
      env: { ...environment(), PATH: empty },
    });
    expect({ stdout, stderr, status }).toEqual({
      stdout: "",
      stderr: "cw-mrtg: error: no node in PATH, /usr/local/bin or /usr/bin\n",
      status: 69,
    });
  });
});

test("the launcher is short", () => {
  expect(readFileSync(launcher, "utf8").split("\n").length).toBeLessThan(41);
});
