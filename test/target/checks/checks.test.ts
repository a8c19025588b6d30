import { describe, expect, it } from "vitest";
import { callsOf } from "../../../src/cli/config-calls.ts";
import type { Channel } from "../../../src/target/target.ts";
import type { TargetSurroundings } from "../../../src/target/checks/check.ts";
import { checkTargets, targetChecks } from "../../../src/target/checks/checks.ts";
import { configOf } from "../../mrtg/config-world.ts";

const base = "WorkDir: /var/www\nTitle[_]: T\nMaxBytes[_]: 1000\n";
const firstLine = base.split("\n").length;

const clean: TargetSurroundings = {
  seen: () => [],
  reach: () => ({ kind: "found", region: "eu-west-1", hasCredentials: true }),
  stateAccess: () => ({ path: "/var/lib/cw-mrtg" }),
};

function check(text: string, surroundings: Partial<TargetSurroundings> = {}) {
  const config = configOf(base + text);
  const calls = callsOf(config).map((call) => {
    if (!call.ok) throw new Error(JSON.stringify(call.failure.reason));
    return call.value;
  });
  return checkTargets(config, calls, { ...clean, ...surroundings });
}

const expression = (period: number) =>
  `Target[a]: \`cw-mrtg --period ${period} --type gauge --expression "m1 / 60" --metric "m1=AWS/EC2/NetworkIn?InstanceId=i-1"\`\nOptions[a]: gauge\n`;
const net = "NetworkIn NetworkOut AWS/EC2 InstanceId=i-1";
const cpu = "--aggregate average CPUUtilization - AWS/EC2 InstanceId=i-1";
const command = (name: string, rest: string, options = "absolute") =>
  `Target[${name}]: \`cw-mrtg ${rest}\`\nOptions[${name}]: ${options}\n`;
const many = (count: number) =>
  Array.from({ length: count }, (_, index) => command(`m${index}`, `A B Own Id=${index}`)).join("");

const fixtures: readonly (readonly [check: string, line: number, wrong: string, right: string])[] = [
  ["reading-type", 1, `Target[a]: \`cw-mrtg ${net}\`\n`, command("a", net)],
  [
    "reading-type",
    2,
    command("a", `--type counter ${net}`, "gauge"),
    command("a", `--type counter ${net}`, "bits"),
  ],
  ["reading-type", 2, command("a", net, "gauge"), command("a", `--type gauge ${net}`, "gauge")],
  ["reading-type", 2, command("a", net, "perminute"), command("a", `--type counter ${net}`, "perminute")],
  [
    "shared-reader",
    3,
    command("a", `--hold 0 ${net}`) + command("b", `--hold 0 NetworkOut NetworkIn AWS/EC2 InstanceId=i-1`),
    command("a", net) + command("b", "NetworkOut NetworkIn AWS/EC2 InstanceId=i-1"),
  ],
  [
    "shared-reader",
    121,
    command("a", "A - Own") + many(59) + command("b", "A B Own"),
    command("a", "--type counter A - Own", "bits") +
      many(59) +
      command("b", "--type counter A B Own", "bits"),
  ],
  [
    "shared-reader",
    5,
    command("a", `--hold 0 --type gauge --missing zero A - Own`, "gauge") +
      command("b", `--hold 0 --type gauge --missing zero A  - Own X=1`, "gauge") +
      command("c", `--hold 0 --type gauge --missing zero A B Own`, "gauge"),
    command("a", `--hold 0 --type gauge A - Own`, "gauge") +
      command("b", `--hold 0 --type gauge A B Own`, "gauge"),
  ],
  ["hold", 1, command("a", `--hold 300 ${net}`), command("a", `--hold 299 ${net}`)],
  [
    "hold",
    3,
    `LogFormat: rrdtool\nInterval: 0:30\n${command("a", net)}`,
    `Interval: 5\n${command("a", net)}`,
  ],
  ["period", 1, command("a", `--period 60 ${net}`), command("a", "--period 60 StatusCheckFailed - AWS/EC2")],
  [
    "period",
    1,
    command("a", "BucketSizeBytes - AWS/S3"),
    command("a", "--period 86400 BucketSizeBytes - AWS/S3"),
  ],
  [
    "period",
    1,
    command("a", "--period 10 Invocations Errors AWS/Lambda"),
    command("a", "--period 10 A B Own"),
  ],
  ["period", 1, expression(60), expression(300)],
  ["percentage", 1, command("a", cpu, "gauge"), `LogFormat: rrdtool\n${command("a", cpu, "gauge")}`],
  [
    "percentage",
    1,
    command("a", `--scale 100 ${cpu}`, "gauge") + "Factor[a]: 0.01\n",
    command("a", `--scale 100 ${cpu}`, "gauge") + "Factor[a]: 0.01\nYTicsFactor[a]: 0.01\n",
  ],
  [
    "percentage",
    1,
    `Target[a]: \`cw-mrtg ${cpu}\` * 100\nOptions[a]: gauge\n`,
    `Target[a]: \`cw-mrtg ${cpu}\` * 100\nOptions[a]: gauge\nFactor[a]: 0.01\nYTicsFactor[a]: .01\n`,
  ],
];

