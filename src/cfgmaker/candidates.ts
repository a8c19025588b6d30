/**
 * Which graphs the metrics of an inventory make: resources, and the pairs of metrics that each of them has. What is
 * left over is named with the reason. Pure.
 */
import type { Instance } from "../cloudwatch/discovery.ts";
import type { Dimension } from "../cloudwatch/metric.ts";
import { guessPairs } from "../cloudwatch/services/guess.ts";
import type { Pair, Service } from "../cloudwatch/services/service.ts";
import { serviceOf } from "../cloudwatch/services/services.ts";
import { keyOf, tagReader, unitKey, type Inventory, type ListedMetric } from "./inventory.ts";

/** A namespace and a set of dimensions, and all metrics that exist with it. */
interface Resource {
  readonly namespace: string;
  readonly dimensions: readonly Dimension[];
  readonly accountId?: string;
  readonly metricNames: readonly string[];
  readonly service?: Service;
  /** The tag `Name`, else what the dimensions say. */
  readonly name: string;
  readonly tags: ReadonlyMap<string, string>;
  readonly instance?: Instance;
}

export interface Candidate {
  readonly resource: Resource;
  readonly pair: Pair;
  /** Natural units of the drawing in one unit of the metrics. */
  readonly multiple: number;
  readonly metricIn: string;
  readonly metricOut?: string;
  /** Why it is better not polled. */
  readonly objection?: string;
}

export interface LeftOver {
  readonly resource: Resource;
  readonly metricNames: readonly string[];
  readonly reason: string;
}

export interface Candidates {
  readonly candidates: readonly Candidate[];
  readonly leftOver: readonly LeftOver[];
}

export interface Wishes {
  /** In the order in which their resources are written; empty: all, by name. */
  readonly namespaces: readonly string[];
  /** Only resources that the tagging API listed. */
  readonly taggedOnly: boolean;
  /** Also metrics that stand in no table and sets of dimensions that mean several resources. */
  readonly all: boolean;
}

const collator = new Intl.Collator("en", { numeric: true });

/** What tells resources of one namespace apart: all values, but for the constant one of CloudFront. */
export const identityOf = (dimensions: readonly Dimension[]): string =>
  dimensions
    .filter(({ name, value }) => !(name === "Region" && value === "Global"))
    .map(({ value }) => value)
    .join(" ");

const hasNames = (dimensions: readonly Dimension[], names: readonly string[]): boolean =>
  dimensions.length === names.length && names.every((name) => dimensions.some((each) => each.name === name));

/** The dimensions in the order of the service's table, so that a name never depends on the order of an answer. */
function ordered(dimensions: readonly Dimension[], service: Service | undefined): readonly Dimension[] {
  const set = service?.dimensionSets.find((names) => hasNames(dimensions, names));
  return set === undefined
    ? [...dimensions].sort((a, b) => collator.compare(a.name, b.name))
    : set.flatMap((name) => dimensions.filter((dimension) => dimension.name === name));
}

interface Group {
  readonly first: ListedMetric;
  readonly names: Set<string>;
  isRecent: boolean;
}

