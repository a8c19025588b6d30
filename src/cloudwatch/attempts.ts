/**
 * Asks again where that may help, until the deadline: for whatever makes a single attempt. Clock and chance are
 * parameters.
 */
import { failure, type Result } from "../result.ts";
import { sleep } from "./deadline.ts";
import type { CloudWatchFailure } from "./failure.ts";
import type { TransportFailure } from "./transport.ts";

/** What --debug tells of a request. */
export interface RequestRecord {
  readonly operation: string;
  readonly endpoint: string;
  /** From 1. */
  readonly attempt: number;
  /** Undefined when no answer came. */
  readonly httpStatus?: number;
  /** Why it gave no value. */
  readonly failed?: CloudWatchFailure["kind"];
  readonly milliseconds: number;
}

export interface AttemptPorts {
  readonly nowMilliseconds: () => number;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** Scheme, host and port. */
  readonly endpoint: string;
  readonly record: (request: RequestRecord) => void;
}

export interface Attempt<Value> {
  readonly result: Result<Value, CloudWatchFailure>;
  readonly httpStatus?: number;
  /** May asking again help? */
  readonly again: "no" | "a-few-times" | "until-the-deadline";
  /** What the service asked for. */
  readonly leastPauseMilliseconds?: number;
}

/** A connection that cannot be made, or a server that fails: more of the same seldom helps. */
const mostAttempts = 3;

/** As the SDK has them: the first pause at most, by what went wrong; every further one is twice as long. */
const pauseMilliseconds = { throttled: 500, other: 100, most: 5_000 };

const socketReasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused",
  ECONNRESET: "connection reset",
  EPIPE: "connection reset",
  ENOTFOUND: "no such host",
  EAI_AGAIN: "the name could not be looked up",
  EHOSTUNREACH: "no route to the host",
  ENETUNREACH: "the network is unreachable",
  ETIMEDOUT: "the connection timed out",
};

export function brokenAttempt(broken: TransportFailure, endpoint: string, operation: string): Attempt<never> {
  switch (broken.kind) {
    case "deadline":
      return { result: failure({ kind: "timeout", endpoint }), again: "no" };
    case "silent":
      return { result: failure({ kind: "timeout", endpoint }), again: "until-the-deadline" };
    case "too-large":
      return {
        result: failure({ kind: "unintelligible", operation, reason: "the answer is too large" }),
        again: "no",
      };
    case "broken": {
      const { code } = broken;
      if (code.startsWith("HPE_"))
        return {
          result: failure({ kind: "unintelligible", operation, reason: "the answer is not HTTP" }),
          again: "no",
        };
      const reason = socketReasons[code] ?? (broken.reason === "" ? code : broken.reason);
      return {
        result: failure({ kind: "unreachable", endpoint, reason }),
        again: code in socketReasons ? "a-few-times" : "no",
      };
    }
  }
}

export function refusedAttempt(
  reason: CloudWatchFailure,
  httpStatus: number,
  leastPauseMilliseconds: number,
): Attempt<never> {
  const again =
    reason.kind === "throttled"
      ? "until-the-deadline"
      : reason.kind === "server-error"
        ? "a-few-times"
        : "no";
  return { result: failure(reason), httpStatus, again, leastPauseMilliseconds };
}

/** Full jitter: anything between nothing and a bound that doubles, so that a crowd does not come back as one. */
function pause(times: number, kind: CloudWatchFailure["kind"], random: number, least: number): number {
  const first = kind === "throttled" ? pauseMilliseconds.throttled : pauseMilliseconds.other;
  return least + random * Math.min(first * 2 ** (times - 1), pauseMilliseconds.most);
}

export async function attempts<Value>(
  operation: string,
  attempt: () => Promise<Attempt<Value>>,
  ports: AttemptPorts,
  deadline: AbortSignal,
): Promise<Result<Value, CloudWatchFailure>> {
  let last: CloudWatchFailure | undefined;
  for (let times = 1; ; times += 1) {
    const started = ports.nowMilliseconds();
    const { result, httpStatus, again, leastPauseMilliseconds = 0 } = await attempt();
    ports.record({
      operation,
      endpoint: ports.endpoint,
      attempt: times,
      ...(httpStatus === undefined ? {} : { httpStatus }),
      ...(result.ok ? {} : { failed: result.failure.kind }),
      milliseconds: Math.round(ports.nowMilliseconds() - started),
    });
    if (result.ok) return result;
    // Whoever was throttled before the deadline came is throttled still.
    if (result.failure.kind === "timeout" && last?.kind === "throttled") return failure(last);
    last = result.failure;
    if (again === "no" || (again === "a-few-times" && times >= mostAttempts)) return result;
    const milliseconds = pause(times, last.kind, ports.random(), leastPauseMilliseconds);
    if (!(await sleep(milliseconds, deadline))) return result;
  }
}