describe("the checks of cw-mrtg commands", () => {
  it.each(fixtures)("%s finds line %i of %j", (name, line, wrong) => {
    const [first, ...more] = check(wrong);
    expect(first).toMatchObject({ check: name, place: { line: line + firstLine - 1 } });
    expect(more.filter((finding) => finding.check !== name)).toEqual([]);
  });

  it.each(fixtures.map(([name, , , right]) => [name, right]))("%s passes %j", (_name, right) => {
    expect(check(right)).toEqual([]);
  });

  const seen = (...values: number[]) => ({
    seen: (_: unknown, { metric }: Channel) => (metric?.name === "NetworkIn" ? values : []),
  });

  it("max-bytes-seen finds a limit that a value has passed", () => {
    expect(check(command("a", net), seen(1, 1001))).toMatchObject([
      { check: "max-bytes-seen", place: { line: 3 } },
    ]);
  });

  it("max-bytes-seen passes a limit that was reached", () => {
    expect(check(command("a", net), seen(1, 1000))).toEqual([]);
  });

  it("max-bytes-seen takes AbsMax for the limit where there is one", () => {
    expect(check(`${command("a", net)}AbsMax[a]: 2000\n`, seen(1001))).toEqual([]);
  });

  it("max-bytes-seen does not judge what arithmetic makes of a value", () => {
    expect(check(`Target[a]: \`cw-mrtg ${net}\` / 8\nOptions[a]: absolute\n`, seen(1001))).toEqual([]);
  });

  it("small-numbers finds what rounds to 0 in the native format", () => {
    expect(check(command("a", net), seen(0, 0.49))).toMatchObject([{ check: "small-numbers" }]);
  });

  it.each([
    ["is not that small", command("a", net), [0, 0.5]],
    ["was nothing at all", command("a", net), [0, 0]],
    ["is kept with decimals", `LogFormat: rrdtool\n${command("a", net)}`, [0.1]],
    ["is counted by the minute", command("a", `--type counter ${net}`, "perminute"), [0.1]],
  ])("small-numbers passes what %s", (_title, text, values) => {
    expect(check(text, seen(...values))).toEqual([]);
  });

  it("connection tells what cw-mrtg would fail of", () => {
    const reach = () => ({ kind: "failed", message: "no region", hint: "give --region" }) as const;
    expect(check(command("a", net), { reach })).toMatchObject([
      { check: "connection", message: "no region", remedy: "give --region" },
    ]);
  });

  it("connection finds a region without credentials", () => {
    const reach = () => ({ kind: "found", region: "eu-west-1", hasCredentials: false }) as const;
    expect(check(command("a", net), { reach })).toMatchObject([{ check: "connection" }]);
  });

  it("state-directory tells of each directory once", () => {
    const stateAccess = () => ({ path: "/x", problem: "mrtg may not write there" });
    expect(check(command("a", net) + command("b", "A B Own"), { stateAccess })).toMatchObject([
      { check: "state-directory", target: "a" },
    ]);
  });

  it("are all tried here", () => {
    const alone = ["max-bytes-seen", "small-numbers", "connection", "state-directory"];
    const named = new Set([...fixtures.map(([name]) => name), ...alone]);
    expect([...named].sort()).toEqual(targetChecks.map(({ name }) => name).sort());
  });
});
