/**
 * What the pages of one GetMetricData request say together, and the series they hold for each question. Pure.
 * CloudWatch's errors arrive here, inside an answer that HTTP calls a success: none of them passes for a whole series.
 */
import { failure, success } from "../result.ts";
import { sum } from "../sum.ts";
import type { MetricDataPage } from "./api.ts";
import type { Batch, Part } from "./data-batches.ts";
import { isOpenEnded } from "./expression.ts";
import type { CloudWatchFailure } from "./failure.ts";
import type { Datapoint, Series } from "./source.ts";
import type { Aggregate } from "./statistic.ts";

const operation = "GetMetricData";

/** All that came under one id, over all pages. */
interface Answered {
  /** One value for each series that has one at that time. */
  readonly values: Map<number, number[]>;
  /** The last word on each series, by its label. */
  readonly statuses: Map<string, Status>;
}

interface Status {
  readonly statusCode: string;
  readonly messages: readonly string[];
}

function join(pages: readonly MetricDataPage[]): Map<string, Answered> {
  const joined = new Map<string, Answered>();
  for (const result of pages.flatMap(({ results }) => results)) {
    const { id, label, statusCode, messages } = result;
    const answered: Answered = joined.get(id) ?? { values: new Map(), statuses: new Map() };
    joined.set(id, answered);
    for (const [index, timeSeconds] of result.timesSeconds.entries()) {
      const value = result.values[index];
      if (value === undefined) continue;
      answered.values.set(timeSeconds, [...(answered.values.get(timeSeconds) ?? []), value]);
    }
    const earlier = answered.statuses.get(label)?.messages ?? [];
    answered.statuses.set(label, { statusCode, messages: [...earlier, ...messages] });
  }
  return joined;
}

/** Metric math leaves out what is no number (0/0): such a series is whole. */
const harmless = /ArithmeticError|non-numeric/i;

function complaintOf({ statuses }: Answered): CloudWatchFailure | undefined {
  for (const { statusCode, messages } of statuses.values()) {
    const said = messages.filter((message) => !harmless.test(message)).join("; ");
    if (statusCode === "Forbidden")
      return { kind: "access-denied", operation, reason: said === "" ? "Forbidden" : said };
    if (statusCode !== "Complete")
      return { kind: "partial", operation, reason: said === "" ? statusCode : `${statusCode}: ${said}` };
    if (said !== "") return { kind: "partial", operation, reason: said };
  }
  return undefined;
}

const unintelligible = (reason: string): Series => failure({ kind: "unintelligible", operation, reason });

/** Several series at one time become one datapoint. */
function combined(kind: Aggregate["kind"], timeSeconds: number, values: readonly number[]): Datapoint {
  if (kind === "minimum") return { timeSeconds, value: Math.min(...values) };
  if (kind === "maximum") return { timeSeconds, value: Math.max(...values) };
  return { timeSeconds, value: sum(values), ...(kind === "average" ? { samples: values.length } : {}) };
}

const expressionSeries = ({ question }: Part, { values }: Answered): Series =>
  success([...values].map(([time, each]) => combined(question.aggregate.kind, time, each)));

function metricSeries({ question }: Part, value: Answered, samples: Answered | undefined): Series {
  const datapoints: Datapoint[] = [];
  const newest = [...value.values.keys()].reduce((latest, time) => Math.max(latest, time), -Infinity);
  for (const [timeSeconds, [first, ...more]] of value.values) {
    if (more.length > 0)
      return failure({
        kind: "configuration",
        reason: `${question.metric?.name ?? ""} has several datapoints for one time: choose a unit with --unit`,
      });
    const weights = samples?.values.get(timeSeconds);
    if (first === undefined) continue;
    if (samples === undefined) datapoints.push({ timeSeconds, value: first });
    else if (weights?.[0] !== undefined) datapoints.push({ timeSeconds, value: first, samples: weights[0] });
    // The newest datapoint may come into being between the two statistics; no other may lack one.
    else if (timeSeconds !== newest) return unintelligible("a datapoint without SampleCount");
  }
  return success(datapoints);
}

function seriesOf(part: Part, joined: ReadonlyMap<string, Answered>): Series {
  const { question, valueId, samplesId } = part;
  const value = joined.get(valueId);
  const samples = samplesId === undefined ? undefined : joined.get(samplesId);
  if (value === undefined) {
    // A search that finds nothing has nothing to say.
    if (question.expression !== undefined && isOpenEnded(question.expression)) return success([]);
    return unintelligible(`nothing about query ${valueId}`);
  }
  if (samplesId !== undefined && samples === undefined)
    return unintelligible(`nothing about query ${samplesId}`);
  const complaint = complaintOf(value) ?? (samples === undefined ? undefined : complaintOf(samples));
  if (complaint !== undefined) return failure(complaint);
  return question.expression === undefined
    ? metricSeries(part, value, samples)
    : expressionSeries(part, value);
}

/** A batch was asked for over the widest span of its questions: each gets its own. */
const cut = ({ question }: Part, series: Series): Series =>
  series.ok
    ? success(
        series.value.filter(
          ({ timeSeconds }) => timeSeconds >= question.startSeconds && timeSeconds < question.endSeconds,
        ),
      )
    : series;

/** The series of every part of the batch, in order, from all pages of its answer. */
export function seriesOfBatch(batch: Batch, pages: readonly MetricDataPage[]): readonly Series[] {
  const said = [...new Set(pages.flatMap(({ messages }) => messages))].join("; ");
  // What concerns the whole request may be missing from any series of it.
  if (said !== "") return batch.parts.map(() => failure({ kind: "partial", operation, reason: said }));
  const joined = join(pages);
  return batch.parts.map((part) => cut(part, seriesOf(part, joined)));
}
