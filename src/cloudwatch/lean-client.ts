/**
 * The port to CloudWatch with no more than a poll needs: no SDK is loaded for it. client.ts does the same with the
 * SDK; test/cloudwatch/client-contract.ts holds both to one contract.
 */
import { failure, type Result } from "../result.ts";
import type { Answer, CloudWatchApi } from "./api.ts";
import type { Call } from "./caller.ts";
import { parseJson } from "./json-reader.ts";
import { readData, readList, readStatistics } from "./wire-answers.ts";
import { dataInput, listInput, statisticsInput } from "./wire-questions.ts";

/** What stands before an operation's name in x-amz-target: CloudWatch's own service, by its model. */
const serviceName = "GraniteServiceVersion20100801";

export const userAgent = `cw-mrtg/${VERSION}`;

export function leanClient(call: Call, close: () => void): CloudWatchApi {
  const ask = async <Value>(
    operation: string,
    input: object,
    read: (answer: unknown) => Result<Value, string>,
    deadline: AbortSignal,
  ): Answer<Value> => {
    const headers = {
      "content-type": "application/x-amz-json-1.0",
      "user-agent": userAgent,
      "x-amz-target": `${serviceName}.${operation}`,
      "x-amzn-query-mode": "true",
    };
    const answered = await call({ operation, headers, body: JSON.stringify(input) }, deadline);
    if (!answered.ok) return answered;
    const value = parseJson(answered.value, read);
    return value.ok ? value : failure({ kind: "unintelligible", operation, reason: value.failure });
  };
  return {
    getMetricStatistics: (request, deadline) =>
      ask("GetMetricStatistics", statisticsInput(request), readStatistics, deadline),
    getMetricData: (request, deadline) => ask("GetMetricData", dataInput(request), readData, deadline),
    listMetrics: (request, deadline) => ask("ListMetrics", listInput(request), readList, deadline),
    close,
  };
}
