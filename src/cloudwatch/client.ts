/**
 * The AWS SDK behind the port: its chain of credentials, and its client for CloudWatch. The only file that imports
 * the SDK; loaded only when one of the two is needed, because that costs several times the rest of a poll.
 */
import { env } from "node:process";
import {
  CloudWatchClient,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  type GetMetricDataCommandInput,
  type GetMetricStatisticsCommandInput,
  type ListMetricsCommandInput,
} from "@aws-sdk/client-cloudwatch";
import { fromNodeProviderChain, fromTemporaryCredentials } from "@aws-sdk/credential-providers";
import { failure, success, type Result } from "../result.ts";
import type { Answer, CloudWatchApi } from "./api.ts";
import { attempts, refusedAttempt, type Attempt, type AttemptPorts } from "./attempts.ts";
import type { Fetch } from "./caller.ts";
import type { KnownCredentials } from "./credentials.ts";
import { onDeadline } from "./deadline.ts";
import type { CloudWatchFailure } from "./failure.ts";
import type { ChainRequest } from "./keyring.ts";
import { kindOf, written, type SdkCredentials } from "./sdk-credentials.ts";
import { answerOf, brokenBy, firstLine, type SdkError } from "./sdk-error.ts";
import { retryAfterMilliseconds, serviceError } from "./service-error.ts";
import type { Credentials } from "./signature.ts";
import { silenceMilliseconds } from "./transport.ts";
import { readData, readList, readStatistics } from "./wire-answers.ts";
import { dataInput, listInput, statisticsInput } from "./wire-questions.ts";

// On Node 20 the SDK prints nine lines to stderr otherwise, and cron mails them.
env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";

const quiet = { trace: ignore, debug: ignore, info: ignore, warn: ignore, error: ignore };

function ignore(): undefined {
  return undefined;
}

/** Asks the SDK's chain, or STS for the role. */
export async function chainCredentials(
  request: ChainRequest,
  nowMilliseconds: () => number,
): Promise<Result<KnownCredentials, CloudWatchFailure>> {
  const { region, profile, base, role } = request;
  const chain = fromNodeProviderChain({
    ...(profile === undefined ? {} : { profile }),
    clientConfig: { region },
    logger: quiet,
  });
  const provider =
    role === undefined
      ? chain
      : fromTemporaryCredentials({
          params: {
            RoleArn: role.arn,
            RoleSessionName: "cw-mrtg",
            ...(role.externalId === undefined ? {} : { ExternalId: role.externalId }),
          },
          masterCredentials: base ?? chain,
          clientConfig: { region },
          logger: quiet,
        });
  try {
    const found: SdkCredentials = await provider();
    const { accountId } = found;
    const kind = kindOf(found, request);
    return success({ credentials: written(found), kind, ...(accountId === undefined ? {} : { accountId }) });
  } catch (error) {
    const thrown = error as SdkError;
    const answer = answerOf(thrown);
    if (answer !== undefined) return failure(serviceError(answer, "sts:AssumeRole", nowMilliseconds()));
    return failure({ kind: "no-credentials", reason: firstLine(thrown.message) });
  }
}

export interface SdkClientPorts extends Omit<AttemptPorts, "endpoint"> {
  readonly url: URL;
  readonly region: string;
  readonly credentials: Fetch;
}

/** The SDK wants times as Date; what is undefined is left out. */
const toSend = (body: object): unknown =>
  JSON.parse(JSON.stringify(body), (key, value: unknown) =>
    key === "StartTime" || key === "EndTime" ? new Date(Number(value) * 1000) : value,
  );

/** The SDK gives times as Date; the readers of wire.ts want them as they were sent. */
function asSent(value: unknown): unknown {
  if (value instanceof Date) return value.getTime() / 1000;
  if (Array.isArray(value)) return value.map(asSent);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, asSent(each)]));
}

/** The SDK's client under our deadline, retries and failures, in place of the lean client where CW_MRTG_CLIENT is `sdk`. */
export function sdkClient(ports: SdkClientPorts): CloudWatchApi {
  const { url, region, nowMilliseconds, random, record } = ports;
  const attemptPorts = { nowMilliseconds, random, record, endpoint: url.origin };
  let identity: Credentials | undefined;
  const client = new CloudWatchClient({
    region,
    endpoint: url.href.replace(/\/$/, ""),
    credentials: () =>
      identity === undefined ? Promise.reject(new Error("asked too early")) : Promise.resolve(identity),
    // Asking again is ours: it knows the deadline.
    maxAttempts: 1,
    // Not requestTimeout: its passing is only a warning on stderr.
    requestHandler: {
      connectionTimeout: silenceMilliseconds,
      socketTimeout: silenceMilliseconds,
      logger: quiet,
    },
    logger: quiet,
  });

  const ask = <Value>(
    operation: string,
    send: (deadline: AbortSignal) => Promise<unknown>,
    read: (answer: unknown) => Result<Value, string>,
    deadline: AbortSignal,
  ): Answer<Value> => {
    const attempt = async (): Promise<Attempt<Value>> => {
      const credentials = await ports.credentials(deadline);
      if (!credentials.ok) return { result: credentials, again: "no" };
      identity = credentials.value;
      // A signal of its own: the SDK listens to each signal anew, and Node warns of many listeners.
      const giveUp = new AbortController();
      const release = onDeadline(deadline, () => {
        giveUp.abort();
      });
      if (deadline.aborted) giveUp.abort();
      try {
        const value = read(asSent(await send(giveUp.signal)));
        if (value.ok) return { result: value, httpStatus: 200, again: "no" };
        const reason = { kind: "unintelligible", operation, reason: value.failure } as const;
        return { result: failure(reason), httpStatus: 200, again: "no" };
      } catch (error) {
        const thrown = error as SdkError;
        const answer = answerOf(thrown);
        if (answer === undefined) return brokenBy(thrown, deadline, url, operation);
        const now = nowMilliseconds();
        const reason = serviceError(answer, operation, now);
        return refusedAttempt(reason, answer.status, retryAfterMilliseconds(answer, now));
      } finally {
        release();
      }
    };
    return attempts(operation, attempt, attemptPorts, deadline);
  };
  return {
    getMetricStatistics: (request, deadline) =>
      ask(
        "GetMetricStatistics",
        (abortSignal) =>
          client.send(
            new GetMetricStatisticsCommand(
              toSend(statisticsInput(request)) as GetMetricStatisticsCommandInput,
            ),
            { abortSignal },
          ),
        readStatistics,
        deadline,
      ),
    getMetricData: (request, deadline) =>
      ask(
        "GetMetricData",
        (abortSignal) =>
          client.send(new GetMetricDataCommand(toSend(dataInput(request)) as GetMetricDataCommandInput), {
            abortSignal,
          }),
        readData,
        deadline,
      ),
    listMetrics: (request, deadline) =>
      ask(
        "ListMetrics",
        (abortSignal) =>
          client.send(new ListMetricsCommand(toSend(listInput(request)) as ListMetricsCommandInput), {
            abortSignal,
          }),
        readList,
        deadline,
      ),
    close: () => {
      client.destroy();
    },
  };
}
