import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { explain } from "../../src/cli/failures.ts";
import { absenceFailure, mayLookUp, presenceOf } from "../../src/cloudwatch/absence.ts";
import { editDistance } from "../../src/cloudwatch/nearest.ts";
import type { ListMetricsRequest } from "../../src/cloudwatch/api.ts";
import type { Metric } from "../../src/cloudwatch/metric.ts";
import { failure, success } from "../../src/result.ts";
import { fakeApi } from "./fake-api.ts";

const aMetric = (name: string, set: Readonly<Record<string, string>>, namespace = "AWS/EC2"): Metric => ({
  namespace,
  name,
  dimensions: Object.entries(set).map(([key, value]) => ({ name: key, value })),
});

const known = [
  aMetric("NetworkIn", { InstanceId: "i-1" }),
  aMetric("NetworkIn", { InstanceType: "t3.micro" }),
  aMetric("NetworkIn", { InstanceId: "i-2", Zone: "a" }),
  aMetric("NetworkOut", { InstanceId: "i-1" }),
  aMetric("CPUUtilization", { InstanceId: "i-1" }),
];

const listing = (pageSize = 500) =>
  fakeApi({
    lists: ({ namespace, metricName, nextToken = "0" }: ListMetricsRequest) => {
      const found = known.filter(
        (each) => each.namespace === namespace && (metricName === undefined || each.name === metricName),
      );
      const next = Number(nextToken) + pageSize;
      return success({
        metrics: found.slice(Number(nextToken), next),
        owningAccounts: [],
        ...(next < found.length ? { nextToken: String(next) } : {}),
      });
    },
  });

const never = new AbortController().signal;
async function complaint(metric: Metric): Promise<string | undefined> {
  const found = absenceFailure(metric, await presenceOf(listing(), metric, undefined, never));
  if (found === undefined) return undefined;
  const { status, message, hint } = explain(found);
  return `${status} ${message}${hint === undefined ? "" : ` | ${hint}`}`;
}

describe("a metric without datapoints", () => {
  test.each([
    [aMetric("NetworkIn", { Zone: "a", InstanceId: "i-2" }), undefined],
    [aMetric("NetworkIn", { InstanceId: "i-1" }, "AWS/EC3"), "78 CloudWatch has no metrics in AWS/EC3"],
    [
      aMetric("networkin", { InstanceId: "i-1" }),
      "78 CloudWatch has no metric networkin in AWS/EC2 | there is NetworkIn; or NetworkOut; or CPUUtilization",
    ],
    [
      aMetric("NetworkIn", { InstanceId: "i-2" }),
      "78 CloudWatch has no AWS/EC2 NetworkIn with exactly InstanceId=i-2 | there is InstanceId=i-2 Zone=a; or InstanceId=i-1; or InstanceType=t3.micro",
    ],
    [
      aMetric("CPUUtilization", {}),
      "78 CloudWatch has no AWS/EC2 CPUUtilization with exactly no dimensions | there is InstanceId=i-1",
    ],
  ])("%j", async (metric, message) => {
    expect(await complaint(metric)).toBe(message);
  });

  test("is not called wrong when ListMetrics does not answer", async () => {
    const denied = failure({ kind: "access-denied", operation: "ListMetrics", reason: "no" } as const);
    const api = fakeApi({ lists: () => denied });
    expect(await presenceOf(api, aMetric("X", {}), undefined, never)).toEqual({ kind: "unknown" });
  });

  test("is not called wrong when there is more to list than is read", async () => {
    const api = fakeApi({
      lists: () =>
        success({ metrics: [aMetric("NetworkIn", { D: "x" })], owningAccounts: [], nextToken: "more" }),
    });
    expect(await presenceOf(api, aMetric("NetworkIn", {}), undefined, never)).toEqual({ kind: "unknown" });
    expect(api.lists.length).toBe(4);
  });

  test("is found on a later page", async () => {
    expect(await presenceOf(listing(2), known[2]!, undefined, never)).toEqual({ kind: "exists" });
  });

  test("is looked for in the account it belongs to", async () => {
    const api = listing();
    await presenceOf(api, known[0]!, "123456789012", never);
    expect(api.lists[0]).toMatchObject({ owningAccount: "123456789012", includeLinkedAccounts: true });
  });
});

describe("a look-up", () => {
  test.each([
    [{}, true],
    [{ lookedUpSeconds: 6401 }, false],
    [{ lookedUpSeconds: 6400 }, true],
    [{ lastSeenSeconds: 1 }, false],
    [{ lookedUpSeconds: 20_000 }, true],
  ])("after %j is due: %s", (state, due) => {
    expect(mayLookUp(state, 10_000)).toBe(due);
  });
});

describe("the distance of two names", () => {
  test.each([
    ["", "abc", 3],
    ["NetworkIn", "NetworkOut", 3],
    ["kitten", "sitting", 3],
  ])("%s and %s", (one, other, distance) => {
    expect(editDistance(one, other)).toBe(distance);
  });

  test("is a distance: none to itself, the same both ways, no shorter by a detour", () => {
    const name = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 6 });
    fc.assert(
      fc.property(name, name, name, (a, b, c) => {
        expect(editDistance(a, a)).toBe(0);
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, c)).toBeLessThanOrEqual(editDistance(a, b) + editDistance(b, c));
      }),
    );
  });
});
