/** EC2, EBS, Lambda and API Gateway. Pure data; what AWS's documentation lists of their metrics. */
import { bytes, durations, events, level, percent, type Service } from "./service.ts";

export const ec2: Service = {
  namespace: "AWS/EC2",
  word: "web",
  arn: ({ hex }) => ["ec2", `instance/i-${hex}`],
  weight: 20,
  isInstance: true,
  sets: [
    {
      dimensions: ({ hex }) => ({ InstanceId: `i-${hex}` }),
      lines: [
        bytes("NetworkIn", 9_000_000),
        bytes("NetworkOut", 42_000_000),
        bytes("NetworkPacketsIn", 14_000, "Count"),
        bytes("NetworkPacketsOut", 31_000, "Count"),
        bytes("DiskReadBytes", 300_000),
        bytes("DiskWriteBytes", 1_200_000),
        bytes("EBSReadBytes", 400_000),
        bytes("EBSWriteBytes", 2_500_000),
        percent("CPUUtilization", 23),
        level("CPUCreditBalance", "Count", 250, 576),
        bytes("StatusCheckFailed", 0, "Count"),
      ],
    },
  ],
};

export const ebs: Service = {
  namespace: "AWS/EBS",
  word: "volume",
  arn: ({ hex }) => ["ec2", `volume/vol-${hex}`],
  weight: 20,
  sets: [
    {
      dimensions: ({ hex }) => ({ VolumeId: `vol-${hex}` }),
      lines: [
        bytes("VolumeReadBytes", 800_000),
        bytes("VolumeWriteBytes", 3_000_000),
        bytes("VolumeReadOps", 60, "Count"),
        bytes("VolumeWriteOps", 210, "Count"),
        level("VolumeQueueLength", "Count", 0.3),
        percent("BurstBalance", 90),
      ],
    },
  ],
};

export const lambda: Service = {
  namespace: "AWS/Lambda",
  word: "resize-images",
  arn: ({ name }) => ["lambda", `function:${name}`],
  weight: 10,
  sets: [
    {
      dimensions: ({ name }) => ({ FunctionName: name }),
      lines: [
        events("Invocations", 75),
        events("Errors", 1, 0.002),
        events("Throttles", 1, 0.001),
        durations("Duration", "Milliseconds", 120, 75),
        level("ConcurrentExecutions", "Count", 4),
      ],
    },
  ],
};

export const apiGateway: Service = {
  namespace: "AWS/ApiGateway",
  word: "api",
  arn: ({ hex }) => ["apigateway", `/restapis/${hex.slice(0, 10)}`],
  weight: 3,
  sets: [
    {
      dimensions: ({ name }) => ({ ApiName: name }),
      lines: [
        events("Count", 300),
        events("4XXError", 3),
        events("5XXError", 1, 0.004),
        durations("Latency", "Milliseconds", 85, 300),
      ],
    },
    { dimensions: ({ name }) => ({ ApiName: name, Stage: "prod" }), lines: [events("Count", 300)] },
  ],
};
