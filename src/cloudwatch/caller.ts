/**
 * Asks one service of AWS: signs, sends, and asks again where that may help, until the deadline. Answers the body of
 * a good answer. Clock and chance are parameters.
 */
import { failure, success, type Result } from "../result.ts";
import { sleep } from "./deadline.ts";
import type { CloudWatchFailure } from "./failure.ts";
import { serviceError, type ServiceAnswer } from "./service-error.ts";
import { signed, type Credentials, type Headers, type SigningScope } from "./signature.ts";
import type { Transport, TransportFailure } from "./transport.ts";

/** What --debug tells of a request. */
export interface RequestRecord {
  readonly operation: string;
  readonly endpoint: string;
  /** From 1. */
  readonly attempt: number;
  /** Undefined when no answer came. */
  readonly httpStatus?: number;
  /** The failure's kind, when it was none of success. */
  readonly failed?: CloudWatchFailure["kind"];
  readonly milliseconds: number;
}

export interface Chance {
  nowMilliseconds(): number;
  /** From 0 up to 1. */
  random(): number;
}

export interface CallerPorts extends Chance {
  readonly endpoint: URL;
  readonly scope: SigningScope;
  readonly transport: Transport;
  readonly credentials: (deadline: AbortSignal) => Promise<Result<Credentials, CloudWatchFailure>>;
  readonly record: (request: RequestRecord) => void;
}

export interface Question {
  readonly operation: string;
  readonly headers: Headers;
  readonly body: string;
}

export type Call = (question: Question, deadline: AbortSignal) => Promise<Result<string, CloudWatchFailure>>;

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

function transportError(broken: TransportFailure, endpoint: string, operation: string): CloudWatchFailure {
  switch (broken.kind) {
    case "deadline":
    case "silent":
      return { kind: "timeout", endpoint };
    case "too-large":
      return { kind: "unintelligible", operation, reason: "the answer is too large" };
    case "broken":
      if (broken.code.startsWith("HPE_"))
        return { kind: "unintelligible", operation, reason: "the answer is not HTTP" };
      return {
        kind: "unreachable",
        endpoint,
        reason: socketReasons[broken.code] ?? (broken.reason === "" ? broken.code : broken.reason),
      };
  }
}

/** The pause the service asked for, in milliseconds. */
function retryAfter({ headers }: ServiceAnswer, nowMilliseconds: number): number {
  const value = headers["retry-after"];
  if (typeof value !== "string") return 0;
  const seconds = /^\d{1,6}$/.test(value) ? Number(value) : (Date.parse(value) - nowMilliseconds) / 1000;
  return seconds > 0 ? seconds * 1000 : 0;
}

interface Attempt {
  readonly result: Result<string, CloudWatchFailure>;
  /** May asking again help? */
  readonly again: "no" | "a-few-times" | "until-the-deadline";
  readonly leastPauseMilliseconds: number;
}

async function attempt(question: Question, ports: CallerPorts, deadline: AbortSignal): Promise<[Attempt, number?]> {
  const { endpoint, scope, transport } = ports;
  const { operation, headers, body } = question;
  const whole = { host: endpoint.host, ...headers };
  const credentials = await ports.credentials(deadline);
  if (!credentials.ok) return [{ result: credentials, again: "no", leastPauseMilliseconds: 0 }];
  const now = ports.nowMilliseconds();
  const sent = signed(endpoint.pathname, whole, body, credentials.value, scope, now);
  const exchanged = await transport.post(sent, body, deadline);
  if (!exchanged.ok) {
    const reason = transportError(exchanged.failure, endpoint.origin, operation);
    const { kind } = exchanged.failure;
    const mayPass = kind === "broken" && exchanged.failure.code in socketReasons;
    const again = kind === "silent" ? "until-the-deadline" : mayPass ? "a-few-times" : "no";
    return [{ result: failure(reason), again, leastPauseMilliseconds: 0 }];
  }
  const answer = exchanged.value;
  if (answer.status === 200)
    return [{ result: success(answer.body), again: "no", leastPauseMilliseconds: 0 }, 200];
  const reason = serviceError(answer, operation, now);
  const again =
    reason.kind === "throttled" ? "until-the-deadline" : reason.kind === "server-error" ? "a-few-times" : "no";
  const leastPauseMilliseconds = retryAfter(answer, now);
  return [{ result: failure(reason), again, leastPauseMilliseconds }, answer.status];
}

/** Full jitter: anything between nothing and a bound that doubles, so that a crowd does not come back as one. */
function pause(times: number, kind: CloudWatchFailure["kind"], random: number, least: number): number {
  const first = kind === "throttled" ? pauseMilliseconds.throttled : pauseMilliseconds.other;
  return least + random * Math.min(first * 2 ** (times - 1), pauseMilliseconds.most);
}

export const caller =
  (ports: CallerPorts): Call =>
  async (question, deadline) => {
    let last: CloudWatchFailure | undefined;
    for (let times = 1; ; times += 1) {
      const started = ports.nowMilliseconds();
      const [{ result, again, leastPauseMilliseconds }, httpStatus] = await attempt(question, ports, deadline);
      ports.record({
        operation: question.operation,
        endpoint: ports.endpoint.origin,
        attempt: times,
        ...(httpStatus === undefined ? {} : { httpStatus }),
        ...(result.ok ? {} : { failed: result.failure.kind }),
        milliseconds: Math.round(ports.nowMilliseconds() - started),
      });
      if (result.ok) return result;
      // Whoever was throttled before the deadline came is throttled still.
      const isOver = result.failure.kind === "timeout" && deadline.aborted;
      if (isOver && last?.kind === "throttled") return failure(last);
      last = result.failure;
      if (again === "no" || (again === "a-few-times" && times >= mostAttempts)) return result;
      const milliseconds = pause(times, last.kind, ports.random(), leastPauseMilliseconds);
      if (!(await sleep(milliseconds, deadline))) return result;
    }
  };
