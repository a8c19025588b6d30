/** The least IAM policy for reading metrics. Pure. */

interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: { readonly StringEquals: Readonly<Record<string, readonly string[]>> };
}

export interface Policy {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Statement[];
}

/** What one principal does: the credentials themselves, or a role they assume. */
export interface Deeds {
  /** `GetMetricData`, … */
  readonly operations: ReadonlySet<string>;
  /** Undefined among them: a region nobody knows. */
  readonly regions: ReadonlySet<string | undefined>;
  /** The roles it assumes. */
  readonly roles: ReadonlySet<string>;
}

/** CloudWatch reads have no resource-level permissions: a region is all that can be asked for. */
export function policyFor({ operations, regions, roles }: Deeds): Policy {
  const known = [...regions].filter((region) => region !== undefined).sort();
  const read: Statement = {
    Sid: "ReadCloudWatchMetrics",
    Effect: "Allow",
    Action: [...operations].sort().map((operation) => `cloudwatch:${operation}`),
    Resource: "*",
    ...(known.length === regions.size
      ? { Condition: { StringEquals: { "aws:RequestedRegion": known } } }
      : {}),
  };
  const assume: Statement = {
    Sid: "AssumeRoles",
    Effect: "Allow",
    Action: ["sts:AssumeRole"],
    Resource: [...roles].sort(),
  };
  return {
    Version: "2012-10-17",
    Statement: [...(operations.size > 0 ? [read] : []), ...(roles.size > 0 ? [assume] : [])],
  };
}
