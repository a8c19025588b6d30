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
