import { describe, expect, it } from "vitest";
import { policyFor } from "../../src/cloudwatch/policy.ts";

const deeds = (more: Partial<Parameters<typeof policyFor>[0]> = {}) => ({
  operations: new Set(["ListMetrics", "GetMetricData"]),
  regions: new Set(["eu-west-1", "ap-south-1"]),
  roles: new Set<string>(),
  ...more,
});

describe("policyFor", () => {
  it("allows the operations in the regions and nothing else", () => {
    expect(policyFor(deeds())).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "ReadCloudWatchMetrics",
          Effect: "Allow",
          Action: ["cloudwatch:GetMetricData", "cloudwatch:ListMetrics"],
          Resource: "*",
          Condition: { StringEquals: { "aws:RequestedRegion": ["ap-south-1", "eu-west-1"] } },
        },
      ],
    });
  });

  it("names no regions where one is not known", () => {
    const { Statement } = policyFor(deeds({ regions: new Set(["eu-west-1", undefined]) }));
    expect(Statement[0]).not.toHaveProperty("Condition");
  });

  it("allows only to assume roles where only they read", () => {
    const roles = new Set(["arn:aws:iam::123456789012:role/x"]);
    expect(policyFor(deeds({ operations: new Set(), regions: new Set(), roles })).Statement).toEqual([
      { Sid: "AssumeRoles", Effect: "Allow", Action: ["sts:AssumeRole"], Resource: [...roles] },
    ]);
  });
});
