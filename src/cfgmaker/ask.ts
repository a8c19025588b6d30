/**
 * Asks an account for what it holds, page by page. Knows the two ports and nothing of the programs behind them; a
 * failure is never taken for an empty answer.
 */
import type { CloudWatchApi, ListMetricsRequest } from "../cloudwatch/api.ts";
import type { DiscoveryApi, Instance, TagFilter, TaggedResource } from "../cloudwatch/discovery.ts";
import type { CloudWatchFailure } from "../cloudwatch/failure.ts";
import { serviceOf } from "../cloudwatch/services/services.ts";
import { success, type Result } from "../result.ts";
import { keyOf, unitKey, type Inventory, type ListedMetric } from "./inventory.ts";

export interface Question {
  /** Empty: all. */
  readonly namespaces: readonly string[];
  readonly tagFilters: readonly TagFilter[];
  /** Tags are needed although no tag is asked for: a filter or a template names them. */
  readonly needsTags: boolean;
  readonly accountId?: string;
  readonly includeLinkedAccounts: boolean;
  /** Tell metrics with data in the last three hours from the others. */
  readonly asksRecent: boolean;
  /** Also metrics of known services are drawn by their units. */
  readonly all: boolean;
}

/** Both ports to one region. */
export interface Account {
  readonly api: CloudWatchApi;
  readonly discovery: DiscoveryApi;
}

export interface Found {
  readonly inventory: Inventory;
  readonly remarks: readonly string[];
}

export type Progress = (sentence: string) => void;

type Answered<Value> = Promise<Result<Value, CloudWatchFailure>>;

async function pages<Page extends { readonly nextToken?: string }>(
  ask: (nextToken: string | undefined) => Answered<Page>,
): Answered<readonly Page[]> {
  const all: Page[] = [];
  for (let token: string | undefined; ;) {
    const page = await ask(token);
    if (!page.ok) return page;
    all.push(page.value);
    token = page.value.nextToken;
    if (token === undefined) return success(all);
  }
}

const tokenOf = (nextToken: string | undefined): { readonly nextToken?: string } =>
  nextToken === undefined ? {} : { nextToken };

async function listAll(
  api: CloudWatchApi,
  question: Question,
  recentlyActive: boolean,
  deadline: AbortSignal,
): Answered<readonly ListedMetric[]> {
  const listed: ListedMetric[] = [];
  for (const namespace of question.namespaces.length === 0 ? [undefined] : question.namespaces) {
    const request: ListMetricsRequest = {
      ...(namespace === undefined ? {} : { namespace }),
      ...(question.accountId === undefined ? {} : { owningAccount: question.accountId }),
      ...(question.includeLinkedAccounts || question.accountId !== undefined
        ? { includeLinkedAccounts: true }
        : {}),
      ...(recentlyActive ? { recentlyActive } : {}),
    };
    const answer = await pages((token) => api.listMetrics({ ...request, ...tokenOf(token) }, deadline));
    if (!answer.ok) return answer;
    for (const page of answer.value)
      listed.push(
        ...page.metrics.map((metric, index): ListedMetric => {
          const accountId = question.includeLinkedAccounts ? page.owningAccounts[index] : undefined;
          return { metric, ...(accountId === undefined ? {} : { accountId }) };
        }),
      );
  }
  return success(listed);
}

const daySeconds = 86_400;

/** ListMetrics tells no units; one datapoint of one resource does. */
async function unitsOf(
  api: CloudWatchApi,
  listed: readonly ListedMetric[],
  all: boolean,
  nowSeconds: number,
  deadline: AbortSignal,
): Answered<ReadonlyMap<string, string>> {
  const unknown = new Map<string, ListedMetric>();
  for (const each of listed) {
    const service = serviceOf(each.metric.namespace);
    const isKnown = service?.pairs.some((pair) => pair.metrics.some((name) => name === each.metric.name));
    if (service === undefined || (all && isKnown !== true))
      unknown.set(unitKey(each.metric.namespace, each.metric.name), each);
  }
  const units = new Map<string, string>();
  for (const [key, { metric }] of unknown) {
    const endSeconds = Math.ceil(nowSeconds / 3600) * 3600;
    const answer = await api.getMetricStatistics(
      {
        metric,
        startSeconds: endSeconds - daySeconds,
        endSeconds,
        periodSeconds: 3600,
        statistics: ["SampleCount"],
        extendedStatistics: [],
      },
      deadline,
    );
    if (!answer.ok) return answer;
    const unit = answer.value.find((datapoint) => datapoint.unit !== undefined)?.unit;
    if (unit !== undefined) units.set(key, unit);
  }
  return success(units);
}

const isRefusal = (reason: CloudWatchFailure): boolean => reason.kind === "access-denied";

/** Tags and names make a page better; without the permission there is still a page. */
function optional<Value>(
  answer: Result<Value, CloudWatchFailure>,
  isNeeded: boolean,
  remark: string,
): Result<{ readonly value?: Value; readonly remarks: readonly string[] }, CloudWatchFailure> {
  if (answer.ok) return success({ value: answer.value, remarks: [] });
  return isNeeded || !isRefusal(answer.failure) ? answer : success({ remarks: [remark] });
}

/**
 * All that the page writers need to know of an account. Without the permission for tags or instances, remarks
 * say what is missing; any other failure is the answer.
 */
export async function askInventory(
  { api, discovery }: Account,
  question: Question,
  nowSeconds: number,
  deadline: AbortSignal,
  progress: Progress,
): Answered<Found> {
  progress("listing metrics");
  const listed = await listAll(api, question, false, deadline);
  if (!listed.ok) return listed;
  const metrics = listed.value;
  progress(`${metrics.length} metrics`);
  const recent = question.asksRecent ? await listAll(api, question, true, deadline) : undefined;
  if (recent?.ok === false) return recent;
  const units = await unitsOf(api, metrics, question.all, nowSeconds, deadline);
  if (!units.ok) return units;

  const tagPages = await pages((token) =>
    discovery.getResources(
      { tagFilters: question.tagFilters, resourceTypes: [], ...tokenOf(token) },
      deadline,
    ),
  );
  const tagged = optional(
    tagPages,
    question.tagFilters.length > 0 || question.needsTags,
    "Tags are not known: allow tag:GetResources for names other than EC2's.",
  );
  if (!tagged.ok) return tagged;
  const resources = tagged.value.value?.flatMap((page): readonly TaggedResource[] => page.resources);

  // EC2 tells of the own account only.
  const isOwn = question.accountId === undefined;
  const hasInstances =
    isOwn && metrics.some(({ metric }) => metric.dimensions.some(({ name }) => name === "InstanceId"));
  const instancePages = hasInstances
    ? await pages((token) => discovery.describeInstances(tokenOf(token), deadline))
    : success([]);
  const described = optional(
    instancePages,
    false,
    "Instances are not known: allow ec2:DescribeInstances for names, states and bandwidths.",
  );
  if (!described.ok) return described;
  const instances = hasInstances
    ? described.value.value?.flatMap((page): readonly Instance[] => page.instances)
    : undefined;
  if (resources !== undefined)
    progress(`${resources.length} tagged resources, ${instances?.length ?? 0} instances`);

  return success({
    inventory: {
      metrics,
      ...(recent === undefined ? {} : { recent: new Set(recent.value.map(keyOf)) }),
      ...(resources === undefined ? {} : { resources }),
      ...(instances === undefined ? {} : { instances }),
      units: units.value,
    },
    remarks: [...tagged.value.remarks, ...described.value.remarks],
  });
}
