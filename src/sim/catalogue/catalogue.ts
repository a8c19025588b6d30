/** All services of the catalogue, and what one of their resources adds to a world. Pure. */
import { trafficSource } from "../traffic.ts";
import { ownAccount, type MetricOfWorld, type Place, type Resource, type World } from "../world.ts";
import { apiGateway, ebs, ec2, lambda } from "./compute.ts";
import { billing, kinesis, sns, sqs } from "./messaging.ts";
import {
  applicationBalancer,
  classicBalancer,
  cloudFront,
  directConnect,
  natGateway,
  networkBalancer,
  vpn,
} from "./networks.ts";
import type { Names, Service } from "./service.ts";
import { dynamoDb, efs, elastiCache, rds, s3 } from "./storage.ts";

export const services: readonly Service[] = [
  ...[ec2, ebs, rds, applicationBalancer, networkBalancer, classicBalancer, lambda, sqs, sns, dynamoDb, s3],
  ...[cloudFront, natGateway, efs, elastiCache, kinesis, apiGateway, vpn, directConnect, billing],
];

/** Whose names are the same everywhere: their ARN names neither region nor account. */
const placeless: Readonly<Record<string, readonly [hasRegion: boolean, hasAccount: boolean]>> = {
  s3: [false, false],
  cloudfront: [false, true],
  apigateway: [true, false],
};

function arnOf(service: Service, names: Names, { region, accountId }: Place): string | undefined {
  const part = service.arn?.(names);
  if (part === undefined) return undefined;
  const [hasRegion, hasAccount] = placeless[part[0]] ?? [true, true];
  return ["arn:aws", part[0], hasRegion ? region : "", hasAccount ? accountId : "", part[1]].join(":");
}

export interface Described extends Names {
  readonly service: Service;
  readonly region: string;
  readonly accountId?: string;
  readonly tags: Resource["tags"];
  /** For an EC2 instance. */
  readonly type?: string;
  /** Stopped: it exists, and has no metrics. */
  readonly isStopped?: boolean;
}

/** One resource with its metrics. */
export function worldOf(described: Described): World {
  const { service, accountId = ownAccount, tags, isStopped = false } = described;
  const region = service.region ?? described.region;
  const metrics = service.sets.flatMap(({ dimensions, lines }): MetricOfWorld[] => {
    const set = Object.entries(dimensions(described)).map(([name, value]) => ({ name, value }));
    return lines.map(({ name, unit, traffic }) => ({
      metric: { namespace: service.namespace, name, dimensions: set },
      unit,
      region,
      accountId,
      monitoring: service.isInstance === true ? "instance" : "detailed",
      source: (key) => trafficSource(traffic, key),
    }));
  });
  const arn = arnOf(service, described, { region, accountId });
  if (arn === undefined) return { metrics, resources: [] };
  const instance =
    service.isInstance === true
      ? {
          id: `i-${described.hex}`,
          type: described.type ?? "m5.large",
          state: isStopped ? ("stopped" as const) : ("running" as const),
        }
      : undefined;
  return {
    metrics: isStopped ? [] : metrics,
    resources: [{ arn, region, accountId, tags, ...(instance === undefined ? {} : { instance }) }],
  };
}

export const joined = (worlds: readonly World[]): World => ({
  metrics: worlds.flatMap(({ metrics }) => metrics),
  resources: worlds.flatMap(({ resources }) => resources),
});
