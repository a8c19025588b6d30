/** RDS, DynamoDB and ElastiCache. Pure data. */
import { averageAndMaximum, pair, type Service } from "./service.ts";

const instance = { dimensions: ["DBInstanceIdentifier"] } as const;
const cluster = { dimensions: ["DBClusterIdentifier"] } as const;

export const rds: Service = {
  namespace: "AWS/RDS",
  word: "rds",
  noun: "RDS database",
  dimensionSets: [["DBInstanceIdentifier"], ["DBClusterIdentifier"]],
  pairs: [
    averageAndMaximum("cpu", "CPU utilization", "percent", "CPUUtilization", instance),
    pair(
      "network",
      "Network traffic",
      "traffic-rate",
      ["NetworkReceiveThroughput", "NetworkTransmitThroughput"],
      ["In", "Out"],
      instance,
    ),
    pair(
      "disk",
      "Disk traffic",
      "throughput-rate",
      ["ReadThroughput", "WriteThroughput"],
      ["Read", "Write"],
      instance,
    ),
    pair(
      "iops",
      "Disk operations",
      "operations-rate",
      ["ReadIOPS", "WriteIOPS"],
      ["Read", "Write"],
      instance,
    ),
    pair("latency", "Disk latency", "seconds", ["ReadLatency", "WriteLatency"], ["Read", "Write"], instance),
    averageAndMaximum("queue", "Disk queue depth", "level", "DiskQueueDepth", instance),
    averageAndMaximum("connections", "Connections", "level", "DatabaseConnections", instance),
    pair("memory", "Memory", "bytes", ["FreeableMemory", "SwapUsage"], ["Freeable", "Swap used"], instance),
    pair("storage", "Free storage", "bytes", ["FreeStorageSpace"], ["Free"], {
      ...instance,
      aggregate: "minimum",
    }),
    pair("burst", "Burst balance", "percent", ["BurstBalance"], ["Balance"], { ...instance, sparse: "hold" }),
    averageAndMaximum("replica", "Replica lag", "seconds", "ReplicaLag", { ...instance, sparse: "zero" }),
    averageAndMaximum("aurora", "Aurora replica lag", "milliseconds", "AuroraReplicaLag", {
      ...instance,
      sparse: "zero",
    }),
    pair(
      "queries",
      "Commit and select latency",
      "milliseconds",
      ["CommitLatency", "SelectLatency"],
      ["Commit", "Select"],
      {
        ...instance,
        sparse: "zero",
      },
    ),
    pair("volume", "Cluster volume", "bytes", ["VolumeBytesUsed"], ["Used"], { ...cluster, sparse: "hold" }),
    pair(
      "volumeops",
      "Cluster volume operations",
      "operations",
      ["VolumeReadIOPs", "VolumeWriteIOPs"],
      ["Read", "Write"],
      cluster,
    ),
  ],
};

const table = { dimensions: ["TableName"] } as const;
const operation = { dimensions: ["TableName", "Operation"] } as const;

export const dynamodb: Service = {
  namespace: "AWS/DynamoDB",
  word: "dynamodb",
  noun: "DynamoDB table",
  dimensionSets: [["TableName"], ["TableName", "Operation"]],
  pairs: [
    pair(
      "capacity",
      "Consumed capacity units",
      "operations",
      ["ConsumedReadCapacityUnits", "ConsumedWriteCapacityUnits"],
      ["Read", "Write"],
      table,
    ),
    pair(
      "provisioned",
      "Provisioned capacity units",
      "level",
      ["ProvisionedReadCapacityUnits", "ProvisionedWriteCapacityUnits"],
      ["Read", "Write"],
      { ...table, sparse: "hold" },
    ),
    pair(
      "throttles",
      "Throttled events",
      "events",
      ["ReadThrottleEvents", "WriteThrottleEvents"],
      ["Read", "Write"],
      table,
    ),
    averageAndMaximum(
      "latency",
      "Latency of successful requests",
      "milliseconds",
      "SuccessfulRequestLatency",
      {
        ...operation,
        sparse: "zero",
      },
    ),
    pair(
      "errors",
      "Throttled requests and system errors",
      "events",
      ["ThrottledRequests", "SystemErrors"],
      ["Throttled", "Errors"],
      operation,
    ),
  ],
};

export const elasticache: Service = {
  namespace: "AWS/ElastiCache",
  word: "elasticache",
  noun: "ElastiCache cluster",
  dimensionSets: [["CacheClusterId"], ["CacheClusterId", "CacheNodeId"]],
  firstSetOnly: true,
  pairs: [
    pair("network", "Network traffic", "traffic", ["NetworkBytesIn", "NetworkBytesOut"], ["In", "Out"]),
    averageAndMaximum("cpu", "CPU utilization", "percent", "CPUUtilization"),
    averageAndMaximum("engine", "Engine CPU utilization", "percent", "EngineCPUUtilization"),
    pair("hits", "Cache hits and misses", "operations", ["CacheHits", "CacheMisses"], ["Hits", "Misses"]),
    pair("commands", "Get and set commands", "operations", ["GetTypeCmds", "SetTypeCmds"], ["Get", "Set"]),
    pair(
      "evictions",
      "Evictions and expired keys",
      "events",
      ["Evictions", "Reclaimed"],
      ["Evicted", "Expired"],
    ),
    averageAndMaximum("connections", "Connections", "level", "CurrConnections"),
    pair("memory", "Memory", "bytes", ["FreeableMemory", "BytesUsedForCache"], ["Freeable", "Used"]),
    averageAndMaximum("replica", "Replication lag", "seconds", "ReplicationLag", { sparse: "zero" }),
  ],
};
