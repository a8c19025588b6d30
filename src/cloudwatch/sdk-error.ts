/** What the SDK throws, in our words. Imports nothing of the SDK; pure. */
import { failure } from "../result.ts";
import { brokenAttempt, type Attempt } from "./attempts.ts";
import type { ServiceAnswer } from "./service-error.ts";

/** What the SDK throws, as far as it is looked at. */
export interface SdkError {
  readonly name?: string;
  readonly message?: string;
  readonly code?: unknown;
  readonly Code?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly statusCode?: number; readonly headers?: Readonly<Record<string, string>> };
}

/** The error as the answer that brought it about; undefined when none came. */
export function answerOf({ name, message, Code, $metadata, $response }: SdkError): ServiceAnswer | undefined {
  const status = $metadata?.httpStatusCode ?? $response?.statusCode;
  if (status === undefined || status === 200) return undefined;
  const headers = {
    ...$response?.headers,
    // Its stand-ins for an answer without a code, which ours tells by the status alone.
    ...(name === undefined ||
    ["Error", "UnknownError", "SyntaxError", "CloudWatchServiceException"].includes(name)
      ? {}
      : { "x-amzn-errortype": name }),
    ...(typeof Code === "string" ? { "x-amzn-query-error": Code } : {}),
  };
  return { status, headers, body: JSON.stringify({ message }) };
}

export const firstLine = (text: string | undefined): string => (text ?? "").split("\n")[0]?.trim() ?? "";

export function brokenBy(
  thrown: SdkError,
  deadline: AbortSignal,
  url: URL,
  operation: string,
): Attempt<never> {
  const broken = (kind: "deadline" | "silent"): Attempt<never> =>
    brokenAttempt({ kind }, url.origin, operation);
  if (deadline.aborted || thrown.name === "AbortError") return broken("deadline");
  // The SDK calls a reset connection a TimeoutError too, and leaves its code.
  if (thrown.name === "TimeoutError" && typeof thrown.code !== "string") return broken("silent");
  if (typeof thrown.code !== "string")
    return { result: failure({ kind: "unintelligible", operation, reason: "no JSON" }), again: "no" };
  const reason = firstLine(thrown.message);
  return brokenAttempt({ kind: "broken", code: thrown.code, reason }, url.origin, operation);
}
