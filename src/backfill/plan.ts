/**
 * What a backfill is going to do, as data: for every target the file, the spans to ask CloudWatch for and what they
 * cost, or why it is left alone. `--dry-run` prints exactly this. Pure.
 */
import { freeMetrics } from "../cloudwatch/choice.ts";
import { isOpenEnded } from "../cloudwatch/expression.ts";
import { subjectOf, type Question } from "../cloudwatch/source.ts";
import { answerDatapoints } from "../cloudwatch/statistics-source.ts";
import { statisticsOf } from "../cloudwatch/statistic.ts";
import { tiersFor } from "../cloudwatch/tiers.ts";
import { parseTarget } from "../mrtg/target-expression.ts";
import { storedAs, type Stored } from "../mrtg/stored.ts";
import type { Config, ConfigTarget } from "../mrtg/config.ts";
import type { Channel, Target } from "../target/target.ts";
import { utcDay } from "../utc.ts";

/** A target's command as cw-mrtg understands it, with the variables it sets for itself. */
export interface Called {
  readonly target: Target;
  readonly environment: readonly (readonly [name: string, value: string])[];
}

export interface Skip {
  readonly kind: "skip";
  readonly name: string;
  /** `fault`: something is wrong that the user can mend. */
  readonly why: "not ours" | "exists" | "fault";
  readonly reason: string;
}

export interface PlannedChannel {
  readonly channel: Channel;
  /** Finest and newest first. */
  readonly questions: readonly Question[];
}

export interface Work {
  /** `behind`: the file exists, and history goes behind what it holds. */
  readonly kind: "create" | "behind";
  readonly name: string;
  readonly stored: Stored;
  readonly called: Called;
  readonly channels: readonly PlannedChannel[];
}

export type Step = Skip | Work;

export interface Circumstances {
  readonly nowSeconds: number;
  readonly days: number;
  readonly force: boolean;
  readonly exists: (path: string) => boolean;
}

const daySeconds = 86_400;

const wordFor = { ABSOLUTE: "absolute", GAUGE: "gauge", COUNTER: "counter", DERIVE: "counter" } as const;

function questionsFor(channel: Channel, { nowSeconds, days }: Circumstances): Question[] {
  const { unit, accountId, aggregate, expression } = channel;
  const span = { startSeconds: nowSeconds - days * daySeconds, endSeconds: nowSeconds };
  return (
    tiersFor(channel.periodSeconds, span, nowSeconds)
      // A search has its period in its own words, and finds nothing in any other.
      .filter(
        ({ periodSeconds }) =>
          expression === undefined || !isOpenEnded(expression) || periodSeconds === channel.periodSeconds,
      )
      .map((tier) => ({
        ...subjectOf(channel),
        ...(unit === undefined ? {} : { unit }),
        ...(accountId === undefined ? {} : { accountId }),
        aggregate,
        ...tier,
      }))
  );
}

/** What is to be done for one target. `called` is undefined where its command is not cw-mrtg's. */
export function stepFor(
  config: Config,
  target: ConfigTarget,
  called: Called | undefined,
  circumstances: Circumstances,
): Step {
  const { name } = target;
  const skip = (why: Skip["why"], reason: string): Skip => ({ kind: "skip", name, why, reason });
  if (called === undefined) return skip("not ours", "it does not call cw-mrtg");
  const expression = target.keys.get("target");
  const { commands = [], between = [] } = expression === undefined ? {} : parseTarget(expression);
  if (commands.length !== 1 || between.some((text) => text.trim() !== ""))
    return skip("not ours", "its Target is more than one cw-mrtg command");
  const stored = storedAs(config, target);
  if (stored === undefined) return skip("fault", "the configuration has no WorkDir");
  const { in: incoming, out } = called.target;
  const word = wordFor[stored.type];
  if (word !== incoming.type)
    return skip("fault", `Options[${name}] makes it ${word}, and the command prints ${incoming.type} values`);
  const exists = circumstances.exists(stored.path);
  if (exists && !circumstances.force)
    return skip("exists", `${stored.path} exists; --force puts history behind what it holds`);
  if (exists && stored.format === "rrdtool" && stored.usesCacheDaemon)
    return skip("fault", "RRDCached holds back what is in the file: stop it, take RRDCached out, try again");
  const log = stored.path.replace(/\.rrd$/, ".log");
  if (!exists && stored.format === "rrdtool" && circumstances.exists(log))
    return skip("fault", `MRTG will make the .rrd of ${log}: run mrtg once, then --force`);
  const channels = [incoming, ...(out === undefined ? [] : [out])];
  return {
    kind: exists ? "behind" : "create",
    name,
    stored,
    called,
    channels: channels.map((channel) => ({ channel, questions: questionsFor(channel, circumstances) })),
  };
}

export interface Cost {
  /** Of GetMetricStatistics: free up to a million a month. */
  readonly requests: number;
  /** Metrics asked for with GetMetricData: paid from the first on. */
  readonly metrics: number;
  readonly dollars: number;
}

const perThousand = 0.01;

/** A datapoint costs nothing; a request or a metric asked for does. */
export function costOf(steps: readonly Step[]): Cost {
  let [requests, metrics] = [0, 0];
  for (const step of steps) {
    if (step.kind === "skip") continue;
    for (const question of step.channels.flatMap(({ questions }) => questions)) {
      const { simple, extended } = statisticsOf(question.aggregate);
      const datapoints = (question.endSeconds - question.startSeconds) / question.periodSeconds;
      const needsData = question.expression !== undefined || question.accountId !== undefined;
      const asked = question.expression?.metrics.length ?? simple.length + extended.length;
      if (needsData || step.called.target.api === "data") metrics += Math.max(1, asked);
      else requests += Math.ceil(datapoints / answerDatapoints);
    }
  }
  const beyondFree = Math.max(0, requests - freeMetrics(30 * daySeconds));
  return { requests, metrics, dollars: ((beyondFree + metrics) / 1000) * perThousand };
}

function spansOf(work: Work): string {
  const [first] = work.channels;
  return (first?.questions ?? [])
    .map(({ periodSeconds, startSeconds }) => `${periodSeconds} s from ${utcDay(startSeconds)}`)
    .join(", ");
}

/** The plan as it is printed. */
export function planText(steps: readonly Step[]): string {
  const lines = steps.map((step) => {
    if (step.kind === "skip") return `${step.name}: skip: ${step.reason}`;
    const what = step.kind === "create" ? "create" : "put history behind";
    return `${step.name}: ${what} ${step.stored.path}: ${spansOf(step)}`;
  });
  const { requests, metrics, dollars } = costOf(steps);
  const work = steps.filter((step) => step.kind !== "skip").length;
  const asked = [
    ...(requests > 0 ? [`${requests} requests of GetMetricStatistics (a million a month is free)`] : []),
    ...(metrics > 0 ? [`${metrics} metrics of GetMetricData`] : []),
  ];
  const price = asked.length === 0 ? "nothing to ask" : `${asked.join(" and ")}: ${dollars.toFixed(2)} USD`;
  return [...lines, `${work} of ${steps.length} targets; ${price}`, ""].join("\n");
}
