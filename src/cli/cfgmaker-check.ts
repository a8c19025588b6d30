/**
 * cw-cfgmaker reads again what it wrote, as MRTG and cw-mrtg will, before anything is written. Pure but for the files
 * that a configuration may include, which come by a parameter.
 */
import { keptText, type Block, formatBlock } from "../cfgmaker/blocks.ts";
import type { PlannedTarget } from "../cfgmaker/target.ts";
import { targetLines } from "../cfgmaker/target.ts";
import type { Metric } from "../cloudwatch/metric.ts";
import type { ConfigFiles } from "../mrtg/config-lines.ts";
import { readConfig, type Config, type ConfigTarget } from "../mrtg/config.ts";
import { isWritable } from "../mrtg/quoting.ts";
import { parseTarget } from "../mrtg/target-expression.ts";
import { targetOfCommand } from "./target-command.ts";

const alone = (text: string): ConfigFiles => ({
  read: (path) => (path === "generated" ? text : undefined),
  glob: () => [],
});

function configOf(file: string, files: ConfigFiles): Config {
  const config = readConfig(file, files);
  // The file is in our hands; only one that cannot be read fails.
  if (!config.ok) throw new Error(config.failure.reason);
  return config.value;
}

const sameMetric = (metric: Metric | undefined, name: string | undefined, target: PlannedTarget): boolean => {
  const { namespace, dimensions } = target.candidate.resource;
  const wanted = name === undefined ? undefined : { namespace, name, dimensions };
  return JSON.stringify(metric) === JSON.stringify(wanted);
};

/** Why the target's own lines would not ask for its metrics; undefined when they do. */
export function judge(target: PlannedTarget): string | undefined {
  if (!target.argv.every(isWritable)) return "a name holds control characters";
  const { targets, globals, problems } = configOf("generated", alone(targetLines(target)));
  const [only] = targets;
  const value = only?.keys.get("target");
  if (
    only?.name !== target.id ||
    targets.length > 1 ||
    value === undefined ||
    problems.length + globals.size > 0
  )
    return "its lines would not be what they are meant to be";
  const { commands, between } = parseTarget(value);
  const [command] = commands;
  if (command === undefined || commands.length > 1 || between.join("").trim() !== "")
    return "its command would not be what it is meant to be";
  const read = targetOfCommand(command.text);
  if (!read.ok) return read.failure;
  const { candidate } = target;
  const isRight =
    sameMetric(read.value.in.metric, candidate.metricIn, target) &&
    sameMetric(read.value.out?.metric, candidate.metricOut, target);
  return isRight ? undefined : "its names cannot stand on a command line as they are";
}

const required = (target: ConfigTarget): string | undefined => {
  const has = (keyword: string): boolean => target.keys.has(keyword);
  if (!has("target")) return "Target";
  if (!has("title")) return "Title";
  return has("maxbytes") || (has("maxbytes1") && has("maxbytes2")) ? undefined : "MaxBytes";
};

/** What is wrong with the generated blocks, in one line; a template may have brought it in. */
export function faultOfBlocks(blocks: readonly Block[]): string | undefined {
  const { targets, problems } = configOf("generated", alone(blocks.map(formatBlock).join("")));
  const problem = problems.find(({ kind }) => kind !== "no-include");
  if (problem !== undefined) return `MRTG would not understand "${problem.text}"`;
  for (const target of targets) {
    const missing = required(target);
    if (missing !== undefined) return `${missing}[${target.name}] is missing`;
    const value = target.keys.get("target");
    for (const { text } of value === undefined ? [] : parseTarget(value).commands) {
      const read = targetOfCommand(text);
      if (!read.ok && !read.failure.startsWith("it calls ")) return `Target[${target.name}]: ${read.failure}`;
    }
  }
  return undefined;
}

/** What is wrong with the whole file once the user's lines stand in it, and was not wrong with those alone. */
export function faultOfFile(
  text: string,
  existing: string | undefined,
  file: string,
  files: ConfigFiles,
): string | undefined {
  const problemsOf = (content: string): Config["problems"] =>
    configOf(file, {
      ...files,
      read: (path) => (path === file ? content : files.read(path)),
    }).problems.filter(({ kind }) => kind === "duplicate" || kind === "nonsense");
  const own = new Set(problemsOf(keptText(existing ?? "")).map((problem) => problem.text));
  const fresh = problemsOf(text).find((problem) => !own.has(problem.text));
  return fresh === undefined
    ? undefined
    : `line ${fresh.place.line} would stand there twice, or make no sense: ${fresh.text}`;
}
