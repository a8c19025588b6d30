/** An mrtg.cfg and what it includes, in memory. */
import type { ConfigFiles } from "../../src/mrtg/config-lines.ts";
import { readConfig, type Config, type ConfigTarget } from "../../src/mrtg/config.ts";

export function filesOf(texts: Readonly<Record<string, string>>): ConfigFiles {
  return {
    read: (path) => texts[path],
    glob: (pattern) =>
      Object.keys(texts)
        .filter((path) => path.startsWith(pattern.slice(0, pattern.indexOf("*"))))
        .sort(),
  };
}

export function configOf(text: string, others: Readonly<Record<string, string>> = {}): Config {
  const config = readConfig("/etc/mrtg.cfg", filesOf({ "/etc/mrtg.cfg": text, ...others }));
  if (!config.ok) throw new Error(config.failure.reason);
  return config.value;
}

export function targetOf(config: Config, name: string): ConfigTarget {
  const target = config.targets.find((each) => each.name === name);
  if (target === undefined) throw new Error(`no target ${name}`);
  return target;
}

export const textOf = (config: Config, name: string, keyword: string): string | undefined =>
  targetOf(config, name).keys.get(keyword)?.text;
