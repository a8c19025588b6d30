/** mrtg-compare: how well two targets' histories agree, "they should roughly match up" as a number. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { begin, complainOf } from "../cli/begin.ts";
import { configFiles } from "../cli/config-files.ts";
import { exitStatus, type Failure } from "../cli/failures.ts";
import { usageFailure, type CommandSpec, type Typed } from "../cli/options.ts";
import type { Command, World } from "../cli/process.ts";
import { compare, type Comparison } from "../mrtg/compare.ts";
import { plotOf } from "../mrtg/comparison-plot.ts";
import { comparisonText } from "../mrtg/comparison-text.ts";
import { readConfig, type Config } from "../mrtg/config.ts";
import { parseLog } from "../mrtg/log.ts";
import { recordedInDump, recordedInLog, type Stretch } from "../mrtg/recorded.ts";
import { parseDump } from "../mrtg/rrd-dump.ts";
import { storedAs } from "../mrtg/stored.ts";
import { failure, success, type Result } from "../result.ts";
import { rrdtoolFrom, type Rrdtool } from "../rrdtool/rrdtool.ts";

const spec: CommandSpec = {
  name: "mrtg-compare",
  usage: ["[options] A B", "[options] --config MRTG.CFG TARGET_A TARGET_B"],
  summary:
    "Says how well two MRTG histories (.log or .rrd) agree: the lag of B behind A, the ratio of totals, the correlation and the worst hours.",
  options: [
    { name: "config", value: "MRTG.CFG", help: "A and B are targets of this configuration" },
    { name: "lag", value: "SECONDS", help: "take this lag instead of looking for the best" },
    { name: "most-lag", value: "SECONDS", help: "look this far to both sides (default 7200)" },
    { name: "last", value: "SECONDS", help: "compare only the last so many seconds of A" },
    { name: "worst", value: "COUNT", help: "how many hours to list (default 5)" },
    { name: "json", help: "print the comparison as JSON" },
    { name: "plot", value: "FILE.png", help: "draw both into a picture, through rrdtool" },
  ],
  examples: [
    "exit status: 0 compared; 64 usage; 65 unreadable or nothing in common;",
    "69 rrdtool is missing or fails",
    "",
    "mrtg-compare --config /etc/mrtg.cfg eth0 web",
    "mrtg-compare /var/www/mrtg/eth0.log /var/www/mrtg/web.rrd --plot match.png",
  ],
};

const inputFailure = (path: string, reason: string): Result<never, Failure> =>
  failure({ kind: "input", path, reason });

async function read(path: string, rrdtool: Rrdtool): Promise<Result<readonly Stretch[], Failure>> {
  if (path.endsWith(".rrd")) {
    // rrdtool would take a leading dash for an option.
    const dumped = await rrdtool(["dump", path.startsWith("-") ? `./${path}` : path]);
    if (!dumped.ok) return dumped;
    const dump = parseDump(dumped.value);
    return dump.ok ? success(recordedInDump(dump.value)) : inputFailure(path, dump.failure);
  }
  let content: string;
  try {
    content = readFileSync(path, "utf8");
  } catch (error) {
    return inputFailure(path, (error as NodeJS.ErrnoException).code ?? String(error));
  }
  const log = parseLog(content);
  return log.ok
    ? success(recordedInLog(log.value))
    : inputFailure(path, `line ${log.failure.line} ${log.failure.reason}`);
}

function pathOf(name: string, config: Config | undefined): Result<string, Failure> {
  if (config === undefined) {
    if (/\.(log|old|rrd)$/.test(name)) return success(name);
    return failure(usageFailure(`${name} is no .log and no .rrd`, "to compare targets, give --config"));
  }
  const target = config.targets.find((each) => each.name === name.toLowerCase());
  if (target === undefined) {
    const names = config.targets.map((each) => each.name);
    return failure(usageFailure(`${config.file} has no target ${name}`, `it has ${names.join(", ")}`));
  }
  const stored = storedAs(config, target);
  return stored === undefined ? inputFailure(config.file, "it has no WorkDir") : success(stored.path);
}

/** Whole numbers of zero or more; undefined when the option was not given. */
function count(typed: Typed, name: string): Result<number | undefined, Failure> {
  const text = typed.value(name);
  if (text === undefined) return success(undefined);
  if (/^\d{1,9}$/.test(text) || (name === "lag" && /^-\d{1,9}$/.test(text))) return success(Number(text));
  return failure(usageFailure(`--${name} takes a whole number, not "${text}"`));
}

