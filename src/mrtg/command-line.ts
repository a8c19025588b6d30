/**
 * The arguments that a command between backticks gives its program, as far as they can be known without running
 * it. MRTG's perl splits plain commands itself and gives the others to sh (do_exec3 in perl's doio.c). Pure.
 */
import { failure, success, type Result } from "../result.ts";

export interface CommandLine {
  /** Assignments in front of the program: `AWS_PROFILE=x cw-mrtg …`. */
  readonly environment: readonly (readonly [name: string, value: string])[];
  /** The program first; never empty. */
  readonly argv: readonly [string, ...string[]];
}

/** Why the arguments are not known before the command runs. */
export interface Unknowable {
  readonly kind: "substitution" | "operator" | "pattern" | "quote" | "keyword" | "empty";
  /** What stands in the way. */
  readonly text: string;
}

const unknowable = (kind: Unknowable["kind"], text: string): Result<never, Unknowable> =>
  failure({ kind, text });

const needsShell = (command: string): boolean =>
  /^(?:\.|exec)[ \t\n\r\f\v]/.test(command) ||
  /^\w*=/.test(command) ||
  /[$&*(){}[\]'";\\|?<>~`\n]/.test(command);

interface Word {
  readonly text: string;
  /** How many of its first characters stand unquoted: only those can make an assignment or a keyword. */
  readonly bare: number;
}

const keywords = new Set(
  "! { } case do done elif else esac fi for function if in select then time until while [[ . source eval".split(
    " ",
  ),
);

/** One token at the head of unquoted text: what it stands for, or why that is not known. */
const tokens: readonly (readonly [RegExp, (match: readonly string[]) => Result<string, Unknowable>])[] = [
  [/^'([^']*)'/, ([, text = ""]) => success(text)],
  [/^"((?:[^"\\]|\\[^])*)"/, ([, text = ""]) => doubleQuoted(text)],
  [/^\\([^\n])/, ([, text = ""]) => success(text)],
  [/^['"\\]/, ([text = ""]) => unknowable("quote", text)],
  [/^[$`]/, ([text = ""]) => unknowable("substitution", text)],
  [/^[|&;<>()\n]/, ([text = ""]) => unknowable("operator", text)],
  [/^[*?[{}~]/, ([text = ""]) => unknowable("pattern", text)],
  [/^[^]/, ([text = ""]) => success(text)],
];

function doubleQuoted(text: string): Result<string, Unknowable> {
  const bare = text.replace(/\\[^]/g, "");
  const substitution = /[$`]/.exec(bare)?.[0];
  return substitution === undefined
    ? success(text.replace(/\\([$`"\\])/g, "$1").replaceAll("\\\n", ""))
    : unknowable("substitution", substitution);
}

function split(command: string): Result<readonly Word[], Unknowable> {
  const words: Word[] = [];
  let word: Word | undefined;
  let rest = command;
  while (rest !== "") {
    if (/^[ \t]/.test(rest)) {
      if (word !== undefined) words.push(word);
      word = undefined;
      rest = rest.slice(1);
      continue;
    }
    if (word === undefined && rest.startsWith("#")) break;
    for (const [form, meaning] of tokens) {
      const match = form.exec(rest);
      if (match === null) continue;
      const text = meaning(match);
      if (!text.ok) return text;
      const before: Word = word ?? { text: "", bare: 0 };
      const isBare = before.bare === before.text.length && match[0] === text.value;
      word = { text: before.text + text.value, bare: before.bare + (isBare ? text.value.length : 0) };
      rest = rest.slice(match[0].length);
      break;
    }
  }
  return success(word === undefined ? words : [...words, word]);
}

function assignmentOf({ text, bare }: Word): readonly [string, string] | undefined {
  const [head = "", name = ""] = /^([A-Za-z_]\w*)=/.exec(text) ?? [];
  return name !== "" && head.length <= bare ? [name, text.slice(head.length)] : undefined;
}

/** Fails on whatever only sh can tell: variables, substitutions, patterns, pipes, redirections. */
export function argumentsOf(command: string): Result<CommandLine, Unknowable> {
  const trimmed = command.replace(/^[ \t\n\r\f\v]+|[ \t\n\r\f\v]+$/g, "");
  if (!needsShell(trimmed)) {
    const [program, ...rest] = trimmed.split(/[ \t\n\r\f\v]+/);
    return program === undefined || program === ""
      ? unknowable("empty", command)
      : success({ environment: [], argv: [program, ...rest] });
  }
  const words = split(trimmed);
  if (!words.ok) return words;
  const assignments = words.value.map(assignmentOf);
  const end = assignments.indexOf(undefined);
  const environment = (end < 0 ? assignments : assignments.slice(0, end)).filter(
    (each) => each !== undefined,
  );
  const [first, ...rest] = end < 0 ? [] : words.value.slice(end);
  if (first === undefined) return unknowable("empty", command);
  if (first.bare === first.text.length && keywords.has(first.text)) return unknowable("keyword", first.text);
  return success({ environment, argv: [first.text, ...rest.map(({ text }) => text)] });
}

/** The command line with `exec` and `env NAME=VALUE…` taken off, for whoever asks which program it is that runs. */
export function withoutWrappers(line: CommandLine): CommandLine {
  const [program, next, ...rest] = line.argv;
  if (program === "exec" && next !== undefined && !next.startsWith("-"))
    return withoutWrappers({ ...line, argv: [next, ...rest] });
  if (!/^(?:\/usr)?(?:\/bin\/)?env$/.test(program) || next === undefined) return line;
  const [, name, value] = /^([A-Za-z_]\w*)=([^]*)$/.exec(next) ?? [];
  const [after, ...others] = rest;
  if (name === undefined || value === undefined)
    return next.startsWith("-") ? line : withoutWrappers({ ...line, argv: [next, ...rest] });
  if (after === undefined) return line;
  const environment = [...line.environment, [name, value] as const];
  return withoutWrappers({ environment, argv: [program, after, ...others] });
}
