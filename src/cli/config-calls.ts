/** The cw-mrtg commands of an mrtg.cfg, read as cw-mrtg itself reads its command line. Pure. */
import { argumentsOf, withoutWrappers, type Unknowable } from "../mrtg/command-line.ts";
import type { Finding } from "../mrtg/checks/check.ts";
import type { Config, ConfigTarget } from "../mrtg/config.ts";
import { commandsOf, type Command } from "../mrtg/target-expression.ts";
import { failure, type Result } from "../result.ts";
import type { Call } from "../target/checks/check.ts";
import { parseCommandLine, type UsageFailure } from "./options.ts";
import { readTarget } from "./target-options.ts";
import { cwMrtg } from "./target-spec.ts";

/** A command that runs cw-mrtg, and what cannot be made of it. */
export interface WrongCall {
  readonly configTarget: ConfigTarget;
  readonly command: Command;
  readonly reason: UsageFailure | Unknowable;
}

const mentionsUs = /(?:^|[\s/;&|(='"])cw-mrtg(?=$|[\s'"])/;
const isUs = (program: string): boolean => /(?:^|\/)cw-mrtg$/.test(program);

function callOf(configTarget: ConfigTarget, command: Command): Result<Call, WrongCall> | undefined {
  const wrong = (reason: WrongCall["reason"]) => failure({ configTarget, command, reason });
  const line = argumentsOf(command.text);
  if (!line.ok) return mentionsUs.test(command.text) ? wrong(line.failure) : undefined;
  const bare = withoutWrappers(line.value);
  const [program, ...rest] = bare.argv;
  if (!isUs(program)) return undefined;
  const typed = parseCommandLine(cwMrtg, rest);
  const target = typed.ok ? readTarget(typed.value) : typed;
  if (!target.ok) return wrong(target.failure);
  return { ok: true, value: { configTarget, command, line: bare, target: target.value } };
}

const unknowableBecause: Readonly<Record<Unknowable["kind"], string>> = {
  substitution: "a variable or a command inside it",
  operator: "a pipe, a redirection or several commands",
  pattern: "a pattern of file names",
  quote: "an unclosed quote or a lone backslash",
  keyword: "a keyword of sh",
  empty: "no program",
};

/** What is wrong with commands that run cw-mrtg and cannot be read. */
export const callFindings = (wrong: readonly WrongCall[]): readonly Finding[] =>
  wrong.map(({ configTarget, command, reason }) => {
    const about = { check: "command-line", place: command.place, target: configTarget.name };
    return reason.kind === "usage"
      ? { ...about, message: `cw-mrtg stops: ${reason.message}`, remedy: reason.hint ?? "see cw-mrtg --help" }
      : {
          ...about,
          message: `the command has ${unknowableBecause[reason.kind]} (${reason.text}), so it cannot be checked, nor collected by cw-collect`,
          remedy: "write plain words, in quotes where they hold special characters",
        };
  });

/** In the order of the file; a command that several targets have comes as often. Other programs are left out. */
export const callsOf = (config: Config): readonly Result<Call, WrongCall>[] =>
  config.targets.flatMap((configTarget) =>
    commandsOf(configTarget).flatMap((command) => callOf(configTarget, command) ?? []),
  );
