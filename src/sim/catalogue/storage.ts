/** RDS, DynamoDB, ElastiCache, S3 and EFS. Pure data; what AWS's documentation lists of their metrics. */
import { bytes, daily, durations, events, level, percent, type Service } from "./service.ts";

export const rds: Service = {
  namespace: "AWS/RDS",
  word: "orders",
  arn: ({ name }) => ["rds", `db:${name}`],
  weight: 6,
  sets: [
    {
      dimensions: ({ name }) => ({ DBInstanceIdentifier: name }),
      lines: [
        percent("CPUUtilization", 31),
        level("DatabaseConnections", "Count", 48),
        bytes("FreeableMemory", 2_100_000_000),
        bytes("FreeStorageSpace", 80_000_000_000),
        level("ReadLatency", "Seconds", 0.0009),
        level("WriteLatency", "Seconds", 0.0021),
        level("ReadIOPS", "Count/Second", 35),
        level("WriteIOPS", "Count/Second", 110),
        level("NetworkReceiveThroughput", "Bytes/Second", 310_000),
        level("NetworkTransmitThroughput", "Bytes/Second", 1_900_000),
      ],
    },
  ],
};

export const dynamoDb: Service = {
  namespace: "AWS/DynamoDB",
  word: "sessions",
  arn: ({ name }) => ["dynamodb", `table/${name}`],
  weight: 5,
  sets: [
    {
      dimensions: ({ name }) => ({ TableName: name }),
      lines: [
        bytes("ConsumedReadCapacityUnits", 1500, "Count"),
        bytes("ConsumedWriteCapacityUnits", 420, "Count"),
      ],
    },
    {
      dimensions: ({ name }) => ({ TableName: name, Operation: "GetItem" }),
      lines: [
        durations("SuccessfulRequestLatency", "Milliseconds", 3.1, 600),
        events("ThrottledRequests", 2, 0.001),
      ],
    },
  ],
};

export const elastiCache: Service = {
  namespace: "AWS/ElastiCache",
  word: "cache",
  arn: ({ name }) => ["elasticache", `cluster:${name}`],
  weight: 3,
  sets: ["", "0001"].map((node) => ({
    dimensions: ({ name }) => ({ CacheClusterId: name, ...(node === "" ? {} : { CacheNodeId: node }) }),
    lines: [
      percent("CPUUtilization", 12),
      bytes("NetworkBytesIn", 5_000_000),
      bytes("NetworkBytesOut", 21_000_000),
      bytes("CacheHits", 40_000, "Count"),
      bytes("CacheMisses", 2100, "Count"),
      level("CurrConnections", "Count", 64),
    ],
  })),
};

export const s3: Service = {
  namespace: "AWS/S3",
  word: "assets",
  arn: ({ name }) => ["s3", name],
  weight: 6,
  sets: [
    {
      dimensions: ({ name }) => ({ BucketName: name, StorageType: "StandardStorage" }),
      lines: [daily("BucketSizeBytes", "Bytes", 730_000_000_000)],
    },
    {
      dimensions: ({ name }) => ({ BucketName: name, StorageType: "AllStorageTypes" }),
      lines: [daily("NumberOfObjects", "Count", 4_100_000)],
    },
    {
      dimensions: ({ name }) => ({ BucketName: name, FilterId: "EntireBucket" }),
      lines: [
        bytes("BytesDownloaded", 9_000_000),
        bytes("BytesUploaded", 700_000),
        events("AllRequests", 220),
        events("4xxErrors", 2, 0.1),
        events("5xxErrors", 1, 0.001),
      ],
    },
  ],
};

export const efs: Service = {
  namespace: "AWS/EFS",
  word: "share",
  arn: ({ hex }) => ["elasticfilesystem", `file-system/fs-${hex}`],
  weight: 2,
  sets: [
    {
      dimensions: ({ hex }) => ({ FileSystemId: `fs-${hex}` }),
      lines: [
        bytes("DataReadIOBytes", 3_000_000),
        bytes("DataWriteIOBytes", 900_000),
        bytes("BurstCreditBalance", 2_300_000_000_000),
        percent("PercentIOLimit", 4),
      ],
    },
  ],
};
