/** cw-check --live: asks CloudWatch whether the metrics of an mrtg.cfg exist. */
import { existenceOf, type Existence } from "../cloudwatch/existence.ts";
import type { CloudWatchFailure } from "../cloudwatch/failure.ts";
import type { Metric } from "../cloudwatch/metric.ts";
import { inParallel } from "../cloudwatch/parallel.ts";
import type { Finding } from "../mrtg/checks/check.ts";
import type { Result } from "../result.ts";
import { channelsOf, metricsOf, type Call } from "../target/checks/check.ts";
import type { Way } from "./call-ways.ts";
import { explain } from "./failures.ts";

/** ListMetrics bears 25 requests a second. */
const mostAtOnce = 4;
const mostNamed = 3;

interface Asked {
  readonly call: Call;
  readonly way: Way;
  readonly metric: Metric;
  readonly accountId: string | undefined;
}

const setOf = ({ dimensions }: Metric): string =>
  dimensions.length === 0
    ? "no dimensions"
    : dimensions.map(({ name, value }) => `${name}=${value}`).join(" ");

function said(asked: Asked, answer: Result<Existence, CloudWatchFailure>): readonly Finding[] {
  const { call, metric } = asked;
  const about = { check: "live", place: call.command.place, target: call.configTarget.name };
  const named = `${metric.namespace} ${metric.name}`;
  if (!answer.ok) {
    const { message, hint } = explain(answer.failure);
    return [{ ...about, message: `${named}: ${message}`, remedy: hint ?? "ask again later" }];
  }
  if (answer.value.kind === "exists") return [];
  const { others } = answer.value;
  const message = `CloudWatch has no ${named} with ${setOf(metric)}`;
  return [
    others.length === 0
      ? { ...about, message, remedy: "mend namespace and name; what was silent for two weeks is not listed" }
      : {
          ...about,
          message,
          remedy: `it has ${others.slice(0, mostNamed).map(setOf).join("; ")}${others.length > mostNamed ? "; …" : ""}`,
        },
  ];
}

export async function liveFindings(
  ways: ReadonlyMap<Call, Way>,
  deadline: AbortSignal,
): Promise<readonly Finding[]> {
  const asked = new Map<string, Asked>();
  for (const [call, way] of ways)
    for (const [, channel] of channelsOf(call))
      for (const metric of metricsOf(channel)) {
        const { accountId } = channel;
        const key = JSON.stringify([metric, accountId, call.target.connection, call.line.environment]);
        if (!asked.has(key)) asked.set(key, { call, way, metric, accountId });
      }
  // Where the way itself is wrong, another check has said so.
  const askable = [...asked.values()].filter(({ way }) => way.connection.ok);
  const answers = await inParallel(mostAtOnce, askable, ({ way, metric, accountId }) =>
    way.connection.ok
      ? existenceOf(way.connection.value.api, metric, accountId, deadline)
      : Promise.resolve(way.connection),
  );
  return askable.flatMap((each, index) => {
    const answer = answers[index];
    return answer === undefined ? [] : said(each, answer);
  });
}
