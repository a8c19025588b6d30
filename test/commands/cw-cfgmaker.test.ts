import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { formatBlock } from "../../src/cfgmaker/blocks.ts";
import { cfgmaker } from "../../src/commands/cw-cfgmaker.ts";
import { command as check } from "../../src/commands/cw-check.ts";
import type { ConnectionOptions } from "../../src/cloudwatch/connection.ts";
import { success } from "../../src/result.ts";
import {
  fakeAccount,
  instance,
  ofInstance,
  tagged,
  type AccountOptions,
  type FakeAccount,
} from "../cfgmaker/account.ts";
import { runCommand } from "./world.ts";

const web: AccountOptions = {
  resources: [ofInstance("i-1"), ofInstance("i-2")],
  instances: [instance("i-1", { Name: "web" }), instance("i-2", { Name: "db" })],
  tagged: [tagged("arn:aws:ec2:eu-west-1:1:instance/i-2", { env: "prod" })],
};

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "cw-cfgmaker-"));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

interface Run {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly opened: readonly ConnectionOptions[];
  readonly account: FakeAccount;
}

async function run(options: AccountOptions, ...commandLine: string[]): Promise<Run> {
  const account = fakeAccount(options);
  const opened: ConnectionOptions[] = [];
  const command = cfgmaker((connection) => {
    opened.push(connection);
    return Promise.resolve(success(account));
  });
  return { ...(await runCommand(command, commandLine)), opened, account };
}

const denied = { kind: "access-denied", operation: "tag:GetResources", reason: "no" } as const;
const targetsIn = (config: string): readonly string[] =>
  [...config.matchAll(/^Target\[(.*?)\]/gm)].map(([, name = ""]) => name);