interface Side {
  readonly name: string;
  readonly stretches: readonly Stretch[];
}

async function draw(
  comparison: Comparison,
  [a, b]: readonly [Side, Side],
  picture: string,
  rrdtool: Rrdtool,
): Promise<Result<undefined, Failure>> {
  const directory = mkdtempSync(join(tmpdir(), "mrtg-compare-"));
  try {
    const files = { rrd: join(directory, "both.rrd"), picture };
    const plot = plotOf(a.stretches, b.stretches, comparison, { a: a.name, b: b.name }, files);
    for (const words of plot.commands) {
      const ran = await rrdtool(words);
      if (!ran.ok) return ran;
    }
    return success(undefined);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function run(world: World, typed: Typed): Promise<Result<string, Failure>> {
  const [nameA, nameB, ...more] = typed.positionals;
  if (nameA === undefined || nameB === undefined || more.length > 0)
    return failure(usageFailure("two histories are needed, A and B", `see ${spec.name} --help`));
  const [lag, mostLag, last, worst] = ["lag", "most-lag", "last", "worst"].map((name) => count(typed, name));
  for (const each of [lag, mostLag, last, worst]) if (each?.ok === false) return each;
  const value = (each: Result<number | undefined, Failure> | undefined) =>
    each?.ok === true ? each.value : undefined;

  const configPath = typed.value("config");
  const config = configPath === undefined ? undefined : readConfig(configPath, configFiles);
  if (config?.ok === false) return config;
  const rrdtool = rrdtoolFrom(
    [config?.value.globals.get("pathadd")?.text, world.environment["PATH"]].filter(Boolean).join(":"),
  );
  const sides: Side[] = [];
  for (const name of [nameA, nameB]) {
    const path = pathOf(name, config?.value);
    if (!path.ok) return path;
    const stretches = await read(path.value, rrdtool);
    if (!stretches.ok) return stretches;
    if (stretches.value.length === 0) return inputFailure(path.value, "nothing is recorded in it");
    sides.push({ name, stretches: stretches.value });
  }
  const [a, b] = sides;
  if (a === undefined || b === undefined) throw new Error("two sides were read");
  const [lagSeconds, lastSeconds] = [value(lag), value(last)];
  const compared = compare(a.stretches, b.stretches, {
    mostLagSeconds: value(mostLag) ?? 7200,
    worst: value(worst) ?? 5,
    ...(lagSeconds === undefined ? {} : { lagSeconds }),
    ...(lastSeconds === undefined
      ? {}
      : { sinceSeconds: (a.stretches.at(-1)?.toSeconds ?? 0) - lastSeconds }),
  });
  if (!compared.ok) return inputFailure(`${nameA} and ${nameB}`, "they have no time in common");
  const picture = typed.value("plot");
  if (picture !== undefined) {
    const drawn = await draw(compared.value, [a, b], picture, rrdtool);
    if (!drawn.ok) return drawn;
  }
  const names = { a: nameA, b: nameB };
  return success(
    typed.flag("json")
      ? `${JSON.stringify({ ...names, ...compared.value }, undefined, 2)}\n`
      : comparisonText(compared.value, names),
  );
}

export const command: Command = async (world) => {
  const begun = begin(world, spec);
  if (!begun.ok) return begun.failure;
  const text = await run(world, begun.value);
  if (!text.ok) return complainOf(world, spec.name, text.failure);
  world.print(text.value);
  return exitStatus.success;
};
