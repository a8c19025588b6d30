/** How long after its beginning CloudWatch's data settles, by namespace: where `--lag auto` begins. Pure data. */

/**
 * Minutes behind now at which one-minute datapoints no longer change, from one large production's tuning
 * (cloudwatch-facts.md). Metrics of one namespace differ; the slower common one is taken.
 */
const minutesOf: Readonly<Record<string, number>> = {
  "AWS/RDS": 5,
  "AWS/ElastiCache": 5,
  "AWS/Lambda": 5,
  "AWS/ApiGateway": 3,
  "AWS/SQS": 4,
  "AWS/SNS": 10,
  "AWS/VPN": 4,
  "AWS/DX": 4,
  "AWS/ELB": 9,
  "AWS/ApplicationELB": 10,
  "AWS/NetworkELB": 14,
  "AWS/NATGateway": 10,
  "AWS/TransitGateway": 9,
  "AWS/Kinesis": 12,
  "AWS/Firehose": 8,
  "AWS/DynamoDB": 8,
  "AWS/EFS": 9,
  "AWS/S3": 10,
  "AWS/CloudFront": 7,
  "AWS/Route53": 7,
  "AWS/Events": 25,
};

/** EC2 publishes by five minutes and settles three such periods behind now. */
const ec2Seconds = 900;
const otherMinutes = 10;

/** Seconds from the beginning of a datapoint's period until it changes no more, as far as its namespace tells. */
export function settlingSeconds(namespace: string, periodSeconds: number): number {
  const lastMinuteSeconds = Math.max(0, periodSeconds - 60);
  if (namespace === "AWS/EC2") return Math.max(ec2Seconds, lastMinuteSeconds + ec2Seconds - 240);
  return lastMinuteSeconds + (minutesOf[namespace] ?? otherMinutes) * 60;
}
