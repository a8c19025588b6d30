/** The ways in which CloudWatch gives no answer. What they mean to a user stands in cli/failures.ts. */
export type CloudWatchFailure =
  | { readonly kind: "no-region" }
  /** The options contradict each other or name something that is not configured, as the SDK words it. */
  | { readonly kind: "configuration"; readonly reason: string }
  | { readonly kind: "no-credentials"; readonly reason: string }
  /** CloudWatch or STS does not know the key, the token or the signature. */
  | { readonly kind: "bad-credentials"; readonly code: string; readonly reason: string }
  | { readonly kind: "access-denied"; readonly operation: string; readonly reason: string }
  | { readonly kind: "throttled"; readonly operation: string }
  /** The deadline of --timeout passed. */
  | { readonly kind: "timeout"; readonly endpoint: string }
  | { readonly kind: "unreachable"; readonly endpoint: string; readonly reason: string }
  | { readonly kind: "server-error"; readonly operation: string; readonly httpStatus: number }
  /** An answer came that is not CloudWatch's: no JSON, or a shape or number that it never sends. */
  | { readonly kind: "unintelligible"; readonly operation: string; readonly reason: string }
  /** CloudWatch answered, but said itself that the answer is not whole (PartialData, InternalError). */
  | { readonly kind: "partial"; readonly operation: string; readonly reason: string }
  /** CloudWatch understood the question and refuses it. */
  | { readonly kind: "rejected"; readonly operation: string; readonly code: string; readonly reason: string }
  /** A silence so long that CloudWatch has forgotten a part of it; the rest of the answer is whole. */
  | {
      readonly kind: "forgotten";
      readonly title: string;
      readonly startSeconds: number;
      readonly endSeconds: number;
    }
  /** Asked wrongly: ListMetrics does not know it, and it never had a datapoint. `instead`: what comes nearest. */
  | { readonly kind: "no-such-metric"; readonly reason: string; readonly instead: readonly string[] };
