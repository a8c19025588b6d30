/** SQS, SNS, Kinesis and API Gateway. Pure data. */
import { averageAndMaximum, averageAndSlowest, pair, type Service } from "./service.ts";

export const sqs: Service = {
  namespace: "AWS/SQS",
  word: "sqs",
  noun: "SQS queue",
  dimensionSets: [["QueueName"]],
  pairs: [
    pair(
      "messages",
      "Messages",
      "events",
      ["NumberOfMessagesSent", "NumberOfMessagesReceived"],
      ["Sent", "Received"],
    ),
    pair(
      "deleted",
      "Deleted messages and empty receives",
      "events",
      ["NumberOfMessagesDeleted", "NumberOfEmptyReceives"],
      ["Deleted", "Empty"],
    ),
    // An idle queue stops publishing after some hours.
    pair(
      "depth",
      "Messages in the queue",
      "level",
      ["ApproximateNumberOfMessagesVisible", "ApproximateNumberOfMessagesNotVisible"],
      ["Visible", "In flight"],
      { sparse: "zero" },
    ),
    pair("age", "Age of the oldest message", "age", ["ApproximateAgeOfOldestMessage"], ["Oldest"], {
      sparse: "zero",
    }),
  ],
};

export const sns: Service = {
  namespace: "AWS/SNS",
  word: "sns",
  noun: "SNS topic",
  dimensionSets: [["TopicName"]],
  pairs: [
    pair(
      "messages",
      "Messages",
      "events",
      ["NumberOfMessagesPublished", "NumberOfNotificationsDelivered"],
      ["Published", "Delivered"],
    ),
    pair(
      "failed",
      "Failed and filtered notifications",
      "events",
      ["NumberOfNotificationsFailed", "NumberOfNotificationsFilteredOut"],
      ["Failed", "Filtered"],
    ),
  ],
};

export const kinesis: Service = {
  namespace: "AWS/Kinesis",
  word: "kinesis",
  noun: "Kinesis stream",
  dimensionSets: [["StreamName"]],
  pairs: [
    pair("bytes", "Traffic", "traffic", ["IncomingBytes", "GetRecords.Bytes"], ["In", "Out"]),
    pair("records", "Records", "operations", ["IncomingRecords", "GetRecords.Records"], ["In", "Out"]),
    pair(
      "throttles",
      "Exceeded throughput",
      "events",
      ["WriteProvisionedThroughputExceeded", "ReadProvisionedThroughputExceeded"],
      ["Write", "Read"],
    ),
    pair("latency", "Latency", "milliseconds", ["PutRecord.Latency", "GetRecords.Latency"], ["Put", "Get"], {
      sparse: "zero",
    }),
    averageAndMaximum("iterator", "Iterator age", "milliseconds", "GetRecords.IteratorAgeMilliseconds", {
      sparse: "zero",
    }),
  ],
};

const rest = { dimensions: ["ApiName"] } as const;
const http = { dimensions: ["ApiId"] } as const;

export const apiGateway: Service = {
  namespace: "AWS/ApiGateway",
  word: "api",
  noun: "API",
  dimensionSets: [["ApiName"], ["ApiId"]],
  pairs: [
    pair("requests", "Requests", "events", ["Count"], ["Requests"]),
    pair("errors", "Errors", "events", ["4XXError", "5XXError"], ["4xx", "5xx"], rest),
    pair("httperrors", "Errors", "events", ["4xx", "5xx"], ["4xx", "5xx"], http),
    averageAndSlowest("latency", "Latency", "milliseconds", "Latency"),
    averageAndSlowest("integration", "Integration latency", "milliseconds", "IntegrationLatency"),
    pair(
      "cache",
      "Cache hits and misses",
      "events",
      ["CacheHitCount", "CacheMissCount"],
      ["Hits", "Misses"],
      rest,
    ),
    pair("bytes", "Processed traffic", "traffic", ["DataProcessed"], ["Processed"], http),
  ],
};
