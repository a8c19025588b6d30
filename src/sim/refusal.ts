/** Why a request is refused, in AWS's own codes, and how an operation says so in mid-sentence. */
import { failure, success, type Result } from "../result.ts";

export interface Refusal {
  /** As the Query protocol has it: `InvalidParameterValue`, `Throttling`. */
  readonly code: string;
  readonly message: string;
  readonly httpStatus: number;
}

/** Leaves an operation; caught in `attempt` only. */
class Refused extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

export function refuse(code: string, message: string, httpStatus = 400): never {
  throw new Refused({ code, message, httpStatus });
}

export function attempt<Value>(operation: () => Value): Result<Value, Refusal> {
  try {
    return success(operation());
  } catch (error) {
    if (error instanceof Refused) return failure(error.refusal);
    throw error;
  }
}
