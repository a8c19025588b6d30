/** Whether a metric exists, asked of ListMetrics. Pure but for the port. */
import { success } from "../result.ts";
import type { Answer, CloudWatchApi } from "./api.ts";
import type { Metric } from "./metric.ts";

export type Existence =
  | { readonly kind: "exists" }
  /** `others`: metrics of this namespace and name with other dimensions, as far as one page shows them. */
  | { readonly kind: "missing"; readonly others: readonly Metric[] };

const keyOf = ({ dimensions }: Metric): string =>
  JSON.stringify(dimensions.map(({ name, value }) => [name, value]).sort());

/** A metric is found by exactly its dimensions only; one that was silent for two weeks is not found at all. */
export async function existenceOf(
  api: CloudWatchApi,
  metric: Metric,
  accountId: string | undefined,
  deadline: AbortSignal,
): Answer<Existence> {
  const named = {
    namespace: metric.namespace,
    metricName: metric.name,
    ...(accountId === undefined ? {} : { includeLinkedAccounts: true, owningAccount: accountId }),
  };
  let nextToken: string | undefined;
  do {
    const page = await api.listMetrics(
      { ...named, dimensions: metric.dimensions, ...(nextToken === undefined ? {} : { nextToken }) },
      deadline,
    );
    if (!page.ok) return page;
    if (page.value.metrics.some((each) => keyOf(each) === keyOf(metric))) return success({ kind: "exists" });
    ({ nextToken } = page.value);
  } while (nextToken !== undefined);
  const others = await api.listMetrics(named, deadline);
  return others.ok ? success({ kind: "missing", others: others.value.metrics }) : others;
}
