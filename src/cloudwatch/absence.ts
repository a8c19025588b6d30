/**
 * Why a metric has no datapoints at all: asked wrongly, or only silent. A wrong dimension set is no error to
 * CloudWatch but an empty answer; ListMetrics knows which sets exist. Pure but for the port it is given.
 *
 * What ListMetrics does not name may still exist: it forgets metrics after two weeks of silence, and a sparse one may
 * not have begun. So only a metric that never had a datapoint may be called wrong.
 */
import { success, type Result } from "../result.ts";
import type { CloudWatchApi, ListMetricsRequest } from "./api.ts";
import type { CloudWatchFailure } from "./failure.ts";
import type { Dimension, Metric } from "./metric.ts";
import { keyOf, nearestNames, nearestSets } from "./nearest.ts";

export type Presence =
  | { readonly kind: "exists" }
  | { readonly kind: "no-such-namespace" }
  /** The names of the namespace that are most like it, the nearest first. */
  | { readonly kind: "no-such-name"; readonly nearest: readonly string[] }
  /** Sets of dimensions the metric has, the most like the asked one first. */
  | { readonly kind: "wrong-dimensions"; readonly sets: readonly (readonly Dimension[])[] }
  /** ListMetrics would not say, or there was too much to read: nothing may be claimed. */
  | { readonly kind: "unknown" };

/** At 500 metrics a page: enough for a metric of a thousand dimension sets, little for a request that is in a hurry. */
const mostPages = 4;

/** How often one metric may be looked up, so that it costs nothing. */
export const lookUpEverySeconds = 3600;

/** Whether to look the metric up now: never once it had a datapoint, and at most once an hour. */
export const mayLookUp = (
  known: { readonly lastSeenSeconds?: number; readonly lookedUpSeconds?: number },
  nowSeconds: number,
): boolean =>
  known.lastSeenSeconds === undefined &&
  Math.abs(nowSeconds - (known.lookedUpSeconds ?? -Infinity)) >= lookUpEverySeconds;

interface Listed {
  readonly metrics: readonly Metric[];
  /** False where more pages were left unread. */
  readonly isWhole: boolean;
}

async function list(
  api: CloudWatchApi,
  request: ListMetricsRequest,
  deadline: AbortSignal,
): Promise<Result<Listed, CloudWatchFailure>> {
  const metrics: Metric[] = [];
  let nextToken: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const answer = await api.listMetrics(
      { ...request, ...(nextToken === undefined ? {} : { nextToken }) },
      deadline,
    );
    if (!answer.ok) return answer;
    metrics.push(...answer.value.metrics);
    ({ nextToken } = answer.value);
    if (nextToken === undefined) return success({ metrics, isWhole: true });
  }
  return success({ metrics, isWhole: false });
}

/** What ListMetrics says of a metric that has no datapoints. Its own failures are not the metric's: `unknown`. */
export async function presenceOf(
  api: CloudWatchApi,
  { namespace, name, dimensions }: Metric,
  accountId: string | undefined,
  deadline: AbortSignal,
): Promise<Presence> {
  const where = accountId === undefined ? {} : { includeLinkedAccounts: true, owningAccount: accountId };
  const named = await list(api, { ...where, namespace, metricName: name }, deadline);
  if (!named.ok) return { kind: "unknown" };
  if (named.value.metrics.some((each) => keyOf(each.dimensions) === keyOf(dimensions)))
    return { kind: "exists" };
  if (!named.value.isWhole) return { kind: "unknown" };
  if (named.value.metrics.length > 0)
    return { kind: "wrong-dimensions", sets: nearestSets(dimensions, named.value.metrics) };
  const around = await list(api, { ...where, namespace }, deadline);
  if (!around.ok) return { kind: "unknown" };
  if (around.value.metrics.length === 0)
    return around.value.isWhole ? { kind: "no-such-namespace" } : { kind: "unknown" };
  return { kind: "no-such-name", nearest: nearestNames(name, around.value.metrics) };
}

const setText = (dimensions: readonly Dimension[]): string =>
  dimensions.length === 0
    ? "no dimensions"
    : dimensions.map(({ name, value }) => `${name}=${value}`).join(" ");

/** The failure of having asked for what is not there; undefined where nothing may be claimed. */
export function absenceFailure(metric: Metric, presence: Presence): CloudWatchFailure | undefined {
  const { namespace, name, dimensions } = metric;
  switch (presence.kind) {
    case "exists":
    case "unknown":
      return undefined;
    case "no-such-namespace":
      return { kind: "no-such-metric", reason: `CloudWatch has no metrics in ${namespace}`, instead: [] };
    case "no-such-name":
      return {
        kind: "no-such-metric",
        reason: `CloudWatch has no metric ${name} in ${namespace}`,
        instead: presence.nearest,
      };
    case "wrong-dimensions":
      return {
        kind: "no-such-metric",
        reason: `CloudWatch has no ${namespace} ${name} with exactly ${setText(dimensions)}`,
        instead: presence.sets.map(setText),
      };
  }
}
