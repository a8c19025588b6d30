/** What an operation of the simulated service is given and gives. */
import type { Input } from "./input.ts";
import type { Account, Place } from "./world.ts";

export interface Call {
  readonly input: Input;
  readonly account: Account;
  readonly place: Place;
  readonly nowSeconds: number;
  /** Datapoints, metrics or resources a page at most, below the service's own limit. */
  readonly pageSize: number;
  /** The name of the role or user that asks. */
  readonly accessKeyId: string;
}

/** Answers the body, or leaves by `refuse`. */
export type Operation = (call: Call) => unknown;
