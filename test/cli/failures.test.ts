import { describe, expect, test } from "vitest";
import { complaint, complaints } from "../../src/cli/failures.ts";

describe("a complaint", () => {
  test("is one line and a hint, whatever the reason holds", () => {
    const text = complaint("cw-mrtg", {
      kind: "access-denied",
      operation: "GetMetricStatistics",
      reason: "User: x\r\n is not\u2028authorized \u001b[31m",
    });
    expect(text).toBe(
      "cw-mrtg: error: access denied to GetMetricStatistics: User: x is not authorized [31m\nhint: allow the action cloudwatch:GetMetricStatistics in an IAM policy of these credentials\n",
    );
  });

  test("that both lines of a reading have is made once", () => {
    const throttled = { kind: "throttled", operation: "GetMetricStatistics" } as const;
    expect(complaints("cw-mrtg", [throttled, throttled]).split("\n")).toHaveLength(2);
  });
});
