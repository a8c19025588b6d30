/**
 * What cw-cfgmaker writes, under the real MRTG, indexmaker and sh: every service's golden file, an account of 2,000
 * resources, and names that try to break out.
 */
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { command } from "../../src/commands/cw-cfgmaker.ts";
import { accountOf, hostileNames } from "../../src/sim/large-account.ts";
import { startSimulation, type Simulation, type SimulationOptions } from "../../src/sim/simulation.ts";
import { trafficSource } from "../../src/sim/traffic.ts";
import type { World as SimulatedWorld } from "../../src/sim/world.ts";
import { runCommand } from "../commands/world.ts";
import { mrtgWorld, repository, startSeconds, type MrtgWorld } from "./mrtg.ts";

const sections = ["h1", "title", "name", "descr", "portname", "ifname"];

async function simulate(
  world: SimulatedWorld,
  clock: SimulationOptions["clock"],
): Promise<Simulation & AsyncDisposable> {
  const simulation = await startSimulation({ clock, world });
  return Object.assign(simulation, { [Symbol.asyncDispose]: () => simulation.close() });
}

/** One command, as a user would type it. */
async function configOf(simulation: Simulation, ...commandLine: string[]): Promise<string> {
  const { status, stdout, stderr } = await runCommand(
    command,
    ["--endpoint-url", simulation.url, ...commandLine],
    {
      environment: { AWS_ACCESS_KEY_ID: "AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY: "example" },
      nowMilliseconds: () => startSeconds * 1000,
    },
  );
  expect([status, stderr]).toEqual([0, ""]);
  return stdout;
}

const targetsIn = (config: string): readonly string[] =>
  [...config.matchAll(/^Target\[(.*?)\]/gm)].map(([, name = ""]) => name);

/**
 * A cw-mrtg that answers at once, gauges with 4500 and counters with what grows by 4500 a second, and writes down what
 * it was given, word by word.
 */
const recorder = (log: string): string => String.raw`#!/bin/sh
for word in "$@"; do printf '%s\0' "$word"; done >> '${log}'
printf '\n' >> '${log}'
case " $* " in
  *" counter "*) value=$(($(date +%s) * 4500)) ;;
  *) value=4500 ;;
esac
printf '%s\n%s\n0\nrecorded\n' $value $value
`;

async function recordingWorld(
  config: string,
): Promise<MrtgWorld & { readonly calls: () => readonly (readonly string[])[] }> {
  const world = await mrtgWorld({ format: "rateup", config });
  const log = join(world.directory, "calls");
  const program = world.write("bin/cw-mrtg", recorder(log), 0o755);
  // MRTG looks here before it looks into PATH.
  world.configure(`PathAdd: ${join(program, "..")}\n${config}`);
  return Object.assign(world, {
    calls: () =>
      readFileSync(log, "utf8")
        .split("\n")
        .slice(0, -1)
        .map((line) => line.split("\0").slice(0, -1)),
  });
}

const indexOf = async (mrtg: MrtgWorld, section: string): Promise<string> => {
  const path = join(mrtg.directory, "www", "index.html");
  const { exitStatus, stderr } = await mrtg.run(
    startSeconds,
    "indexmaker",
    ...["--section", section, "--output", path, mrtg.configPath],
  );
  expect([section, exitStatus, stderr]).toEqual([section, 0, ""]);
  const html = readFileSync(path, "utf8");
  rmSync(path);
  return html;
};

/** In the very first round every file and directory that is not there yet is worth a warning. */
const complaints = (stderr: string): string =>
  stderr.replace(/^.*(?:Rateup WARNING|did not exist I will create it now).*\n/gm, "");

const tagsOf = (html: string): ReadonlySet<string> =>
  new Set([...html.matchAll(/<\/?([a-z][a-z0-9]*)/gi)].map(([, name = ""]) => name.toLowerCase()));

describe("the golden files", () => {
  const directory = join(repository, "test/cfgmaker/golden");
  const config = readdirSync(directory)
    .map((name) => readFileSync(join(directory, name), "utf8"))
    .join("\n");

  it("are taken by mrtg without a word", async () => {
    await using mrtg = await mrtgWorld({ format: "rateup", config });
    expect(await mrtg.check()).toEqual({ exitStatus: 0, stdout: "", stderr: "" });
  });

  it("show what was read in its natural unit, one of each kind", async () => {
    const keyOf = (block: string, keyword: string): string =>
      new RegExp(`^${keyword}\\[.*?\\]: (.*)`, "m").exec(block)?.[1] ?? "";
    const kinds = new Map(
      config
        .split(/(?=# cw-cfgmaker: begin )/)
        .filter((block) => block.includes("\nTarget["))
        .map((block) => {
          const [, option = "counter"] = /\b(gauge)\b/.exec(keyOf(block, "Options")) ?? [];
          const bits = keyOf(block, "Options").includes("bits") ? " of bytes" : "";
          return [
            `${option}: ${keyOf(block, "YLegend")}${bits} ${keyOf(block, "kMG")}`.trim(),
            block,
          ] as const;
        }),
    );
    await using mrtg = await recordingWorld([...kinds.values()].join(""));
    for (const at of [0, 300, 600]) {
      const round = await mrtg.round(startSeconds + at);
      expect([round.exitStatus, complaints(round.stderr)]).toEqual([0, ""]);
    }
    const shown = [...kinds].map(([kind, block]) => {
      const page = readFileSync(join(mrtg.directory, "www", `${targetsIn(block)[0] ?? ""}.html`), "utf8");
      const [, current = ""] =
        /class="in">[^]*?(?:<td>[^]*?){2}<td>(.*?)\s*(?:\([\d.]+%\))?\s*<\/td>/.exec(page) ?? [];
      return [kind, current] as const;
    });
    expect(Object.fromEntries(shown)).toEqual({
      "counter: Bits per second of bytes ,k,M,G,T": "36.0 kb/s",
      "counter: Bytes per second ,k,M,G,T": "4500.0 B/s",
      "counter: per minute ,k,M,G": "4.5 /min",
      "counter: per second ,k,M,G": "4.5 /s",
      "counter: percent": "45.0 %",
      // More than its maximum, and so unknown.
      "gauge: 0 or 1": "0 &nbsp;",
      "gauge: Bits per second ,k,M,G,T": "4500.0 b/s",
      "gauge: Bits per second of bytes ,k,M,G,T": "36.0 kb/s",
      "gauge: Bytes per second ,k,M,G,T": "4500.0 B/s",
      "gauge: US dollars ,k,M": "45.0 USD",
      "gauge: bytes ,Ki,Mi,Gi,Ti,Pi": "4500.0 B",
      "gauge: count ,k,M,G": "45.0 &nbsp;",
      "gauge: per second ,k,M,G": "4.5 /s",
      "gauge: percent": "45.0 %",
      "gauge: seconds": "4500.0 s",
      "gauge: seconds u,m,,k": "4500.0 us",
    });
  });
});

describe("an account of 2,000 resources in three regions", () => {
  const regions = ["eu-west-1", "us-east-1", "ap-southeast-2"];

  it("becomes one file that mrtg and indexmaker take without a word", async () => {
    await using simulation = await simulate(
      accountOf({ seed: "1", size: 2000, regions }),
      () => startSeconds * 1000,
    );
    const config = await configOf(simulation, "--no-recent", ...regions);
    await using mrtg = await mrtgWorld({ format: "rateup", config });
    expect(await mrtg.check()).toEqual({ exitStatus: 0, stdout: "", stderr: "" });
    const graphs = (await indexOf(mrtg, "h1")).match(/-day\.png/g);
    expect(graphs).toHaveLength(targetsIn(config).length);
    expect(targetsIn(config).length).toBeGreaterThan(4000);
  });

  it("is drawn by cw-mrtg round by round", async () => {
    await using simulation = await simulate(
      accountOf({ seed: "1", size: 22, regions: ["eu-west-1"] }),
      "request",
    );
    const filter = 'pair == network || pair == latency && namespace != "AWS/ELB"';
    const config = await configOf(simulation, "--no-recent", "--filter", filter, "eu-west-1");
    await using mrtg = await mrtgWorld({ format: "rrdtool", config });
    for (const at of [0, 300, 600])
      expect(await mrtg.round(startSeconds + at)).toMatchObject({ exitStatus: 0, stderr: "" });
    const network = targetsIn(config).find((name) => /_ec2_.*_network$/.test(name)) ?? "";
    expect(mrtg.series(network).at(-1)?.in).toBeGreaterThan(0);
  });
});

describe("names that other people chose", () => {
  const plain = "an honest name";
  const names = [plain, ...hostileNames];
  const isPrintable = (name: string): boolean => /^[\x20-\x7e]+$/.test(name) && name.trim() === name;
  const hostile: SimulatedWorld = {
    resources: names.map((value, index) => ({
      arn: `arn:aws:sqs:eu-west-1:111122223333:q-${index}`,
      region: "eu-west-1",
      tags: ["Name", "Owner"].map((key) => ({ key, value })),
    })),
    metrics: [
      ...names.map((_, index) => ({
        namespace: "AWS/SQS",
        name: "NumberOfMessagesSent",
        dimensions: [{ name: "QueueName", value: `q-${index}` }],
      })),
      ...names.filter(isPrintable).map((value) => ({
        namespace: "Own <App>",
        name: "Requests `x`",
        dimensions: [{ name: "Host $(x)", value }],
      })),
    ].map((metric) => ({
      metric,
      unit: "Count",
      source: (key: number) => trafficSource({ kind: "events", mean: 5 }, key),
    })),
  };

  it("start no command, add no key, and reach no page as markup", async () => {
    await using simulation = await simulate(hostile, () => startSeconds * 1000);
    rmSync("/tmp/pwned", { force: true });
    const config = await configOf(simulation, "--no-recent", "--subdirs", "NAME", "eu-west-1");
    await using mrtg = await recordingWorld(config);
    expect(await mrtg.check()).toEqual({ exitStatus: 0, stdout: "", stderr: "" });
    const round = await mrtg.round(startSeconds);
    expect([round.exitStatus, complaints(round.stderr)]).toEqual([0, ""]);
    expect(existsSync("/tmp/pwned")).toBe(false);
    // What was named so is asked for so.
    const asked = mrtg.calls().flatMap((words) => words.slice(-1));
    const dimensions = hostile.metrics.map(
      ({ metric }) => metric.dimensions.map(({ name, value }) => `${name}=${value}`)[0],
    );
    expect(asked.toSorted()).toEqual(dimensions.toSorted());
    const www = join(mrtg.directory, "www");
    const pages = readdirSync(www, { recursive: true, encoding: "utf8" }).filter((path) =>
      path.endsWith(".html"),
    );
    expect(pages.map((path) => path.split("/").at(-1)?.slice(0, -".html".length)).toSorted()).toEqual(
      targetsIn(config).toSorted(),
    );
    const textOf = (path: string): string => readFileSync(join(www, path), "utf8");
    const honest = tagsOf(pages.map(textOf).find((text) => text.includes(plain)) ?? "");
    expect(honest.size).toBeGreaterThan(10);
    for (const page of pages) expect([page, tagsOf(textOf(page))]).toEqual([page, honest]);
  });

  it("reach no index as markup, whatever its sections", async () => {
    await using simulation = await simulate(hostile, () => startSeconds * 1000);
    const [config, honestConfig] = [
      await configOf(simulation, "--no-recent", "eu-west-1"),
      await configOf(simulation, "--no-recent", "--filter", `name == "${plain}"`, "eu-west-1"),
    ];
    await using mrtg = await mrtgWorld({ format: "rateup", config });
    await using honest = await mrtgWorld({ format: "rateup", config: honestConfig });
    for (const section of sections) {
      const html = await indexOf(mrtg, section);
      expect([section, tagsOf(html)]).toEqual([section, tagsOf(await indexOf(honest, section))]);
      expect(html).not.toMatch(/No (?:Description|Portname)/);
      expect(html.match(/-day\.png/g)).toHaveLength(targetsIn(config).length);
    }
  });
});