function groupsOf(inventory: Inventory): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const listed of inventory.metrics) {
    const key = keyOf({ ...listed, metric: { ...listed.metric, name: "" } });
    const group = groups.get(key) ?? { first: listed, names: new Set<string>(), isRecent: false };
    group.names.add(listed.metric.name);
    group.isRecent ||= inventory.recent?.has(keyOf(listed)) ?? true;
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** Published so seldom that silence for three hours means nothing. */
const isSlow = (pair: Pair): boolean => (pair.periodSeconds ?? 0) > 3600;

const present = (pair: Pair, names: ReadonlySet<string>): readonly [string, string?] | undefined => {
  const [first, second] = pair.metrics.filter((name) => names.has(name));
  if (first === undefined) return undefined;
  return second === undefined ? [first] : [first, second];
};

/** The legend and the aggregate of a metric that is left alone follow it into the first channel. */
function alone(pair: Pair, metric: string): Pair {
  const index = pair.metrics[0] === metric ? 0 : 1;
  const aggregates = pair.aggregate?.split(",");
  return {
    ...pair,
    metrics: [metric],
    legends: [pair.legends[index] ?? pair.legends[0]],
    ...(aggregates === undefined ? {} : { aggregate: aggregates[index] ?? aggregates[0] ?? "" }),
  };
}

function objectionTo(
  resource: Resource,
  inventory: Inventory,
  isRecent: boolean,
  pair: Pair,
): string | undefined {
  const isInstance =
    resource.namespace === "AWS/EC2" && resource.dimensions.some(({ name }) => name === "InstanceId");
  if (isInstance && inventory.instances !== undefined) {
    const state = resource.instance?.state;
    // EC2 tells of the own account only.
    if (state === undefined && resource.accountId === undefined) return "EC2 no longer knows the instance";
    if (state !== undefined && state !== "running" && state !== "pending") return `the instance is ${state}`;
  }
  return isRecent || isSlow(pair)
    ? undefined
    : "it had no data in the last three hours; --no-recent takes it";
}

/** The graphs of an inventory in the order in which they are written, and what makes none. */
export function candidatesOf(inventory: Inventory, wishes: Wishes): Candidates {
  const tagsOf = tagReader(inventory);
  const candidates: Candidate[] = [];
  const leftOver: LeftOver[] = [];
  const described = groupsOf(inventory).map((group) => {
    const { metric, accountId } = group.first;
    const service = serviceOf(metric.namespace);
    const dimensions = ordered(metric.dimensions, service);
    const { isListed, tags, instance } = tagsOf(dimensions);
    const resource: Resource = {
      namespace: metric.namespace,
      dimensions,
      metricNames: [...group.names].sort(collator.compare),
      name: tags.get("Name") ?? identityOf(dimensions),
      tags,
      ...(accountId === undefined ? {} : { accountId }),
      ...(service === undefined ? {} : { service }),
      ...(instance === undefined ? {} : { instance }),
    };
    return { group, resource, isListed };
  });
  const wanted = described.filter(({ isListed }) => isListed || !wishes.taggedOnly);
  const drawn = new Set<string>();
  for (const { group, resource } of wanted.sort((a, b) => inOrder(a.resource, b.resource, wishes))) {
    const { service, dimensions } = resource;
    const names = dimensions.map(({ name }) => name);
    const isOne = service === undefined || service.dimensionSets.some((set) => hasNames(dimensions, set));
    const left = new Set(group.names);
    const take = (pair: Pair, multiple: number): void => {
      const [metricIn, metricOut] = present(pair, group.names) ?? [];
      if (metricIn === undefined) return;
      pair.metrics.forEach((name) => left.delete(name));
      const twin = `${resource.namespace} ${resource.accountId ?? ""} ${dimensions[0]?.value ?? ""} ${pair.id}`;
      if (service?.firstSetOnly === true && drawn.has(twin)) return;
      drawn.add(twin);
      const objection = objectionTo(resource, inventory, group.isRecent, pair);
      candidates.push({
        resource,
        pair: metricOut === undefined ? alone(pair, metricIn) : pair,
        multiple,
        metricIn,
        ...(metricOut === undefined ? {} : { metricOut }),
        ...(objection === undefined ? {} : { objection }),
      });
    };
    if (isOne)
      for (const pair of service?.pairs ?? [])
        if (pair.dimensions === undefined || hasNames(dimensions, pair.dimensions)) take(pair, 1);
    if (service === undefined || wishes.all)
      for (const pair of guessPairs([...left].sort(collator.compare), (name) =>
        inventory.units.get(unitKey(resource.namespace, name)),
      ))
        take(pair, pair.multiple);
    if (left.size > 0)
      leftOver.push({
        resource,
        metricNames: [...left].sort(collator.compare),
        reason: isOne
          ? "no pair is known; --all takes them"
          : `with ${names.length === 0 ? "no dimension" : `the dimensions ${names.join(", ")}`} it is not one ${service.noun}; --all takes it`,
      });
  }
  return { candidates, leftOver };
}

function inOrder(a: Resource, b: Resource, { namespaces }: Wishes): number {
  const [atA, atB] = [namespaces.indexOf(a.namespace), namespaces.indexOf(b.namespace)];
  return (
    atA - atB ||
    collator.compare(a.namespace, b.namespace) ||
    a.dimensions.length - b.dimensions.length ||
    collator.compare(a.name, b.name) ||
    collator.compare(identityOf(a.dimensions), identityOf(b.dimensions)) ||
    collator.compare(a.accountId ?? "", b.accountId ?? "")
  );
}
