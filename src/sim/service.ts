/** The operations by name, and what stands before all of them: signature, size, the shape of the body. */
import { jsonAnswer, jsonRefusal, failedInside, refusalOf, type HttpAnswer } from "./answer.ts";
import type { Fault } from "./fault.ts";
import { getMetricData } from "./get-metric-data.ts";
import { getMetricStatistics } from "./get-metric-statistics.ts";
import type { Incoming } from "./incoming.ts";
import { readInput } from "./input.ts";
import { listMetrics } from "./list-metrics.ts";
import type { Operation } from "./operation.ts";
import { putMetricData } from "./put-metric-data.ts";
import { attempt, refuse } from "./refusal.ts";
import type { Account } from "./world.ts";

const operations: Readonly<Record<string, Operation>> = {
  GetMetricStatistics: getMetricStatistics,
  GetMetricData: getMetricData,
  ListMetrics: listMetrics,
  PutMetricData: putMetricData,
};

/** API reference: the largest body of GetMetricData. */
const mostBytes = 614_400;

export interface Circumstances {
  readonly account: Account;
  readonly nowSeconds: number;
  readonly pageSize: number;
  readonly fault: Fault | undefined;
}

export function answerTo(incoming: Incoming, body: string, circumstances: Circumstances): HttpAnswer {
  const { operation, place, accessKeyId } = incoming;
  const { fault, ...given } = circumstances;
  const version = incoming.protocol === "query" ? "1.0" : incoming.protocol;
  const answer = attempt(() => {
    if (!incoming.isSigned) refuse("MissingAuthenticationToken", "Missing Authentication Token", 403);
    const perform = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
    if (perform === undefined)
      return refuse("InvalidAction", `The action ${operation} is not valid for this endpoint.`);
    if (operation === "GetMetricData" && Buffer.byteLength(body) > mostBytes)
      refuse("RequestEntityTooLarge", `The request is larger than ${mostBytes} bytes.`, 413);
    const result = perform({ ...given, input: readInput(body), place, accessKeyId });
    return fault === undefined ? result : failedInside(result, fault.kind);
  });
  return answer.ok ? jsonAnswer(answer.value, version) : jsonRefusal(answer.failure, version);
}

/** The answer a fault gives instead; undefined when it lets the request through. */
export function refusalBy(fault: Fault, incoming: Incoming): HttpAnswer | undefined {
  const refusal = refusalOf(fault.kind, `cloudwatch:${incoming.operation}`);
  if (refusal === undefined) return undefined;
  return jsonRefusal(refusal, incoming.protocol === "query" ? "1.0" : incoming.protocol);
}
