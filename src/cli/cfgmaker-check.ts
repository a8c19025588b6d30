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
import { callsOf, type WrongCall } from "./config-calls.ts";

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
  const config = configOf("generated", alone(targetLines(target)));
  const [only] = config.targets;
  const value = only?.keys.get("target");
  if (
    only?.name !== target.id ||
    config.targets.length > 1 ||
    config.problems.length + config.globals.size > 0
  )
    return "its lines would not be what they are meant to be";
  const [call, ...more] = callsOf(config);
  const between = value === undefined ? [] : parseTarget(value).between;
  if (call === undefined || more.length > 0 || between.join("").trim() !== "")
    return "its command would not be what it is meant to be";
  if (!call.ok) return wordsOf(call.failure);
  const { candidate } = target;
  const read = call.value.target;
  const isRight =
    sameMetric(read.in.metric, candidate.metricIn, target) &&
    sameMetric(read.out?.metric, candidate.metricOut, target);
  return isRight ? undefined : "its names cannot stand on a command line as they are";
}

const wordsOf = ({ reason }: WrongCall): string =>
  reason.kind === "usage" ? reason.message : `only sh can tell what "${reason.text}" means`;

const required = (target: ConfigTarget): string | undefined => {
  const has = (keyword: string): boolean => target.keys.has(keyword);
  if (!has("target")) return "Target";
  if (!has("title")) return "Title";
  return has("maxbytes") || (has("maxbytes1") && has("maxbytes2")) ? undefined : "MaxBytes";
};

/** What is wrong with the generated blocks, in one line; a template may have brought it in. */
export function faultOfBlocks(blocks: readonly Block[]): string | undefined {
  const config = configOf("generated", alone(blocks.map(formatBlock).join("")));
  const problem = config.problems.find(({ kind }) => kind !== "no-include");
  if (problem !== undefined) return `MRTG would not understand "${problem.text}"`;
  for (const target of config.targets) {
    const missing = required(target);
    if (missing !== undefined) return `${missing}[${target.name}] is missing`;
  }
  for (const call of callsOf(config))
    if (!call.ok) return `Target[${call.failure.configTarget.name}]: ${wordsOf(call.failure)}`;
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
