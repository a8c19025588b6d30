/** An account as a test describes it, behind both ports: resources with their metrics, tags and instances. */
import { candidatesOf, type Wishes } from "../../src/cfgmaker/candidates.ts";
import type { Inventory } from "../../src/cfgmaker/inventory.ts";
import { plan, type Plan, type RegionPlan } from "../../src/cfgmaker/plan.ts";
import { judge } from "../../src/cli/cfgmaker-check.ts";
import type { Account } from "../../src/cfgmaker/ask.ts";
import type { Answer, CloudWatchApi, ListMetricsRequest } from "../../src/cloudwatch/api.ts";
import type {
  DiscoveryApi,
  Instance,
  ResourcesRequest,
  TaggedResource,
} from "../../src/cloudwatch/discovery.ts";
import type { CloudWatchFailure } from "../../src/cloudwatch/failure.ts";
import type { Dimension, Metric } from "../../src/cloudwatch/metric.ts";
import { failure, success } from "../../src/result.ts";

const dimensionsOf = (values: Readonly<Record<string, string>>): readonly Dimension[] =>
  Object.entries(values).map(([name, value]) => ({ name, value }));

export interface Described {
  readonly namespace: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly metrics: readonly string[];
  readonly silent?: boolean;
}

export const ec2Metrics = ["NetworkIn", "NetworkOut", "CPUUtilization"];

export const instance = (
  id: string,
  tags: Readonly<Record<string, string>> = {},
  more: Partial<Instance> = {},
): Instance => ({
  id,
  type: "t3.micro",
  state: "running",
  tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
  ...more,
});

export const ofInstance = (id: string, metrics: readonly string[] = ec2Metrics): Described => ({
  namespace: "AWS/EC2",
  dimensions: { InstanceId: id },
  metrics,
});

export const tagged = (arn: string, tags: Readonly<Record<string, string>>): TaggedResource => ({
  arn,
  tags: Object.entries(tags).map(([key, value]) => ({ key, value })),
});

export interface AccountOptions {
  readonly resources?: readonly Described[];
  readonly instances?: readonly Instance[];
  readonly tagged?: readonly TaggedResource[];
  readonly units?: Readonly<Record<string, string>>;
  readonly pageSize?: number;
  /** Accounts that all have these resources, where linked ones are asked for. */
  readonly owners?: readonly string[];
  readonly failures?: Partial<
    Record<"listMetrics" | "getResources" | "describeInstances", CloudWatchFailure>
  >;
}

export interface FakeAccount extends Account {
  readonly listings: readonly ListMetricsRequest[];
  readonly searches: readonly ResourcesRequest[];
}

const metricsOf = ({ namespace, dimensions, metrics }: Described): readonly Metric[] =>
  metrics.map((name) => ({ namespace, name, dimensions: dimensionsOf(dimensions) }));

export function fakeAccount(options: AccountOptions): FakeAccount {
  const {
    resources = [],
    instances = [],
    tagged: all = [],
    units = {},
    pageSize = 500,
    failures = {},
  } = options;
  const listings: ListMetricsRequest[] = [];
  const searches: ResourcesRequest[] = [];
  const page = <Item>(items: readonly Item[], token: string | undefined) => {
    const from = Number(token ?? "0");
    const next = from + pageSize < items.length ? { nextToken: String(from + pageSize) } : {};
    return { items: items.slice(from, from + pageSize), ...next };
  };
  const answer = <Value>(operation: keyof typeof failures, value: Value): Answer<Value> => {
    const refused = failures[operation];
    return Promise.resolve(refused === undefined ? success(value) : failure(refused));
  };
  const api: CloudWatchApi = {
    listMetrics(request) {
      listings.push(request);
      const metrics = resources
        .filter(({ silent }) => silent !== true || request.recentlyActive !== true)
        .flatMap(metricsOf)
        .filter(({ namespace }) => request.namespace === undefined || request.namespace === namespace);
      const owners = request.includeLinkedAccounts === true ? (options.owners ?? []) : [];
      const owned = owners.flatMap((owner) => metrics.map((metric) => ({ metric, owner })));
      const { items, ...next } = page(
        owners.length === 0 ? metrics.map((metric) => ({ metric, owner: "" })) : owned,
        request.nextToken,
      );
      return answer("listMetrics", {
        metrics: items.map(({ metric }) => metric),
        owningAccounts: owners.length === 0 ? [] : items.map(({ owner }) => owner),
        ...next,
      });
    },
    getMetricStatistics({ metric }) {
      const unit = units[metric.name];
      return Promise.resolve(
        success(unit === undefined ? [] : [{ timeSeconds: 0, unit, values: { SampleCount: 1 } }]),
      );
    },
    getMetricData: () => Promise.reject(new Error("cw-cfgmaker never asks for data")),
    close: () => undefined,
  };
  const discovery: DiscoveryApi = {
    getResources(request) {
      searches.push(request);
      const found = all.filter((resource) =>
        request.tagFilters.every(({ key, values }) =>
          resource.tags.some((tag) => tag.key === key && (values.length === 0 || values.includes(tag.value))),
        ),
      );
      const { items, ...next } = page(found, request.nextToken);
      return answer("getResources", { resources: items, ...next });
    },
    describeInstances({ nextToken }) {
      const { items, ...next } = page(instances, nextToken);
      return answer("describeInstances", { instances: items, ...next });
    },
    close: () => undefined,
  };
  return { api, discovery, listings, searches };
}

const inventoryOf = (options: AccountOptions): Inventory => ({
  metrics: (options.resources ?? []).flatMap(metricsOf).map((metric) => ({ metric })),
  ...(options.instances === undefined ? {} : { instances: options.instances }),
  ...(options.tagged === undefined ? {} : { resources: options.tagged }),
  units: new Map(),
});

export const wishes: Wishes = { namespaces: [], taggedOnly: false, all: false };

export const regionPlan = (options: AccountOptions, more: Partial<RegionPlan> = {}): RegionPlan => ({
  globals: [],
  origin: { region: "eu-west-1", connection: { region: "eu-west-1", dualstack: false, fips: false } },
  wishes,
  inventory: inventoryOf(options),
  remarks: [],
  ...more,
});

export const planOf = (options: AccountOptions, more: Partial<RegionPlan> = {}): Plan =>
  plan([regionPlan(options, more)], "cw-cfgmaker eu-west-1", [], new Set(), judge);

export const candidatesFor = (options: AccountOptions, more: Partial<Wishes> = {}) =>
  candidatesOf(inventoryOf(options), { ...wishes, ...more });
