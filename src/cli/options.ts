/**
 * What a command line may say: one table per executable gives the parser here and the help in help.ts.
 * Values leave as the strings that were typed; turning them into numbers and choices is the command's work.
 */
import { parseArgs } from "node:util";
import { failure, success, type Result } from "../result.ts";

export interface OptionSpec {
  readonly name: string;
  readonly short?: string;
  /** What stands for the value in the help; an option without it takes none. */
  readonly value?: string;
  /** May be given several times; every value counts. */
  readonly repeatable?: boolean;
  readonly help: string;
}

export interface CommandSpec {
  readonly name: string;
  /** The usage lines, without the program's name. */
  readonly usage: readonly string[];
  readonly summary: string;
  readonly options: readonly OptionSpec[];
  /** What the help ends in: lines to copy and paste. */
  readonly examples: readonly string[];
}

export interface UsageFailure {
  readonly kind: "usage";
  readonly message: string;
  readonly hint?: string;
}

/** The command line as typed: trimmed strings, flags as presence. */
export interface Typed {
  readonly positionals: readonly string[];
  /** Every value given for the option, in order; empty when it was not given. */
  values(name: string): readonly string[];
  /** The last value given. */
  value(name: string): string | undefined;
  flag(name: string): boolean;
}

export const usageFailure = (message: string, hint?: string): UsageFailure => ({
  kind: "usage",
  message,
  ...(hint === undefined ? {} : { hint }),
});

const common: readonly OptionSpec[] = [
  { name: "help", short: "h", help: "print this help" },
  { name: "version", short: "V", help: "print the version" },
];

export const optionsOf = (spec: CommandSpec): readonly OptionSpec[] => [...spec.options, ...common];

/** One word of a command line, or an option with its value. */
export type Word =
  | { readonly kind: "option"; readonly option: OptionSpec; readonly value: string }
  | { readonly kind: "positional"; readonly value: string };

/** The words in the order in which they were typed. Fails on what the table does not have; guesses no abbreviation. */
export function readWords(
  spec: CommandSpec,
  commandLine: readonly string[],
): Result<readonly Word[], UsageFailure> {
  const options = new Map(optionsOf(spec).map((option) => [option.name, option]));
  const { tokens } = parseArgs({
    args: [...commandLine],
    strict: false,
    tokens: true,
    options: Object.fromEntries(
      [...options.values()].map(({ name, short, value }) => [
        name,
        { type: value === undefined ? "boolean" : "string", ...(short === undefined ? {} : { short }) },
      ]),
    ),
  });
  const words: Word[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") words.push({ kind: "positional", value: token.value.trim() });
    if (token.kind !== "option") continue;
    const option = options.get(token.name);
    if (option === undefined)
      return failure(usageFailure(`unknown option ${token.rawName}`, `see ${spec.name} --help`));
    if (option.value === undefined && token.value !== undefined)
      return failure(usageFailure(`--${option.name} takes no value`));
    if (option.value !== undefined && token.value === undefined)
      return failure(usageFailure(`--${option.name} needs a value (${option.value})`));
    words.push({ kind: "option", option, value: token.value?.trim() ?? "" });
  }
  return success(words);
}

/** Reads a command line by the table, where the order of its options does not matter. */
export function parseCommandLine(
  spec: CommandSpec,
  commandLine: readonly string[],
): Result<Typed, UsageFailure> {
  const words = readWords(spec, commandLine);
  if (!words.ok) return words;
  const given = new Map<string, string[]>();
  const positionals: string[] = [];
  for (const word of words.value) {
    if (word.kind === "positional") {
      positionals.push(word.value);
      continue;
    }
    const { option, value } = word;
    const values = given.get(option.name) ?? [];
    if (values.length > 0 && option.value !== undefined && option.repeatable !== true)
      return failure(usageFailure(`--${option.name} is given twice`));
    given.set(option.name, [...values, value]);
  }
  return success({
    positionals,
    values: (name) => given.get(name) ?? [],
    value: (name) => given.get(name)?.at(-1),
    flag: (name) => given.has(name),
  });
}
