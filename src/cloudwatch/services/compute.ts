/** EC2, EBS, Lambda and ECS. Pure data. */
import { averageAndMaximum, averageAndSlowest, pair, type Service } from "./service.ts";

export const ec2: Service = {
  namespace: "AWS/EC2",
  word: "ec2",
  noun: "EC2 instance",
  dimensionSets: [["InstanceId"]],
  pairs: [
    pair("network", "Network traffic", "traffic", ["NetworkIn", "NetworkOut"], ["In", "Out"], {
      isNetwork: true,
    }),
    averageAndMaximum("cpu", "CPU utilization", "percent", "CPUUtilization"),
    pair("packets", "Packets", "operations", ["NetworkPacketsIn", "NetworkPacketsOut"], ["In", "Out"]),
    pair("ebs", "EBS traffic", "throughput", ["EBSReadBytes", "EBSWriteBytes"], ["Read", "Write"]),
    pair("ebsops", "EBS operations", "operations", ["EBSReadOps", "EBSWriteOps"], ["Read", "Write"]),
    pair(
      "disk",
      "Instance store traffic",
      "throughput",
      ["DiskReadBytes", "DiskWriteBytes"],
      ["Read", "Write"],
    ),
    pair(
      "diskops",
      "Instance store operations",
      "operations",
      ["DiskReadOps", "DiskWriteOps"],
      ["Read", "Write"],
    ),
    pair(
      "credits",
      "CPU credits",
      "level",
      ["CPUCreditBalance", "CPUSurplusCreditBalance"],
      ["Balance", "Surplus"],
      {
        sparse: "hold",
      },
    ),
    pair(
      "status",
      "Failed status checks",
      "state",
      ["StatusCheckFailed_Instance", "StatusCheckFailed_System"],
      ["Instance", "System"],
    ),
  ],
};

export const ebs: Service = {
  namespace: "AWS/EBS",
  word: "ebs",
  noun: "EBS volume",
  dimensionSets: [["VolumeId"]],
  pairs: [
    pair("bytes", "Volume traffic", "throughput", ["VolumeReadBytes", "VolumeWriteBytes"], ["Read", "Write"]),
    pair("ops", "Volume operations", "operations", ["VolumeReadOps", "VolumeWriteOps"], ["Read", "Write"]),
    pair(
      "busy",
      "Time spent on operations",
      "busy",
      ["VolumeTotalReadTime", "VolumeTotalWriteTime"],
      ["Read", "Write"],
    ),
    averageAndMaximum("queue", "Volume queue length", "level", "VolumeQueueLength", { sparse: "zero" }),
    pair("burst", "Burst balance", "percent", ["BurstBalance"], ["Balance"], { sparse: "hold" }),
  ],
};

export const lambda: Service = {
  namespace: "AWS/Lambda",
  word: "lambda",
  noun: "Lambda function",
  dimensionSets: [["FunctionName"]],
  pairs: [
    pair(
      "invocations",
      "Invocations and errors",
      "events",
      ["Invocations", "Errors"],
      ["Invocations", "Errors"],
    ),
    averageAndSlowest("duration", "Duration", "milliseconds", "Duration"),
    pair(
      "throttles",
      "Throttles and dead letters",
      "events",
      ["Throttles", "DeadLetterErrors"],
      ["Throttles", "Dead-letter errors"],
    ),
    averageAndMaximum("concurrency", "Concurrent executions", "level", "ConcurrentExecutions", {
      sparse: "zero",
    }),
    averageAndMaximum("iterator", "Iterator age", "milliseconds", "IteratorAge", { sparse: "zero" }),
  ],
};

export const ecs: Service = {
  namespace: "AWS/ECS",
  word: "ecs",
  noun: "ECS service",
  dimensionSets: [["ClusterName", "ServiceName"], ["ClusterName"]],
  pairs: [
    pair("load", "CPU and memory", "percent", ["CPUUtilization", "MemoryUtilization"], ["CPU", "Memory"], {
      sparse: "zero",
      // Tasks may use more than what was reserved for them.
      maximum: 10_000,
    }),
  ],
};
