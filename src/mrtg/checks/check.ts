/** What a check of an mrtg.cfg is given and what it says. Pure. */
import type { Place } from "../config-lines.ts";
import type { Config, ConfigTarget, Value } from "../config.ts";
import type { MrtgJob } from "../crontab.ts";

export interface Finding {
  /** The check's name. */
  readonly check: string;
  readonly place: Place;
  readonly target?: string;
  /** What is wrong, lower case, no full stop. */
  readonly message: string;
  /** What to do about it. */
  readonly remedy: string;
}

/** What lies around the configuration file. */
export interface Surroundings {
  /** Where mrtg will look for programs: its PATH. */
  readonly path: string;
  /** Whether the absolute path is a file that may be run. */
  readonly isProgram: (path: string) => boolean;
  /** The lines of crontabs that run mrtg. */
  readonly jobs: readonly MrtgJob[];
}

export type Said = Omit<Finding, "check">;

/** One thing that can be wrong, in every place where it is. */
export interface MrtgCheck {
  readonly name: string;
  readonly find: (config: Config, surroundings: Surroundings) => readonly Said[];
}

export const ofEveryTarget = (
  config: Config,
  find: (target: ConfigTarget) => readonly Omit<Said, "target">[],
): readonly Said[] =>
  config.targets.flatMap((target) => find(target).map((said) => ({ ...said, target: target.name })));

/** The key's finding for every target that has the key. */
export const ofEveryKey = (
  config: Config,
  keyword: string,
  find: (value: Value, target: ConfigTarget) => readonly Omit<Said, "target">[],
): readonly Said[] =>
  ofEveryTarget(config, (target) => {
    const value = target.keys.get(keyword);
    return value === undefined ? [] : find(value, target);
  });
