/** ListMetrics: the metrics that had data in the last two weeks, 500 a page. */
import type { Metric } from "../cloudwatch/metric.ts";
import { flag, inputs, requiredText, textOr } from "./input.ts";
import type { Operation } from "./operation.ts";
import { questionOf, readToken, tokenOf } from "./page.ts";
import { refuse } from "./refusal.ts";
import { isActiveSince } from "./series.ts";

const pageOfService = 500;
const twoWeeksSeconds = 14 * 86_400;
const threeHoursSeconds = 3 * 3600;

const wireMetric = ({ namespace, name, dimensions }: Metric): unknown => ({
  Namespace: namespace,
  MetricName: name,
  Dimensions: dimensions.map((dimension) => ({ Name: dimension.name, Value: dimension.value })),
});

export const listMetrics: Operation = ({ input, account, place, nowSeconds, pageSize }) => {
  const namespace = textOr(input, "Namespace", undefined);
  const name = textOr(input, "MetricName", undefined);
  const filters = inputs(input, "Dimensions").map((filter) => ({
    name: requiredText(filter, "Name"),
    value: textOr(filter, "Value", undefined),
  }));
  const recentlyActive = textOr(input, "RecentlyActive", undefined);
  if (recentlyActive !== undefined && recentlyActive !== "PT3H")
    refuse("InvalidParameterValue", "The parameter RecentlyActive must be PT3H.");
  const linked = flag(input, "IncludeLinkedAccounts");
  const owner = textOr(input, "OwningAccount", undefined);
  const question = questionOf(input, "NextToken");
  const bookmark = readToken(
    textOr(input, "NextToken", undefined),
    question,
    nowSeconds,
    "InvalidParameterValue",
  );
  const since = bookmark.nowSeconds - (recentlyActive === undefined ? twoWeeksSeconds : threeHoursSeconds);
  const found = account
    .all(place, linked)
    .filter(
      ({ metric, accountId }) =>
        (owner === undefined || accountId === owner) &&
        (namespace === undefined || metric.namespace === namespace) &&
        (name === undefined || metric.name === name) &&
        filters.every((filter) =>
          metric.dimensions.some(
            (each) => each.name === filter.name && (filter.value ?? each.value) === each.value,
          ),
        ),
    );
  // One metric in two units is two series, but it is listed once.
  const distinct = new Map(
    found.map((series) => [JSON.stringify([series.accountId, series.metric]), series]),
  );
  const active = [...distinct.values()].filter((series) => isActiveSince(series, since, bookmark.nowSeconds));
  const end = bookmark.offset + Math.min(pageSize, pageOfService);
  const page = active.slice(bookmark.offset, end);
  return {
    Metrics: page.map((series) => wireMetric(series.metric)),
    ...(linked ? { OwningAccounts: page.map(({ accountId }) => accountId) } : {}),
    ...(end < active.length ? { NextToken: tokenOf({ ...bookmark, offset: end }, question) } : {}),
  };
};
