/** What an answer other than 200 means. Pure; knows both spellings of AWS's errors, in JSON, in headers and in XML. */
import type { CloudWatchFailure } from "./failure.ts";

export interface ServiceAnswer {
  readonly status: number;
  /** By name in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** As the SDK classifies them, and HTTP's own 429. */
const throttling: readonly string[] = [
  "BandwidthLimitExceeded",
  "EC2ThrottledException",
  "LimitExceededException",
  "PriorRequestNotComplete",
  "ProvisionedThroughputExceededException",
  "RequestLimitExceeded",
  "RequestThrottled",
  "RequestThrottledException",
  "SlowDown",
  "ThrottledException",
  "Throttling",
  "ThrottlingException",
  "TooManyRequestsException",
];

/** "Common errors" of the API references, with and without their suffix. */
const badCredentials: readonly string[] = [
  "AuthFailure",
  "ExpiredToken",
  "IncompleteSignature",
  "InvalidAccessKeyId",
  "InvalidClientTokenId",
  "InvalidSecurity",
  "InvalidSignature",
  "InvalidToken",
  "MissingAuthenticationToken",
  "MissingAuthenticationTokenException",
  "MissingSecurityHeader",
  "OptInRequired",
  "RequestExpired",
  "RequestInTheFuture",
  "RequestTimeTooSkewed",
  "SignatureDoesNotMatch",
  "UnrecognizedClient",
];

const accessDenied: readonly string[] = ["AccessDenied", "NotAuthorized", "UnauthorizedOperation"];

const bare = (code: string): string => code.replace(/Exception$/, "");

/** The tag's text, wherever it stands: enough for the errors of EC2 and STS, which hold plain text. */
const xmlText = (xml: string, tag: string): string | undefined =>
  new RegExp(`<${tag}>([^<]*)</${tag}>`).exec(xml)?.[1];

function jsonObject(body: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === "object" && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch (error) {
    // A gateway's HTML page, say: the status still tells something.
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

const oneLine = (reason: string): string => reason.replace(/\s+/g, " ").trim().slice(0, 500);

interface Named {
  /** First as queries name it, then as JSON does. */
  readonly codes: readonly string[];
  readonly reason: string;
}

function named({ headers, body }: ServiceAnswer): Named {
  const json = jsonObject(body);
  const header = headers["x-amzn-query-error"];
  const query = typeof header === "string" ? header.split(";")[0] : undefined;
  const type = text(json["__type"]) ?? text(json["code"]);
  const headerType = text(headers["x-amzn-errortype"]);
  const codes = [query, xmlText(body, "Code"), type, headerType]
    .map((code) => code?.replace(/^.*#/, "").replace(/:.*$/, "").trim())
    .filter((code): code is string => code !== undefined && code !== "");
  const reason = text(json["message"]) ?? text(json["Message"]) ?? xmlText(body, "Message");
  return { codes, reason: oneLine(reason ?? "no reason given") };
}

/** How far this clock is from the service's, when that is the likely trouble. */
function clockReason(
  { headers }: ServiceAnswer,
  codes: readonly string[],
  reason: string,
  now: number,
): string {
  const date = headers["date"];
  const theirs = typeof date === "string" ? Date.parse(date) : Number.NaN;
  const seconds = Math.round((now - theirs) / 1000);
  const isClock =
    codes.some((code) => /Skewed|Expired|InTheFuture/.test(code)) || /expired|not yet/i.test(reason);
  // Signatures hold five minutes (Signature Version 4's documentation).
  if (!isClock || Number.isNaN(seconds) || Math.abs(seconds) < 240) return reason;
  return `this machine's clock is ${Math.abs(seconds)} seconds ${seconds > 0 ? "fast" : "slow"}: ${reason}`;
}

export function serviceError(
  answer: ServiceAnswer,
  operation: string,
  nowMilliseconds: number,
): CloudWatchFailure {
  const { status } = answer;
  const { codes, reason } = named(answer);
  const code = codes[0] ?? `HTTP ${status}`;
  const isOne = (list: readonly string[]): boolean =>
    codes.some((each) => list.includes(each) || list.includes(bare(each)));
  if (status === 429 || isOne(throttling)) return { kind: "throttled", operation };
  if (isOne(badCredentials))
    return { kind: "bad-credentials", code, reason: clockReason(answer, codes, reason, nowMilliseconds) };
  if (isOne(accessDenied) || (status === 403 && codes.length === 0))
    return { kind: "access-denied", operation, reason };
  if (status >= 500 || status === 408) return { kind: "server-error", operation, httpStatus: status };
  if (status === 413) return { kind: "rejected", operation, code, reason: "the request is too large" };
  if (codes.length === 0)
    return { kind: "unintelligible", operation, reason: `HTTP ${status} without a code` };
  return { kind: "rejected", operation, code, reason };
}

/** The pause the service asked for; 0 without one. */
export function retryAfterMilliseconds({ headers }: ServiceAnswer, nowMilliseconds: number): number {
  const value = headers["retry-after"];
  if (typeof value !== "string") return 0;
  if (/^\d{1,6}$/.test(value)) return Number(value) * 1000;
  const milliseconds = Date.parse(value) - nowMilliseconds;
  return milliseconds > 0 ? milliseconds : 0;
}
