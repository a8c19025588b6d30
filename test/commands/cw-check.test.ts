import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { command } from "../../src/commands/cw-check.ts";
import { startSimulation, type Simulation } from "../../src/sim/simulation.ts";
import { runCommand } from "./world.ts";

let directory: string;
let path: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "cw-check-"));
  mkdirSync(join(directory, "bin"));
  mkdirSync(join(directory, "state"));
  path = join(directory, "mrtg.cfg");
  writeFileSync(join(directory, "bin/cw-mrtg"), "", { mode: 0o755 });
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

const write = (name: string, text: string): string => {
  writeFileSync(join(directory, name), text);
  return join(directory, name);
};

const target = (name: string, commandLine: string, options = "absolute") =>
  `Target[${name}]: \`${commandLine}\`\nTitle[${name}]: T\nMaxBytes[${name}]: 100\nOptions[${name}]: ${options}\n`;

const config = (...targets: string[]) => write("mrtg.cfg", `WorkDir: ${directory}\n${targets.join("")}`);
const web = "cw-mrtg --region eu-west-1 NetworkIn NetworkOut AWS/EC2 InstanceId=i-0123456789abcdef0";

/** Without a crontab of its own, none: what this machine's says must not matter. */
const run = (...commandLine: string[]) =>
  runCommand(
    command,
    [...(commandLine.includes("--crontab") ? [] : ["--crontab", write("none", "")]), ...commandLine, path],
    {
      environment: {
        PATH: join(directory, "bin"),
        AWS_ACCESS_KEY_ID: "AKIAEXAMPLE",
        AWS_SECRET_ACCESS_KEY: "secret",
        CW_MRTG_STATE_DIR: join(directory, "state"),
        AWS_EC2_METADATA_DISABLED: "true",
      },
      homeDirectory: directory,
      nowMilliseconds: () => Date.now(),
    },
  );

