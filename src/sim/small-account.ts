/** The account that is there when nothing is said: a shop of a few machines in eu-west-1. Pure. */
import type { Dimension } from "../cloudwatch/metric.ts";
import { trafficSource, type Traffic } from "./traffic.ts";
import { ownAccount, type MetricOfWorld, type Resource, type World } from "./world.ts";

const region = "eu-west-1";

type Line = readonly [name: string, unit: string, traffic: Traffic];

const instanceLines: readonly Line[] = [
  ["NetworkIn", "Bytes", { kind: "bytes", mean: 9_000_000 }],
  ["NetworkOut", "Bytes", { kind: "bytes", mean: 42_000_000 }],
  ["NetworkPacketsIn", "Count", { kind: "bytes", mean: 14_000 }],
  ["NetworkPacketsOut", "Count", { kind: "bytes", mean: 31_000 }],
  ["DiskReadBytes", "Bytes", { kind: "bytes", mean: 300_000 }],
  ["DiskWriteBytes", "Bytes", { kind: "bytes", mean: 1_200_000 }],
  ["CPUUtilization", "Percent", { kind: "level", mean: 23, most: 100 }],
  ["StatusCheckFailed", "Count", { kind: "bytes", mean: 0 }],
];

const balancerLines: readonly Line[] = [
  ["RequestCount", "Count", { kind: "events", mean: 900 }],
  ["ProcessedBytes", "Bytes", { kind: "bytes", mean: 38_000_000 }],
  ["TargetResponseTime", "Seconds", { kind: "durations", mean: 0.08, count: 900 }],
  ["HTTPCode_Target_4XX_Count", "Count", { kind: "events", mean: 7 }],
  ["HTTPCode_ELB_5XX_Count", "Count", { kind: "events", mean: 2, share: 0.004 }],
];

const databaseLines: readonly Line[] = [
  ["CPUUtilization", "Percent", { kind: "level", mean: 31, most: 100 }],
  ["DatabaseConnections", "Count", { kind: "level", mean: 48 }],
  ["FreeableMemory", "Bytes", { kind: "bytes", mean: 2_100_000_000 }],
  ["ReadLatency", "Seconds", { kind: "level", mean: 0.0009 }],
  ["WriteLatency", "Seconds", { kind: "level", mean: 0.0021 }],
  ["NetworkReceiveThroughput", "Bytes/Second", { kind: "level", mean: 310_000 }],
  ["NetworkTransmitThroughput", "Bytes/Second", { kind: "level", mean: 1_900_000 }],
];

const queueLines: readonly Line[] = [
  ["NumberOfMessagesSent", "Count", { kind: "events", mean: 130 }],
  ["NumberOfMessagesDeleted", "Count", { kind: "events", mean: 130 }],
  ["ApproximateNumberOfMessagesVisible", "Count", { kind: "level", mean: 12 }],
];

const functionLines: readonly Line[] = [
  ["Invocations", "Count", { kind: "events", mean: 75 }],
  ["Duration", "Milliseconds", { kind: "durations", mean: 120, count: 75 }],
  ["Errors", "Count", { kind: "events", mean: 1, share: 0.002 }],
];

const metricsOf = (
  namespace: string,
  lines: readonly Line[],
  dimensions: readonly Dimension[],
  monitoring: MetricOfWorld["monitoring"] = "detailed",
): MetricOfWorld[] =>
  lines.map(([name, unit, traffic]) => ({
    metric: { namespace, name, dimensions },
    unit,
    region,
    monitoring,
    source: (key) => trafficSource(traffic, key),
  }));

const instances = [
  { id: "i-0123456789abcdef0", name: "web-1", type: "m5.large", env: "prod" },
  { id: "i-0fedcba9876543210", name: "web-2", type: "m5.large", env: "prod" },
  { id: "i-00aa11bb22cc33dd4", name: "staging", type: "t3.micro", env: "test" },
] as const;

const arn = (service: string, rest: string): string => `arn:aws:${service}:${region}:${ownAccount}:${rest}`;

const balancer = "app/shop/50dc6c495c0c9188";

const tagged = (name: string, env: string): Resource["tags"] => [
  { key: "Name", value: name },
  { key: "env", value: env },
];

export const smallAccount = (): World => ({
  metrics: [
    ...instances.flatMap(({ id }) =>
      metricsOf("AWS/EC2", instanceLines, [{ name: "InstanceId", value: id }], "instance"),
    ),
    ...metricsOf("AWS/ApplicationELB", balancerLines, [{ name: "LoadBalancer", value: balancer }]),
    ...metricsOf("AWS/RDS", databaseLines, [{ name: "DBInstanceIdentifier", value: "orders" }]),
    ...metricsOf("AWS/SQS", queueLines, [{ name: "QueueName", value: "mail" }]),
    ...metricsOf("AWS/Lambda", functionLines, [{ name: "FunctionName", value: "resize-images" }]),
    ...metricsOf(
      "Shop",
      [["Checkouts", "Count", { kind: "events", mean: 3, stepSeconds: 1, share: 0.2 }]],
      [{ name: "Resolution", value: "high" }],
    ),
  ],
  resources: [
    ...instances.map(({ id, name, type, env }) => ({
      arn: arn("ec2", `instance/${id}`),
      region,
      tags: tagged(name, env),
      instance: { id, type },
    })),
    { arn: arn("elasticloadbalancing", `loadbalancer/${balancer}`), region, tags: tagged("shop", "prod") },
    { arn: arn("rds", "db:orders"), region, tags: tagged("orders", "prod") },
    { arn: arn("sqs", "mail"), region, tags: tagged("mail", "prod") },
    { arn: arn("lambda", "function:resize-images"), region, tags: tagged("resize-images", "test") },
  ],
});
