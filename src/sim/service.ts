/** The operations by name, and what stands before all of them: signature, size, the shape of the body. */
import { failedInside, jsonAnswer, jsonRefusal, refusalOf, type HttpAnswer } from "./answer.ts";
import { describeInstances } from "./describe-instances.ts";
import type { Fault } from "./fault.ts";
import { getMetricData } from "./get-metric-data.ts";
import { getMetricStatistics } from "./get-metric-statistics.ts";
import { getResources } from "./get-resources.ts";
import type { Incoming } from "./incoming.ts";
import { readInput, type Input } from "./input.ts";
import { listMetrics } from "./list-metrics.ts";
import type { Operation } from "./operation.ts";
import { putMetricData } from "./put-metric-data.ts";
import { attempt, refuse, type Refusal } from "./refusal.ts";
import { assumeRole, getCallerIdentity } from "./security-token.ts";
import type { Account } from "./world.ts";
import { xmlAnswer, xmlRefusal } from "./xml.ts";

/** By protocol; what the Query protocol's operations answer is XML already. */
const operations = {
  "1.0": {
    GetMetricStatistics: getMetricStatistics,
    GetMetricData: getMetricData,
    ListMetrics: listMetrics,
    PutMetricData: putMetricData,
  },
  "1.1": { GetResources: getResources },
  query: {
    DescribeInstances: describeInstances,
    AssumeRole: assumeRole,
    GetCallerIdentity: getCallerIdentity,
  },
} satisfies Record<Incoming["protocol"], Record<string, Operation>>;

/** The service's name in IAM actions where it is not the one in signatures. */
const iamNames: Readonly<Record<string, string>> = { monitoring: "cloudwatch", tagging: "tag" };

/** API reference: the largest body of GetMetricData. */
const mostBytes = 614_400;

export interface Circumstances {
  readonly account: Account;
  readonly nowSeconds: number;
  readonly pageSize: number;
  readonly fault: Fault | undefined;
}

const readQuery = (body: string): Input => Object.fromEntries(new URLSearchParams(body));

const refusalAnswer = (refusal: Refusal, { protocol, service }: Incoming): HttpAnswer =>
  protocol === "query" ? xmlRefusal(refusal, service) : jsonRefusal(refusal, protocol);

export function answerTo(incoming: Incoming, body: string, circumstances: Circumstances): HttpAnswer {
  const { protocol, operation, place, accessKeyId } = incoming;
  const { fault, ...given } = circumstances;
  const known: Readonly<Record<string, Operation>> = operations[protocol];
  const answer = attempt(() => {
    if (!incoming.isSigned) refuse("MissingAuthenticationToken", "Missing Authentication Token", 403);
    const perform = Object.hasOwn(known, operation) ? known[operation] : undefined;
    if (perform === undefined)
      return refuse("InvalidAction", `The action ${operation} is not valid for this endpoint.`);
    if (operation === "GetMetricData" && Buffer.byteLength(body) > mostBytes)
      refuse("RequestEntityTooLarge", `The request is larger than ${mostBytes} bytes.`, 413);
    const input = protocol === "query" ? readQuery(body) : readInput(body);
    const result = perform({ ...given, input, place, accessKeyId });
    return fault === undefined ? result : failedInside(result, fault.kind);
  });
  if (!answer.ok) return refusalAnswer(answer.failure, incoming);
  return protocol === "query" ? xmlAnswer(String(answer.value)) : jsonAnswer(answer.value, protocol);
}

/** The answer a fault gives instead; undefined when it lets the request through. */
export function refusalBy(fault: Fault, incoming: Incoming): HttpAnswer | undefined {
  const { service, operation } = incoming;
  const refusal = refusalOf(fault.kind, `${iamNames[service] ?? service}:${operation}`);
  return refusal === undefined ? undefined : refusalAnswer(refusal, incoming);
}
