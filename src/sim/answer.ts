/** Answers as bytes: AWS JSON with its error headers, and the faults that are made of answers. Pure. */
import type { FaultKind } from "./fault.ts";
import type { Refusal } from "./refusal.ts";

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The JSON protocol's names where they are not the Query protocol's code and "Exception". */
const jsonNames: Readonly<Record<string, string>> = {
  Throttling: "com.amazon.coral.availability#ThrottlingException",
  AccessDenied: "com.amazon.coral.service#AccessDeniedException",
  InvalidClientTokenId: "com.amazon.coral.service#UnrecognizedClientException",
  SignatureDoesNotMatch: "com.amazon.coral.service#InvalidSignatureException",
  ExpiredToken: "com.amazon.coral.service#ExpiredTokenException",
  MissingAuthenticationToken: "com.amazon.coral.service#MissingAuthenticationTokenException",
  MissingParameter: "com.amazonaws.cloudwatch.v2010_08_01#MissingRequiredParameterException",
  ValidationError: "com.amazon.coral.validate#ValidationException",
  InternalServiceError: "com.amazonaws.cloudwatch.v2010_08_01#InternalServiceFault",
  InvalidNextToken: "com.amazonaws.cloudwatch.v2010_08_01#InvalidNextToken",
  RequestEntityTooLarge: "com.amazon.coral.service#RequestEntityTooLargeException",
  SerializationException: "com.amazon.coral.service#SerializationException",
};

const json = (version: string): string => `application/x-amz-json-${version}`;

export const jsonAnswer = (body: unknown, version: string): HttpAnswer => ({
  status: 200,
  headers: { "content-type": json(version) },
  body: JSON.stringify(body ?? {}),
});

/** The Tagging API's names where they differ from CloudWatch's. */
const taggingNames: Readonly<Record<string, string>> = {
  Throttling: "ThrottledException",
  InvalidParameterValue: "InvalidParameterException",
  MissingParameter: "InvalidParameterException",
  InternalServiceError: "InternalServiceException",
};

export const jsonRefusal = ({ code, message, httpStatus }: Refusal, version: string): HttpAnswer => ({
  status: httpStatus,
  headers: {
    "content-type": json(version),
    // Only services that once spoke Query repeat their old codes.
    ...(version === "1.0"
      ? { "x-amzn-query-error": `${code};${httpStatus >= 500 ? "Receiver" : "Sender"}` }
      : {}),
  },
  body: JSON.stringify({
    __type:
      (version === "1.1" ? taggingNames[code] : undefined) ??
      jsonNames[code] ??
      `com.amazonaws.cloudwatch.v2010_08_01#${code.replace(/(?:Exception)?$/, "Exception")}`,
    message,
  }),
});

/** How AWS words what a fault makes it say. */
export function refusalOf(kind: FaultKind, operation: string): Refusal | undefined {
  const refusals: Partial<Record<FaultKind, Refusal>> = {
    throttle: { code: "Throttling", message: "Rate exceeded", httpStatus: 400 },
    "5xx": { code: "InternalServiceError", message: "Request processing has failed.", httpStatus: 500 },
    denied: {
      code: "AccessDenied",
      message: `User: arn:aws:iam::111122223333:user/sim is not authorized to perform: ${operation} because no identity-based policy allows it`,
      httpStatus: 400,
    },
    "bad-credentials": {
      code: "InvalidClientTokenId",
      message: "The security token included in the request is invalid.",
      httpStatus: 400,
    },
    "bad-signature": {
      code: "SignatureDoesNotMatch",
      message: "The request signature we calculated does not match the signature you provided.",
      httpStatus: 400,
    },
    expired: {
      code: "ExpiredToken",
      message: "The security token included in the request is expired",
      httpStatus: 400,
    },
  };
  return refusals[kind];
}

interface ResultOnWire {
  readonly Timestamps: readonly number[];
  readonly Values: readonly number[];
  readonly StatusCode: string;
}

const statusCodes: Partial<Record<FaultKind, string>> = {
  partial: "PartialData",
  forbidden: "Forbidden",
  internal: "InternalError",
};

/** GetMetricData's way to fail: HTTP 200, and a StatusCode for each result, with half of the data or none. */
export function failedInside(body: unknown, kind: FaultKind): unknown {
  const StatusCode = statusCodes[kind];
  if (StatusCode === undefined) return body;
  const { MetricDataResults, ...rest } = body as { readonly MetricDataResults: readonly ResultOnWire[] };
  return {
    ...rest,
    MetricDataResults: MetricDataResults.map((result) => {
      const kept = kind === "partial" ? Math.ceil(result.Values.length / 2) : 0;
      return {
        ...result,
        Timestamps: result.Timestamps.slice(0, kept),
        Values: result.Values.slice(0, kept),
        StatusCode,
        Messages: [{ Code: StatusCode, Value: "simulated" }],
      };
    }),
  };
}

/** An answer that is JSON but not CloudWatch's. */
export const wrongShape = { Datapoints: { Sum: "many" }, MetricDataResults: "none", Metrics: 7 };
