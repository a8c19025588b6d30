/** All checks of MRTG's own matters, in the order in which their findings are told. Pure. */
import type { Config } from "../config.ts";
import { absMax } from "./abs-max.ts";
import { backslash } from "./backslash.ts";
import { backtick } from "./backtick.ts";
import type { Finding, MrtgCheck, Surroundings } from "./check.ts";
import { kmg } from "./kmg.ts";
import { language } from "./language.ts";
import { maxBytes } from "./max-bytes.ts";
import { optionsPrecedence } from "./options-precedence.ts";
import { optionsWord } from "./options-word.ts";
import { program } from "./program.ts";
import { requiredKey } from "./required-key.ts";
import { secondRun } from "./second-run.ts";
import { setEnv } from "./set-env.ts";
import { unknownKeyword } from "./unknown-keyword.ts";
import { unreadableLine } from "./unreadable-line.ts";

export const mrtgChecks: readonly MrtgCheck[] = [
  unreadableLine,
  unknownKeyword,
  requiredKey,
  maxBytes,
  absMax,
  optionsWord,
  optionsPrecedence,
  backtick,
  backslash,
  secondRun,
  program,
  setEnv,
  kmg,
  language,
];

/** A default that is wrong is told once, not for each target that has it. */
export function checkMrtg(config: Config, surroundings: Surroundings): readonly Finding[] {
  const findings = mrtgChecks.flatMap(({ name, find }) =>
    find(config, surroundings).map((said) => ({ check: name, ...said })),
  );
  const keyed = findings.map((finding): [string, Finding] => {
    const { check, place, message } = finding;
    return [JSON.stringify([check, place.file, place.line, message]), finding];
  });
  return [...new Map(keyed.reverse()).values()].reverse();
}
