import { describe, expect, it } from "vitest";
import { parseAggregate, addsUp } from "../../src/cloudwatch/statistic.ts";
import { bandwidthOf, bandwidthWords, bytesPerSecond } from "../../src/cloudwatch/services/bandwidth.ts";
import { drawingOf } from "../../src/cloudwatch/services/drawing.ts";
import { guessDrawing, guessPairs } from "../../src/cloudwatch/services/guess.ts";
import { dimensionOf } from "../../src/cloudwatch/services/resources.ts";
import { services } from "../../src/cloudwatch/services/services.ts";

describe.each(services)("the table of $namespace", (service) => {
  it("gives every pair an id of its own", () => {
    const ids = service.pairs.map((pair) => pair.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it("names a legend for every metric", () => {
    for (const pair of service.pairs) expect(pair.legends).toHaveLength(pair.metrics.length);
  });

  it("restricts pairs to sets of dimensions the service has", () => {
    for (const pair of service.pairs)
      if (pair.dimensions !== undefined) expect(service.dimensionSets).toContainEqual(pair.dimensions);
  });

  it("draws as counters only what adds up, and nothing but the same metric twice with two aggregates", () => {
    for (const pair of service.pairs) {
      const drawing = drawingOf(pair.drawing);
      const aggregates = (pair.aggregate ?? drawing.aggregate).split(",").map(parseAggregate);
      expect(aggregates.every((aggregate) => aggregate.ok)).toBe(true);
      if (drawing.type === "counter")
        expect(aggregates.every((aggregate) => aggregate.ok && addsUp(aggregate.value))).toBe(true);
      expect(aggregates.length === 2 || pair.metrics[0] !== pair.metrics[1]).toBe(true);
    }
  });
});

describe("the network bandwidth of an instance type", () => {
  it.each([
    ["t3.micro", "Up to 5 Gigabit", 625_000_000],
    ["m5.large", "Up to 10 Gigabit", 1_250_000_000],
    ["m5.12xlarge", "12 Gigabit", 1_500_000_000],
    ["c5n.18xlarge", "100 Gigabit", 12_500_000_000],
    ["m6i.xlarge", "Up to 12.5 Gigabit", 1_562_500_000],
  ])("of %s is %s", (type, words, bytes) => {
    const bandwidth = bandwidthOf(type)!;
    expect([bandwidthWords(bandwidth), bytesPerSecond(bandwidth)]).toEqual([words, bytes]);
  });

  it.each(["t2.micro", "z9.large", "m5.", "m5", "", "m5.128xlarge", "constructor.large"])(
    "of %j is not known",
    (type) => {
      expect(bandwidthOf(type)).toBeUndefined();
    },
  );
});

describe("a metric that stands in no table", () => {
  it.each([
    ["BytesSent", "Bytes", "traffic"],
    ["net_bytes_recv", "Bytes", "traffic"],
    ["HeapUsedBytes", "Bytes", "bytes"],
    ["mem_used_percent", "Percent", "percent"],
    ["Latency", "Milliseconds", "milliseconds"],
    ["Latency", "Seconds", "seconds"],
    ["Orders", "Count", "events"],
    ["ActiveSessions", "Count", "level"],
    ["Rate", "Count/Second", "operations-rate"],
    ["ErrorCount", undefined, "events"],
    ["QueueLength", undefined, "level"],
    ["DiskUtilization", undefined, "percent"],
    ["Temperature", "None", "number"],
  ])("%s in %s is drawn as %s", (name, unit, drawing) => {
    expect(guessDrawing(name, unit).drawing).toBe(drawing);
  });

  it("in kilobytes is drawn in bytes", () => {
    expect(guessDrawing("MemoryFree", "Kilobytes")).toEqual({ drawing: "bytes", multiple: 1000 });
  });

  it("stands beside its counterpart, whichever comes first", () => {
    const pairs = guessPairs(["PacketsOut", "Jitter", "PacketsIn", "Index"], () => undefined);
    expect(pairs.map((pair) => pair.metrics)).toEqual([["Jitter"], ["PacketsIn", "PacketsOut"], ["Index"]]);
  });
});

describe("an ARN", () => {
  it.each([
    ["arn:aws:ec2:eu-west-1:123456789012:instance/i-0ab", "InstanceId", "i-0ab"],
    ["arn:aws:rds:eu-west-1:123456789012:db:orders", "DBInstanceIdentifier", "orders"],
    [
      "arn:aws:elasticloadbalancing:eu-west-1:1:loadbalancer/app/web/50dc6c495c0c9188",
      "LoadBalancer",
      "app/web/50dc6c495c0c9188",
    ],
    ["arn:aws:elasticloadbalancing:eu-west-1:1:loadbalancer/old", "LoadBalancerName", "old"],
    ["arn:aws-cn:sqs:cn-north-1:1:jobs", "QueueName", "jobs"],
    ["arn:aws:s3:::backups", "BucketName", "backups"],
    ["arn:aws:dynamodb:eu-west-1:1:table/orders", "TableName", "orders"],
  ])("%s names the dimension %s", (arn, name, value) => {
    expect(dimensionOf(arn)).toEqual({ name, value });
  });

  it.each(["", "arn", "arn:aws:iam::1:role/x", "arn:aws:constructor:r:1:x"])("%j names none", (arn) => {
    expect(dimensionOf(arn)).toBeUndefined();
  });
});
