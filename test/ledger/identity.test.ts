import fc from "fast-check";
import { join, dirname } from "node:path";
import { describe, expect, test } from "vitest";
import { stateFileName, type Identity } from "../../src/ledger/identity.ts";

const network = (more: Partial<Identity> = {}): Identity => ({
  region: "eu-west-1",
  namespace: "AWS/EC2",
  metric: "NetworkIn",
  dimensions: [["InstanceId", "i-1"]],
  period: 300,
  aggregate: "sum",
  ...more,
});

describe("the name of a state file", () => {
  test("can be read by people", () => {
    expect(stateFileName(network())).toMatch(/^AWS-EC2_NetworkIn_i-1_[0-9a-f]{24}\.json$/);
  });

  test("never leaves its directory and fits any file system, whatever the metric is called", () => {
    const hostile = fc.oneof(
      fc.string({ maxLength: 255 }),
      fc.constantFrom("../../etc/passwd", "..", "/", "a\0b", "x\ny", "<script>", "é".repeat(255)),
    );
    fc.assert(
      fc.property(hostile, hostile, hostile, (namespace, metric, value) => {
        const name = stateFileName(network({ namespace, metric, dimensions: [["Name", value]] }));
        expect(dirname(join("/state", name))).toBe("/state");
        expect(name).toMatch(/^[A-Za-z0-9_.-]{1,128}$/);
      }),
    );
  });

  test("does not depend on the order of dimensions", () => {
    const [a, b] = [
      ["A", "1"],
      ["B", "2"],
    ] as const;
    expect(stateFileName(network({ dimensions: [a, b] }))).toBe(
      stateFileName(network({ dimensions: [b, a] })),
    );
  });

  test.each<[string, Partial<Identity>]>([
    ["instance", { dimensions: [["InstanceId", "i-2"]] }],
    ["region", { region: "eu-west-2" }],
    ["account", { account: "123456789012" }],
    ["role", { role: "arn:aws:iam::123456789012:role/reader" }],
    ["profile", { profile: "prod" }],
    ["endpoint", { endpoint: "http://127.0.0.1:4582" }],
    ["unit", { unit: "Bytes" }],
    ["period", { period: 60 }],
    ["aggregate", { aggregate: "maximum" }],
    ["dimension that reads alike", { dimensions: [["InstanceId", "i/1"]] }],
  ])("differs for another %s", (_, other) => {
    expect(stateFileName(network(other))).not.toBe(stateFileName(network()));
  });
});
