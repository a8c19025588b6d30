import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startSimulation, type Simulation } from "../../src/sim/simulation.ts";
import { complaintsOf, logFormats, mrtgWorld, startSeconds, type MrtgWorld } from "./mrtg.ts";

let simulation: Simulation;
beforeAll(async () => {
  simulation = await startSimulation({ clock: "request" });
});
afterAll(() => simulation.close());

async function check(
  mrtg: MrtgWorld,
  ...options: string[]
): Promise<readonly { check: string; line: number }[]> {
  const crontab = mrtg.write("crontab", "");
  const ran = await mrtg.run(
    startSeconds,
    "cw-check",
    "--json",
    "--crontab",
    crontab,
    ...options,
    mrtg.configPath,
  );
  expect(ran.stderr).toBe("");
  const { findings } = JSON.parse(ran.stdout) as { findings: { check: string; line: number }[] };
  expect(ran.exitStatus).toBe(findings.length === 0 ? 0 : 1);
  return findings;
}

const target = (name: string, command: string, options = "gauge"): string =>
  `Target[${name}]: ${command}\nTitle[${name}]: T\nMaxBytes[${name}]: 1000000\nOptions[${name}]: ${options}\n`;

const echo = "`printf '%s\\n' 3000 600`";
/** `mrtg --check` has nothing to say against what follows. */
const passesMrtgsOwnCheck = async (mrtg: MrtgWorld): Promise<void> => {
  expect(await mrtg.check()).toMatchObject({ exitStatus: 0, stderr: "" });
};

describe("what cw-check passes", () => {
  it.each(logFormats)("runs clean under MRTG with LogFormat %s", async (format) => {
    const web = (more: string) =>
      `\`cw-mrtg --endpoint-url ${simulation.url} ${more} NetworkIn NetworkOut AWS/EC2 InstanceId=i-0123456789abcdef0\``;
    const config = [
      target("web", web("--lag 900"), "absolute").replace("1000000", "125000000"),
      target("total", web("--type counter"), "growright").replace("1000000", "125000000"),
      target("sum", `${echo} + ${echo} * 2`),
      "PageTop[sum]: <h1>Sum</h1>\n  # a comment\n  <p>Two lines</p>\n",
    ];
    await using mrtg = await mrtgWorld({ format, config: config.join("") });
    expect(await check(mrtg, "--live")).toEqual([]);
    await passesMrtgsOwnCheck(mrtg);
    for (const index of [0, 1, 2]) {
      const round = await mrtg.round(startSeconds + index * 300);
      expect({ status: round.exitStatus, complaints: complaintsOf(round) }).toEqual({
        status: 0,
        complaints: "",
      });
    }
    expect(mrtg.series("sum").at(-1)).toMatchObject({ in: 9000, out: 1800 });
  });
});

