/** S3 and EFS. Pure data. */
import { averageAndSlowest, pair, type Service } from "./service.ts";

const daySeconds = 86_400;

const storage = {
  dimensions: ["BucketName", "StorageType"],
  // Published once a day, up to four days late (cloudwatch-facts.md).
  periodSeconds: daySeconds,
  lagSeconds: 0,
  lookbackSeconds: 6 * daySeconds,
  sparse: "hold",
} as const;

const requests = { dimensions: ["BucketName", "FilterId"] } as const;

export const s3: Service = {
  namespace: "AWS/S3",
  word: "s3",
  noun: "S3 bucket",
  dimensionSets: [
    ["BucketName", "StorageType"],
    ["BucketName", "FilterId"],
  ],
  pairs: [
    pair("size", "Bucket size", "bytes", ["BucketSizeBytes"], ["Size"], storage),
    pair("objects", "Objects", "level", ["NumberOfObjects"], ["Objects"], {
      ...storage,
      maximum: 1_000_000_000_000,
    }),
    pair("requests", "Requests", "events", ["GetRequests", "PutRequests"], ["Get", "Put"], requests),
    pair("bytes", "Traffic", "traffic", ["BytesUploaded", "BytesDownloaded"], ["In", "Out"], requests),
    pair("errors", "Errors", "events", ["4xxErrors", "5xxErrors"], ["4xx", "5xx"], requests),
    averageAndSlowest("latency", "Latency of requests", "milliseconds", "TotalRequestLatency", requests),
  ],
};

const fileSystem = { dimensions: ["FileSystemId"] } as const;

export const efs: Service = {
  namespace: "AWS/EFS",
  word: "efs",
  noun: "EFS file system",
  dimensionSets: [["FileSystemId"], ["FileSystemId", "StorageClass"]],
  pairs: [
    pair(
      "bytes",
      "Traffic",
      "throughput",
      ["DataReadIOBytes", "DataWriteIOBytes"],
      ["Read", "Write"],
      fileSystem,
    ),
    pair("metadata", "Metadata traffic", "throughput", ["MetadataIOBytes"], ["Metadata"], fileSystem),
    pair(
      "connections",
      "New client connections",
      "events",
      ["ClientConnections"],
      ["Connections"],
      fileSystem,
    ),
    pair("limit", "Share of the I/O limit", "percent", ["PercentIOLimit"], ["Used"], {
      ...fileSystem,
      sparse: "zero",
    }),
    pair("credits", "Burst credits", "bytes", ["BurstCreditBalance"], ["Balance"], {
      ...fileSystem,
      sparse: "hold",
    }),
    pair("size", "Size", "bytes", ["StorageBytes"], ["Size"], {
      dimensions: ["FileSystemId", "StorageClass"],
      sparse: "hold",
    }),
  ],
};