describe("cw-check", () => {
  it("says in one line with status 0 that nothing is wrong", async () => {
    config(target("web", web));
    expect(await run()).toEqual({
      status: 0,
      stdout: `${path}: 1 target, nothing wrong found\n`,
      stderr: "",
    });
  });

  it("tells findings with line and remedy in the order of the lines, with status 1", async () => {
    config(target("web", web, "gauge"), target("b", "nothing", "gauge"));
    const { status, stdout } = await run();
    expect(status).toBe(1);
    expect(stdout.replaceAll(directory, "")).toBe(
      [
        "/mrtg.cfg:5: [web] cw-mrtg prints what is new since the last reading (absolute), and MRTG stores it as gauge (reading-type)",
        "    write Options[web]: absolute, or call cw-mrtg with --type gauge --per second",
        "/mrtg.cfg:6: [b] nothing is not found in /bin (program)",
        "    write the whole path of the program, or add its directory by PathAdd",
        "/mrtg.cfg: 2 targets, 2 findings",
        "",
      ].join("\n"),
    );
  });

  it("tells them as JSON", async () => {
    config(target("web", web, "gauge"));
    const { status, stdout } = await run("--json");
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      file: path,
      findings: [{ check: "reading-type", file: path, line: 5, target: "web" }],
    });
  });

  it("keeps the control characters of other people's words out of the terminal", async () => {
    config(target("web", `${web} 'X=\u001b[2J\u0007' --nonsense\u001b`));
    const { stdout } = await run();
    expect(stdout).not.toMatch(/[^\P{Cc}\n]/u);
  });

  it("tells of a command line that cw-mrtg would not take", async () => {
    config(target("web", `${web} --peroid 60`), target("b", `${web} $ID`));
    expect((await run()).stdout).toMatch(
      /cw-mrtg stops: unknown option --peroid \(command-line\)[^]*a variable/,
    );
  });

  it("tells of a profile that does not exist", async () => {
    config(target("web", `AWS_PROFILE=nope ${web}`));
    expect((await run()).stdout).toContain('there is no profile "nope"');
  });

  it("looks for credentials where the job of the crontab will have them, not in its own environment", async () => {
    config(target("web", web));
    const crontab = write("crontab", `PATH=${directory}/bin\n*/5 * * * * env LANG=C mrtg ${path}\n`);
    const { stdout } = await run("--crontab", crontab, "--user", "root");
    expect(stdout).toContain("no credentials for eu-west-1");
  });

  it("tells of UTF-8 in the crontab", async () => {
    config(target("web", web));
    const crontab = write("crontab", `PATH=${directory}/bin\n*/5 * * * * env LANG=C.UTF-8 mrtg ${path}\n`);
    expect((await run("--crontab", crontab)).stdout).toContain(`${crontab}:2: with LANG=C.UTF-8 mrtg ends`);
  });

  it("tells of a state directory where mrtg's user cannot write", async () => {
    config(target("web", web.replace("cw-mrtg", "cw-mrtg --state-dir /root/x")));
    expect((await run("--user", "nobody")).stdout).toMatch(/nobody may not (enter|write in) \/root/);
  });

  it("prints the cost", async () => {
    config(target("a", web), target("b", web.replace("NetworkOut", "-")));
    const { status, stdout } = await run("--cost");
    expect(status).toBe(0);
    expect(stdout.replaceAll(directory, "")).toMatchInlineSnapshot(`
      "/mrtg.cfg: 2 targets, 2 distinct commands, every 300 s: 8,640 rounds in 30 days

      each command by itself                                     a month         USD
        GetMetricStatistics                              25,920 requests        0.00
        GetMetricData, every statistic a metric           25,920 metrics        0.26

      all together by cw-collect                                 a month         USD
        GetMetricStatistics                              17,280 requests        0.00
        GetMetricData, every statistic a metric           17,280 metrics        0.17

      free: 2.6 % of the 1,000,000 requests of GetMetricStatistics an account has a month
      cheaper: GetMetricStatistics
      "
    `);
  });

  it("prints the least policy", async () => {
    config(target("a", web));
    const { status, stdout } = await run("--policy");
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      Statement: [
        {
          Action: ["cloudwatch:GetMetricStatistics", "cloudwatch:ListMetrics"],
          Condition: { StringEquals: { "aws:RequestedRegion": ["eu-west-1"] } },
        },
      ],
    });
  });

  it("prints a policy for each principal where roles are assumed", async () => {
    config(target("a", `${web} --role-arn arn:aws:iam::123456789012:role/r`));
    expect(Object.keys(JSON.parse((await run("--policy")).stdout) as object)).toEqual([
      "arn:aws:iam::123456789012:role/r",
      "credentials",
    ]);
  });

  it.each([
    [[], 65, "cannot read"],
    [["--cost", "--policy"], 64, "do not go together"],
    [["--timeout", "x"], 64, "--timeout"],
    [["--user", "no-such-user"], 64, "no user"],
    [["--crontab", "/no/crontab"], 65, "/no/crontab"],
  ])("ends %j with status %i", async (commandLine, status, message) => {
    if (commandLine.length > 0) config();
    const ran = await run(...commandLine);
    expect(ran).toMatchObject({ status, stdout: "" });
    expect(ran.stderr).toContain(message);
  });
});

describe("cw-check --live", () => {
  let simulation: Simulation;
  beforeAll(async () => {
    simulation = await startSimulation({ clock: () => Date.now() });
  });
  afterAll(() => simulation.close());
  const live = (commandLine: string) =>
    target("web", commandLine.replace("cw-mrtg", `cw-mrtg --endpoint-url ${simulation.url}`));

  it("passes metrics that exist", async () => {
    config(live(web));
    expect(await run("--live")).toMatchObject({ status: 0, stderr: "" });
  });

  it("tells of a dimension set that does not exist, and names one that does", async () => {
    config(live("cw-mrtg --region eu-west-1 NetworkIn - AWS/EC2 InstanceId=i-0"));
    const { status, stdout } = await run("--live");
    expect(status).toBe(1);
    expect(stdout).toMatch(
      /no AWS\/EC2 NetworkIn with InstanceId=i-0 \(live\)\n {4}it has .*InstanceId=i-0123456789abcdef0/,
    );
  });

  it("tells why it could not ask", async () => {
    config(live(web).replace(simulation.url, "http://127.0.0.1:1"));
    expect((await run("--live", "--timeout", "5")).stdout).toContain("cannot reach http://127.0.0.1:1");
  });
});
