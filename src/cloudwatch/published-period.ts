/** In which period AWS publishes a metric, where it is not every minute. Pure data from AWS's user guides. */
import type { Metric } from "./metric.ts";

export interface PublishedPeriod {
  readonly seconds: number;
  /** What makes it finer. */
  readonly unless?: string;
}

/** The first rule that fits counts. */
const rules: readonly (readonly [namespace: RegExp, name: RegExp, period: PublishedPeriod | undefined])[] = [
  // EC2 user guide: status checks every minute, credits every five; all else by the instance's monitoring.
  [/^AWS\/EC2$/, /^StatusCheckFailed/, { seconds: 60 }],
  [/^AWS\/EC2$/, /^CPU(?:Surplus)?Credit/, { seconds: 300 }],
  [/^AWS\/EC2$/, /./, { seconds: 300, unless: "instances with detailed monitoring" }],
  // S3 user guide: storage once a day, requests every minute.
  [/^AWS\/S3$/, /^(?:BucketSizeBytes|NumberOfObjects)$/, { seconds: 86_400 }],
  // Billing: several times a day.
  [/^AWS\/Billing$/, /./, { seconds: 21_600 }],
  [/^AWS\/ElasticMapReduce$/, /./, { seconds: 300 }],
  // High resolution is for one's own metrics.
  [/^AWS\//, /./, { seconds: 60 }],
];

/** Undefined where anything is possible. */
export const publishedPeriodSeconds = ({ namespace, name }: Metric): PublishedPeriod | undefined =>
  rules.find(([space, metric]) => space.test(namespace) && metric.test(name))?.[2];