describe("what cw-check finds, and mrtg --check does not", () => {
  it("abs-max: the round dies in the middle", async () => {
    const config = `${target("a", echo)}AbsMax[a]: 10\n${target("b", echo)}`;
    await using mrtg = await mrtgWorld({ format: "rateup", config });
    expect(await check(mrtg)).toMatchObject([{ check: "abs-max", line: 7 }]);
    await passesMrtgsOwnCheck(mrtg);
    const round = await mrtg.round(startSeconds);
    expect(round.exitStatus).not.toBe(0);
    expect(existsSync(mrtg.file("b"))).toBe(false);
  });

  it("backtick: the target never gets a value", async () => {
    await using mrtg = await mrtgWorld({ format: "rateup", config: target("a", `${echo} + \`echo 1`) });
    expect(await check(mrtg)).toMatchObject([{ check: "backtick", line: 3 }]);
    await passesMrtgsOwnCheck(mrtg);
    const round = await mrtg.round(startSeconds);
    expect(round.exitStatus).toBe(92);
    expect(round.stderr).toContain("ERROR: Target[a]");
  });

  it("backslash: the argument begins with a blank", async () => {
    await using mrtg = await mrtgWorld({ format: "rateup", config: target("a", "`./show one \\\n  two`") });
    mrtg.write("show", "#!/bin/sh\nprintf '<%s>' \"$@\" >args\necho 1\necho 1\n", 0o755);
    expect(await check(mrtg)).toMatchObject([{ check: "backslash", line: 3 }]);
    await mrtg.round(startSeconds);
    expect(readFileSync(join(mrtg.directory, "args"), "utf8")).toBe("<one>< two>");
  });

  it("second-run: the command runs twice a round", async () => {
    const count = (text: string) => text.split("\n").length - 1;
    const config = (blanks: string) => target("a", "`./count 1`") + target("b", `\`./count${blanks}1\``);
    await using mrtg = await mrtgWorld({ format: "rateup", config: config("  ") });
    mrtg.write("count", "#!/bin/sh\necho ran >>runs\necho 1\necho 1\n", 0o755);
    expect(await check(mrtg)).toMatchObject([{ check: "second-run", line: 7 }]);
    await mrtg.round(startSeconds);
    const runs = () => count(readFileSync(join(mrtg.directory, "runs"), "utf8"));
    expect(runs()).toBe(2);
    mrtg.configure(config(" "));
    expect(await check(mrtg)).toEqual([]);
    await mrtg.round(startSeconds + 300);
    expect(runs()).toBe(3);
  });

  it("program: the target gets no value", async () => {
    await using mrtg = await mrtgWorld({ format: "rateup", config: target("a", "`cw-mtrg A B`") });
    expect(await check(mrtg)).toMatchObject([{ check: "program", line: 3 }]);
    await passesMrtgsOwnCheck(mrtg);
    expect((await mrtg.round(startSeconds)).exitStatus).toBe(92);
  });

  it("options-precedence: perminute beside absolute changes nothing", async () => {
    const config = target("a", echo, "absolute, perminute") + target("b", echo, "absolute");
    await using mrtg = await mrtgWorld({ format: "rateup", config });
    expect(await check(mrtg)).toMatchObject([{ check: "options-precedence", line: 6 }]);
    for (const index of [0, 1, 2]) await mrtg.round(startSeconds + index * 300);
    expect(mrtg.series("a")).toEqual(mrtg.series("b"));
    expect(mrtg.series("a").at(-1)).toMatchObject({ in: 10 });
  });

  it("unreadable-line: a continued WorkDir ends where its first line does", async () => {
    await using mrtg = await mrtgWorld({ format: "rateup", config: target("a", echo) });
    mrtg.configure(`NoMib2: yes\n  or no\n${target("a", echo)}`);
    expect(await check(mrtg)).toMatchObject([{ check: "unreadable-line", line: 4 }]);
    await passesMrtgsOwnCheck(mrtg);
  });

  it("kmg: perl complains of it in every round", async () => {
    await using mrtg = await mrtgWorld({ format: "rateup", config: `${target("a", echo)}kMG[a]: ,,\n` });
    expect(await check(mrtg)).toMatchObject([{ check: "kmg", line: 7 }]);
    await passesMrtgsOwnCheck(mrtg);
    expect((await mrtg.round(startSeconds)).stderr).toContain("Use of uninitialized value");
  });

  it("language: mrtg ends with status 0, having done nothing", async () => {
    const environment = { LANG: "en_US.UTF-8" };
    await using mrtg = await mrtgWorld({ format: "rateup", config: target("a", echo), environment });
    const crontab = mrtg.write(
      "cron.d/mrtg",
      "LANG=en_US.UTF-8\n*/5 * * * * root /usr/bin/mrtg /etc/mrtg.cfg\n",
    );
    expect(await check(mrtg, "--crontab", crontab)).toMatchObject([{ check: "language", line: 2 }]);
    expect((await mrtg.round(startSeconds)).exitStatus).toBe(0);
    expect(existsSync(mrtg.file("a"))).toBe(false);
  });
});

describe("what cw-check finds of cw-mrtg's", () => {
  it("reading-type: an absolute stored as a counter draws nonsense", async () => {
    const command = `\`cw-mrtg --endpoint-url ${simulation.url} --lag 900 NetworkIn - AWS/EC2 InstanceId=i-0123456789abcdef0\``;
    const config = (target("right", command, "absolute") + target("wrong", command, "growright")).replaceAll(
      "1000000",
      "125000000",
    );
    await using mrtg = await mrtgWorld({ format: "rrdtool", config });
    expect(await check(mrtg)).toMatchObject([{ check: "reading-type", line: 10 }]);
    for (let index = 0; index < 8; index += 1) await mrtg.round(startSeconds + index * 300);
    const total = (name: string) => mrtg.series(name).reduce((sum, row) => sum + (row.in ?? 0), 0);
    expect(total("right")).toBeGreaterThan(0);
    expect(Math.abs(total("wrong") / total("right") - 1)).toBeGreaterThan(0.5);
  });
});
