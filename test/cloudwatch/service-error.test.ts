import { describe, expect, it } from "vitest";
import {
  retryAfterMilliseconds,
  serviceError,
  type ServiceAnswer,
} from "../../src/cloudwatch/service-error.ts";

const now = Date.UTC(2026, 11, 1);

const meant = (answer: Partial<ServiceAnswer>) =>
  serviceError({ status: 400, headers: {}, body: "", ...answer }, "GetMetricData", now);

const json = (type: string, message = "why"): string => JSON.stringify({ __type: type, message });

describe("an error is recognised", () => {
  it.each([
    ["by its JSON type", { body: json("com.amazon.coral.availability#ThrottlingException") }],
    [
      "by its old name in the header",
      { headers: { "x-amzn-query-error": "Throttling;Sender" }, body: json("x#Odd") },
    ],
    [
      "by its XML code",
      { body: "<Response><Errors><Error><Code>RequestLimitExceeded</Code></Error></Errors></Response>" },
    ],
    ["by the header of REST services", { headers: { "x-amzn-errortype": "ThrottlingException:http://a/" } }],
    ["by the status alone", { status: 429, body: "<html>slow down</html>" }],
  ])("%s", (_, answer) => {
    expect(meant(answer)).toEqual({ kind: "throttled", operation: "GetMetricData" });
  });
});

it.each([
  ["access-denied", 400, json("AccessDeniedException")],
  ["access-denied", 403, "forbidden by a proxy"],
  ["bad-credentials", 403, json("UnrecognizedClientException")],
  ["bad-credentials", 400, json("ExpiredTokenException")],
  ["server-error", 500, json("InternalServiceFault")],
  ["server-error", 503, "<html>busy</html>"],
  ["server-error", 408, ""],
  ["rejected", 400, json("InvalidParameterValueException")],
  ["rejected", 413, ""],
  ["unintelligible", 404, "<html>not found</html>"],
  ["unintelligible", 301, ""],
])("is %s for HTTP %s with %s", (kind, status, body) => {
  expect(meant({ status, body }).kind).toBe(kind);
});

it("names the clock when a signature expired by it", () => {
  const headers = { date: new Date(now - 900_000).toUTCString() };
  const body = json("InvalidSignatureException", "Signature expired: …");
  expect(meant({ headers, body })).toEqual({
    kind: "bad-credentials",
    code: "InvalidSignatureException",
    reason: "this machine's clock is 900 seconds fast: Signature expired: …",
  });
});

it("leaves the clock alone when it is right", () => {
  const headers = { date: new Date(now - 2_000).toUTCString() };
  expect(meant({ headers, body: json("ExpiredTokenException", "token expired") })).toMatchObject({
    reason: "token expired",
  });
});

it("keeps what others say to one line of bounded length", () => {
  const failure = meant({ body: json("ValidationException", `a\n\tb ${"x".repeat(9_999)}`) });
  expect(failure.kind === "rejected" && failure.reason).toMatch(/^a b x{1,500}$/);
});

it.each([
  ["7", 7_000],
  [new Date(now + 3_000).toUTCString(), 3_000],
  [new Date(now - 3_000).toUTCString(), 0],
  ["soon", 0],
  [undefined, 0],
])("honours Retry-After: %s", (value, milliseconds) => {
  const answer = { status: 503, headers: { "retry-after": value }, body: "" };
  expect(retryAfterMilliseconds(answer, now)).toBe(milliseconds);
});
