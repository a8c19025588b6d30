/** Asks by GetMetricData: hundreds of metrics a request, linked accounts and expressions; paid for by the metric. */
import { failure, success, type Result } from "../result.ts";
import type { CloudWatchApi, MetricDataPage } from "./api.ts";
import { seriesOfBatch } from "./data-answer.ts";
import { batchesFor, pageDatapoints, type Batch } from "./data-batches.ts";
import type { CloudWatchFailure } from "./failure.ts";
import { inParallel } from "./parallel.ts";
import type { Series, Source } from "./source.ts";

/** Far below the quota of 50 a second, which the account shares with whoever else asks. */
const mostInFlight = 4;

export interface DataSourceOptions {
  /** Datapoints a page at most; CloudWatch's own limit by default. */
  readonly pageDatapoints?: number;
}

async function pagesOf(
  api: CloudWatchApi,
  { queries, startSeconds, endSeconds, hasExpressions }: Batch,
  maxDatapoints: number,
  deadline: AbortSignal,
): Promise<Result<readonly MetricDataPage[], CloudWatchFailure>> {
  const pages: MetricDataPage[] = [];
  const tokens = new Set<string>();
  for (let nextToken: string | undefined; ;) {
    const answer = await api.getMetricData(
      {
        queries,
        startSeconds,
        endSeconds,
        // Expressions have one page: it must be as large as it can be.
        maxDatapoints: hasExpressions ? pageDatapoints : maxDatapoints,
        ...(nextToken === undefined ? {} : { nextToken }),
      },
      deadline,
    );
    if (!answer.ok) return answer;
    pages.push(answer.value);
    ({ nextToken } = answer.value);
    if (nextToken === undefined) return success(pages);
    if (tokens.has(nextToken))
      return failure({
        kind: "unintelligible",
        operation: "GetMetricData",
        reason: "the same page comes again and again",
      });
    tokens.add(nextToken);
  }
}

export const dataSource = (api: CloudWatchApi, options: DataSourceOptions = {}): Source => ({
  async ask(questions, deadline) {
    const batches = batchesFor(questions);
    const answers = await inParallel(mostInFlight, batches, (batch) =>
      pagesOf(api, batch, options.pageDatapoints ?? pageDatapoints, deadline),
    );
    const series: Series[] = [];
    for (const [index, batch] of batches.entries()) {
      const answer = answers[index];
      if (answer === undefined) continue;
      const found = answer.ok ? seriesOfBatch(batch, answer.value) : batch.parts.map(() => answer);
      for (const [place, part] of batch.parts.entries()) {
        const own = found[place];
        if (own !== undefined) series[part.index] = own;
      }
    }
    return series;
  },
});
