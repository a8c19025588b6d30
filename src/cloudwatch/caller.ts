/** Asks one service of AWS: signs, sends, asks again where that may help. Answers the body of a good answer. */
import { success, type Result } from "../result.ts";
import { attempts, brokenAttempt, refusedAttempt, type Attempt, type AttemptPorts } from "./attempts.ts";
import type { CloudWatchFailure } from "./failure.ts";
import { retryAfterMilliseconds, serviceError } from "./service-error.ts";
import { signed, type Credentials, type Headers, type SigningScope } from "./signature.ts";
import type { Transport } from "./transport.ts";

export type Fetch = (deadline: AbortSignal) => Promise<Result<Credentials, CloudWatchFailure>>;

export interface CallerPorts extends Omit<AttemptPorts, "endpoint"> {
  readonly url: URL;
  readonly scope: SigningScope;
  readonly transport: Transport;
  readonly credentials: Fetch;
}

interface Question {
  readonly operation: string;
  readonly headers: Headers;
  readonly body: string;
}

export type Call = (question: Question, deadline: AbortSignal) => Promise<Result<string, CloudWatchFailure>>;

async function attempt(
  question: Question,
  ports: CallerPorts,
  deadline: AbortSignal,
): Promise<Attempt<string>> {
  const { url, scope, transport } = ports;
  const { operation, headers, body } = question;
  const credentials = await ports.credentials(deadline);
  if (!credentials.ok) return { result: credentials, again: "no" };
  const now = ports.nowMilliseconds();
  const path = url.pathname;
  const sent = signed(path, { host: url.host, ...headers }, body, credentials.value, scope, now);
  const exchanged = await transport.send({ method: "POST", path, headers: sent, body }, deadline);
  if (!exchanged.ok) return brokenAttempt(exchanged.failure, url.origin, operation);
  const answer = exchanged.value;
  if (answer.status === 200) return { result: success(answer.body), httpStatus: 200, again: "no" };
  const reason = serviceError(answer, operation, now);
  return refusedAttempt(reason, answer.status, retryAfterMilliseconds(answer, now));
}

export const caller = (ports: CallerPorts): Call => {
  const { nowMilliseconds, random, record, url } = ports;
  const attemptPorts = { nowMilliseconds, random, record, endpoint: url.origin };
  return (question, deadline) =>
    attempts(question.operation, () => attempt(question, ports, deadline), attemptPorts, deadline);
};