describe("cw-cfgmaker", () => {
  it("writes a configuration to stdout and nothing to stderr", async () => {
    const { status, stdout, stderr } = await run(web, "eu-west-1", "AWS/EC2");
    expect([status, stderr]).toEqual([0, ""]);
    expect(targetsIn(stdout)).toHaveLength(4);
  });

  it("begins with the command line as a shell would read it again", async () => {
    const { stdout } = await run(web, "--global", "WorkDir: /var/www/it's here", "eu-west-1");
    expect(stdout.split("\n")[2]).toBe("# cw-cfgmaker --global 'WorkDir: /var/www/it'\\''s here' eu-west-1");
  });

  it("reads all pages", async () => {
    const { stdout } = await run({ ...web, pageSize: 1 }, "eu-west-1");
    expect(targetsIn(stdout)).toHaveLength(4);
    expect(stdout).toContain("-- web (i-1)");
  });

  it("takes only resources with the tag, and asks the tagging API for it", async () => {
    const { stdout, account } = await run(
      web,
      "eu-west-1",
      "AWS/EC2",
      "tag:env=prod",
      "tag:env=test",
      "tag:team",
    );
    expect(account.searches[0]?.tagFilters).toEqual([
      { key: "env", values: ["prod", "test"] },
      { key: "team", values: [] },
    ]);
    expect(targetsIn(stdout)).toEqual([]);
  });

  it("names what stands in its tags", async () => {
    const { stdout } = await run(web, "eu-west-1", "tag:env=prod");
    expect(targetsIn(stdout)).toEqual(["eu-west-1_ec2_i-2_network", "eu-west-1_ec2_i-2_cpu"]);
  });

  it("applies options to the regions after them, and takes them back", async () => {
    const { opened } = await run(
      web,
      ...[
        "--profile",
        "a",
        "eu-west-1",
        "--profile",
        "b",
        "--fips",
        "eu-west-2",
        "--profile",
        "",
        "eu-west-3",
      ],
    );
    expect(opened).toEqual([
      { region: "eu-west-1", profile: "a", dualstack: false, fips: false },
      { region: "eu-west-2", profile: "b", dualstack: false, fips: true },
      { region: "eu-west-3", dualstack: false, fips: true },
    ]);
  });

  it("writes global lines before the region that follows them, and the rest at the end", async () => {
    const { stdout } = await run(
      web,
      ...[
        "--global",
        "WorkDir: /w",
        "eu-west-1",
        "--global",
        "Options[_]: growright",
        "eu-west-2",
        "--global",
        "Forks: 4",
      ],
    );
    const order = stdout.split("\n").filter((line) => /^(WorkDir|Options\[_\]|Forks|Target)/.test(line));
    expect(order.map((line) => line.split(/[\s[:]/)[0])).toEqual([
      "WorkDir",
      ...Array<string>(4).fill("Target"),
      "Options",
      ...Array<string>(4).fill("Target"),
      "Forks",
    ]);
  });

  it("comments out what was silent, unless --no-recent", async () => {
    const silent: AccountOptions = {
      instances: [instance("i-1")],
      resources: [
        ofInstance("i-1"),
        {
          namespace: "AWS/SQS",
          dimensions: { QueueName: "q" },
          metrics: ["NumberOfMessagesSent"],
          silent: true,
        },
      ],
    };
    const [strict, lax] = [await run(silent, "eu-west-1"), await run(silent, "--no-recent", "eu-west-1")];
    expect([targetsIn(strict.stdout).length, targetsIn(lax.stdout).length]).toEqual([2, 3]);
    expect(strict.stdout).toContain("###   --> it had no data in the last three hours; --no-recent takes it");
  });

  it("goes on without tags and instances where they are not allowed, and says so in the file", async () => {
    const failures = {
      getResources: denied,
      describeInstances: { ...denied, operation: "ec2:DescribeInstances" },
    };
    const { status, stdout, stderr } = await run({ ...web, failures }, "eu-west-1");
    expect([status, stderr, targetsIn(stdout).length]).toEqual([0, "", 4]);
    expect(stdout).toContain("### Tags are not known: allow tag:GetResources");
    expect(stdout).toContain("### Instances are not known: allow ec2:DescribeInstances");
  });

  it.each([[["eu-west-1", "tag:env=prod"]], [["--filter", "tag.env == prod", "eu-west-1"]]])(
    "fails with the missing permission where %j needs it",
    async (commandLine) => {
      const { status, stdout, stderr } = await run(
        { ...web, failures: { getResources: denied } },
        ...commandLine,
      );
      expect([status, stdout]).toEqual([77, ""]);
      expect(stderr).toContain("tag:GetResources");
    },
  );

  it("prints the reasons and fails when nothing is left to draw", async () => {
    const { status, stdout, stderr } = await run(web, "--filter", "pair == x", "eu-west-1");
    expect(status).toBe(65);
    expect(stdout).toContain("--filter leaves it out");
    expect(stderr).toMatch(/^cw-cfgmaker: error: no metric to draw in eu-west-1\nhint: .*\n$/);
  });

  it.each([
    [["AWS/EC2"], 'a region must stand before "AWS/EC2"'],
    [["eu-west-1", "tag:"], '"tag:" names no tag'],
    [["eu-west-1", "a b"], '"a b" is no namespace'],
    [["--filter", "x", "eu-west-1"], '--filter: "x" is no field'],
    [["--global", "no colon", "eu-west-1"], "--global takes one line"],
    [["--global", "A: b\nTarget[x]: `y`", "eu-west-1"], "--global takes one line"],
    [["--subdirs", "../x", "eu-west-1"], "--subdirs takes a path below WorkDir"],
    [["--timeout", "0", "eu-west-1"], "--timeout takes whole seconds"],
    [["--color", "eu-west-1"], "unknown option --color"],
    [["--all"], "a region is needed"],
  ])("refuses %j", async (commandLine, message) => {
    const { status, stdout, stderr } = await run(web, ...commandLine);
    expect([status, stdout]).toEqual([64, ""]);
    expect(stderr).toContain(message);
  });

  it("shows its progress on a terminal", async () => {
    const account = fakeAccount(web);
    const { stderr } = await runCommand(
      cfgmaker(() => Promise.resolve(success(account))),
      ["eu-west-1"],
      { stderrIsTerminal: () => true },
    );
    expect(stderr).toContain("--base: eu-west-1: 6 metrics\n");
  });
});

describe("several accounts", () => {
  it("stand in one file, each reached and named by its role", async () => {
    const role = (account: string): string => `arn:aws:iam::${account}:role/mrtg`;
    const { stdout, opened } = await run(
      web,
      ...["--role-arn", role("111122223333"), "--external-id", "x y", "eu-west-1"],
      ...["--role-arn", role("444455556666"), "--external-id", "", "eu-west-1"],
    );
    expect(opened.map(({ roleArn, externalId }) => [roleArn, externalId])).toEqual([
      [role("111122223333"), "x y"],
      [role("444455556666"), undefined],
    ]);
    expect(targetsIn(stdout)).toHaveLength(8);
    expect(stdout).toContain(
      "Target[111122223333_eu-west-1_ec2_i-1_cpu]: `cw-mrtg --region eu-west-1 --role-arn",
    );
    expect(stdout).toContain(" --external-id 'x y' ");
  });

  it.each([[["--account-id", "444455556666"]], [["--linked-accounts"]]])(
    "with %j are not missed by EC2, which knows its own only",
    async (options) => {
      const { stdout } = await run(
        { ...web, instances: [], owners: ["444455556666"] },
        ...options,
        "eu-west-1",
      );
      expect(targetsIn(stdout)).toHaveLength(4);
    },
  );

  it("are told apart when they are linked to this one", async () => {
    const { stdout, account } = await run(
      { ...web, owners: ["111122223333", "444455556666"] },
      "--linked-accounts",
      "eu-west-1",
    );
    expect(account.listings.every(({ includeLinkedAccounts }) => includeLinkedAccounts)).toBe(true);
    expect(stdout).toContain(
      "Target[444455556666_eu-west-1_ec2_i-1_cpu]: `cw-mrtg --region eu-west-1 --account-id 444455556666 ",
    );
    expect(targetsIn(stdout)).toHaveLength(8);
  });
});

describe("what cw-cfgmaker writes for every service", () => {
  it("has nothing that cw-check finds wrong", async () => {
    const golden = new URL("../cfgmaker/golden/", import.meta.url).pathname;
    const config = readdirSync(golden).map((name) => readFileSync(join(golden, name), "utf8"));
    for (const name of ["bin", "state"]) mkdirSync(join(directory, name));
    writeFileSync(join(directory, "bin/cw-mrtg"), "", { mode: 0o755 });
    writeFileSync(join(directory, "crontab"), "");
    const path = join(directory, "mrtg.cfg");
    writeFileSync(path, `WorkDir: ${directory}\n${config.join("\n")}`);
    const { stdout } = await runCommand(check, ["--crontab", join(directory, "crontab"), path], {
      environment: {
        PATH: join(directory, "bin"),
        AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
        AWS_SECRET_ACCESS_KEY: "example",
        AWS_EC2_METADATA_DISABLED: "true",
        CW_MRTG_STATE_DIR: join(directory, "state"),
      },
      homeDirectory: directory,
    });
    expect(stdout).toBe(`${path}: ${targetsIn(config.join("")).length} targets, nothing wrong found\n`);
  });
});

describe("cw-cfgmaker --output", () => {
  const file = () => join(directory, "mrtg.cfg");
  const write = (options: AccountOptions, ...more: string[]) =>
    run(options, ...more, "--output", file(), "eu-west-1");

  it("writes the file and prints nothing", async () => {
    const { stdout } = await write(web);
    expect([stdout, targetsIn(readFileSync(file(), "utf8")).length]).toEqual(["", 4]);
  });

  it("keeps the user's edits and lines on the next run, and follows the account in all else", async () => {
    await write(web);
    const edited = readFileSync(file(), "utf8").replace(
      "MaxBytes[eu-west-1_ec2_i-1_cpu]: 10000",
      "MaxBytes[eu-west-1_ec2_i-1_cpu]: 5000",
    );
    writeFileSync(file(), `Forks: 8\n${edited}`);
    await write({
      ...web,
      resources: [ofInstance("i-1"), ofInstance("i-3")],
      instances: [instance("i-1"), instance("i-3")],
    });
    const now = readFileSync(file(), "utf8");
    expect(now).toContain("\nMaxBytes[eu-west-1_ec2_i-1_cpu]: 5000\n");
    expect(now.startsWith("Forks: 8\n")).toBe(true);
    expect(targetsIn(now).map((name) => name.split("_")[2])).toEqual(["i-1", "i-1", "i-3", "i-3"]);
  });

  it("leaves the file untouched when nothing changed", async () => {
    await write(web);
    const before = statSync(file(), { bigint: true });
    await write(web);
    const after = statSync(file(), { bigint: true });
    expect([after.ino, after.mtimeNs]).toEqual([before.ino, before.mtimeNs]);
  });

  it("leaves the file untouched when an answer fails", async () => {
    await write(web);
    const before = readFileSync(file(), "utf8");
    const { status } = await write({
      failures: { listMetrics: { kind: "throttled", operation: "ListMetrics" } },
    });
    expect([status, readFileSync(file(), "utf8")]).toEqual([75, before]);
  });

  it("leaves the file untouched when the account looks empty", async () => {
    await write(web);
    const before = readFileSync(file(), "utf8");
    const { status } = await write({});
    expect([status, readFileSync(file(), "utf8")]).toEqual([65, before]);
  });

  it("comments out a target whose name the user has taken", async () => {
    writeFileSync(file(), "Target[eu-west-1_ec2_i-1_cpu]: `mine`\n");
    const { status } = await write(web);
    const now = readFileSync(file(), "utf8");
    expect([status, targetsIn(now).filter((name) => name === "eu-west-1_ec2_i-1_cpu")]).toEqual([
      0,
      ["eu-west-1_ec2_i-1_cpu"],
    ]);
    expect(now).toContain("###   --> a target of this name stands elsewhere in the file");
  });

  it("refuses to write what MRTG would not read", async () => {
    writeFileSync(join(directory, "t"), "Target[same]: `x`\nTitle[same]: x\nMaxBytes[same]: 1\n");
    const { status, stderr } = await write(web, "--template", join(directory, "t"));
    expect([status, existsSync(file())]).toEqual([74, false]);
    expect(stderr).toContain('MRTG would not understand "Target[same]: `x`"');
  });

  it("keeps the file's mode and a link to it", async () => {
    const real = join(directory, "real.cfg");
    writeFileSync(real, formatBlock({ id: "old", body: "" }));
    chmodSync(real, 0o640);
    symlinkSync(real, file());
    await write(web);
    expect([statSync(real).mode & 0o777, targetsIn(readFileSync(real, "utf8")).length]).toEqual([0o640, 4]);
  });

  it("says which template it cannot read", async () => {
    const { status, stderr } = await write(web, "--template", join(directory, "none"));
    expect([status, stderr]).toEqual([
      65,
      `cw-cfgmaker: error: cannot read ${directory}/none: no such file\n`,
    ]);
  });
});
