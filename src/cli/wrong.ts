/** How the readers of a command line leave the ladder of their checks at the first wrong value. */
import { failure, type Result } from "../result.ts";
import { usageFailure, type UsageFailure } from "./options.ts";

/** Thrown by wrong() and caught by orWrong() only. */
class Wrong extends Error {
  readonly usage: UsageFailure;
  constructor(message: string, hint?: string) {
    super(message);
    this.usage = usageFailure(message, hint);
  }
}

export function wrong(message: string, hint?: string): never {
  throw new Wrong(message, hint);
}

/** What `read` answers, or what it found wrong. */
export function orWrong<Value>(read: () => Result<Value, UsageFailure>): Result<Value, UsageFailure> {
  try {
    return read();
  } catch (error) {
    if (error instanceof Wrong) return failure(error.usage);
    throw error;
  }
}

export function oneOf<Choice extends string>(
  option: string,
  text: string,
  choices: readonly Choice[],
): Choice {
  return (
    choices.find((choice) => choice === text) ?? wrong(`--${option} is ${choices.join(", ")}, not "${text}"`)
  );
}

const mostSeconds = 86_400 * 455;

/** Whole seconds, `least` at least and no more than CloudWatch remembers. */
export function seconds(option: string, text: string, least: number): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= mostSeconds) return value;
  return wrong(`--${option} takes whole seconds from ${least} to ${mostSeconds}, not "${text}"`);
}
