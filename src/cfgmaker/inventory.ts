/** What an account holds in one region, as CloudWatch, the tagging API and EC2 told it; and what tags say of it. Pure. */
import type { Instance, Tag, TaggedResource } from "../cloudwatch/discovery.ts";
import type { Dimension, Metric } from "../cloudwatch/metric.ts";
import { dimensionOf } from "../cloudwatch/services/resources.ts";

export interface ListedMetric {
  readonly metric: Metric;
  /** Of a linked account. */
  readonly accountId?: string;
}

export interface Inventory {
  readonly metrics: readonly ListedMetric[];
  /** Keys (keyOf) of the metrics with data in the last three hours; undefined when that was not asked. */
  readonly recent?: ReadonlySet<string>;
  /** Undefined when the answer was refused or not needed. */
  readonly resources?: readonly TaggedResource[];
  readonly instances?: readonly Instance[];
  /** Units by `NAMESPACE NAME`, of metrics that stand in no table. */
  readonly units: ReadonlyMap<string, string>;
}

export const unitKey = (namespace: string, metricName: string): string => `${namespace} ${metricName}`;

/** Tells metrics apart whatever characters their names hold. */
export const keyOf = ({ metric, accountId }: ListedMetric): string =>
  JSON.stringify([
    accountId ?? "",
    metric.namespace,
    metric.name,
    ...metric.dimensions.map(({ name, value }) => `${name}=${value}`).sort(),
  ]);

export interface Tags {
  readonly tags: ReadonlyMap<string, string>;
  readonly instance?: Instance;
  /** The tagging API named the resource: with tag filters in the question, it has those tags. */
  readonly isListed: boolean;
}

const dimensionKey = ({ name, value }: Dimension): string => `${name}=${value}`;

const entries = (tags: readonly Tag[]): (readonly [string, string])[] =>
  tags.map(({ key, value }) => [key, value] as const);

/** What is known of the resource that has these dimensions; the first dimension's tags win. */
export function tagReader(inventory: Inventory): (dimensions: readonly Dimension[]) => Tags {
  const byDimension = new Map<string, readonly Tag[]>();
  for (const { arn, tags } of inventory.resources ?? []) {
    const dimension = dimensionOf(arn);
    if (dimension !== undefined) byDimension.set(dimensionKey(dimension), tags);
  }
  const instances = new Map(inventory.instances?.map((instance) => [instance.id, instance]));
  return (dimensions) => {
    const listed = dimensions.map((dimension) => byDimension.get(dimensionKey(dimension)));
    const instanceId = dimensions.find(({ name }) => name === "InstanceId")?.value;
    const instance = instanceId === undefined ? undefined : instances.get(instanceId);
    const all = [...listed.toReversed(), instance?.tags].flatMap((tags) => entries(tags ?? []));
    return {
      tags: new Map(all),
      ...(instance === undefined ? {} : { instance }),
      isListed: listed.some((tags) => tags !== undefined),
    };
  };
}
