/** Reads parsed JSON strictly: a value is of the sort it should be, or the whole answer is refused. Pure. */
import { failure, success, type Result } from "../result.ts";

export type Fields = Readonly<Record<string, unknown>>;

/** Says what is wrong with the answer; caught in `reading`. */
export class Unreadable extends Error {}

const wrong = (what: string, sort: string): Unreadable => new Unreadable(`${what} is not ${sort}`);

export function object(value: unknown, what: string): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw wrong(what, "an object");
  return value as Fields;
}

export function list(value: unknown, what: string): readonly unknown[] {
  if (!Array.isArray(value)) throw wrong(what, "a list");
  return value;
}

export function text(value: unknown, what: string): string {
  if (typeof value !== "string") throw wrong(what, "a text");
  return value;
}

/** Finite: JSON.parse reads 1e400 as Infinity. */
export function number(value: unknown, what: string): number {
  if (typeof value !== "number" || !Number.isFinite(value)) throw wrong(what, "a finite number");
  return value;
}

/** The last second of the year 9999. */
const lastSecond = 253_402_300_799;

/** Whole epoch seconds. */
export function time(value: unknown, what: string): number {
  const seconds = number(value, what);
  if (!Number.isInteger(seconds) || seconds < 0 || seconds > lastSecond) throw wrong(what, "a time");
  return seconds;
}

/** Absent and null are the same, as to the SDK. */
export const optional = <Value>(value: unknown, read: (value: unknown) => Value): Value | undefined =>
  value === undefined || value === null ? undefined : read(value);

/** An object without any of the answer's own fields comes from somebody else. */
export function known(fields: Fields, names: readonly string[]): Fields {
  if (!names.some((name) => name in fields)) throw new Unreadable(`it has no ${names.join(" and no ")}`);
  return fields;
}

/** A reader of whole answers; its failure says what is wrong. */
export const reading =
  <Value>(read: (fields: Fields) => Value) =>
  (answer: unknown): Result<Value, string> => {
    try {
      return success(read(object(answer, "the answer")));
    } catch (error) {
      if (error instanceof Unreadable) return failure(error.message);
      throw error;
    }
  };

/** Reads a body that should be JSON; the failure says what is wrong with it. */
export function parseJson<Value>(
  body: string,
  read: (answer: unknown) => Result<Value, string>,
): Result<Value, string> {
  try {
    return read(JSON.parse(body));
  } catch (error) {
    if (error instanceof SyntaxError) return failure("no JSON");
    throw error;
  }
}
