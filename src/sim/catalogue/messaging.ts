/** SQS, SNS, Kinesis and Billing. Pure data; what AWS's documentation lists of their metrics. */
import { bytes, events, level, type Service } from "./service.ts";

export const sqs: Service = {
  namespace: "AWS/SQS",
  word: "mail",
  arn: ({ name }) => ["sqs", name],
  weight: 7,
  sets: [
    {
      dimensions: ({ name }) => ({ QueueName: name }),
      lines: [
        events("NumberOfMessagesSent", 130),
        events("NumberOfMessagesReceived", 131),
        events("NumberOfMessagesDeleted", 130),
        level("ApproximateNumberOfMessagesVisible", "Count", 12),
        level("ApproximateAgeOfOldestMessage", "Seconds", 4),
      ],
    },
  ],
};

export const sns: Service = {
  namespace: "AWS/SNS",
  word: "alerts",
  arn: ({ name }) => ["sns", name],
  weight: 4,
  sets: [
    {
      dimensions: ({ name }) => ({ TopicName: name }),
      lines: [
        events("NumberOfMessagesPublished", 20, 0.5),
        events("NumberOfNotificationsDelivered", 40, 0.5),
        events("NumberOfNotificationsFailed", 1, 0.002),
        bytes("PublishSize", 900),
      ],
    },
  ],
};

export const kinesis: Service = {
  namespace: "AWS/Kinesis",
  word: "clicks",
  arn: ({ name }) => ["kinesis", `stream/${name}`],
  weight: 2,
  sets: [
    {
      dimensions: ({ name }) => ({ StreamName: name }),
      lines: [
        bytes("IncomingBytes", 13_000_000),
        bytes("GetRecords.Bytes", 26_000_000),
        bytes("IncomingRecords", 21_000, "Count"),
        bytes("GetRecords.Records", 42_000, "Count"),
        level("GetRecords.IteratorAgeMilliseconds", "Milliseconds", 300),
      ],
    },
  ],
};

const charges = (mean: number): Service["sets"][number]["lines"] => [
  { name: "EstimatedCharges", unit: "None", traffic: { kind: "charges", mean, stepSeconds: 6 * 3600 } },
];

/** Not a resource: once for an account, for each of some services. */
export const billing: Service = {
  namespace: "AWS/Billing",
  word: "bill",
  weight: 0,
  region: "us-east-1",
  sets: [
    { dimensions: () => ({ Currency: "USD" }), lines: charges(2200) },
    { dimensions: () => ({ Currency: "USD", ServiceName: "AmazonEC2" }), lines: charges(1300) },
    { dimensions: () => ({ Currency: "USD", ServiceName: "AmazonCloudWatch" }), lines: charges(60) },
  ],
};
