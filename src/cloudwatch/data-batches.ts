/**
 * Packs questions into as few GetMetricData requests as its limits allow. Pure: plans, and asks nothing.
 *
 * A request has one span for all its queries. Questions of one period are asked for together over the widest span
 * among them (their own part is cut out of the answer), for nearly all targets of a round end now and begin a little
 * apart; the shortest come first, so that a target that was silent for days does not make all others read days.
 */
import type { MetricDataQuery } from "./api.ts";
import { isOpenEnded, renamed, type Expression } from "./expression.ts";
import type { Question } from "./source.ts";
import { statisticsOf, type Aggregate } from "./statistic.ts";
import { queryInput } from "./wire-questions.ts";

/** Limits of the GetMetricData API reference. */
const mostQueries = 500;
export const pageDatapoints = 100_800;
const bodyBytes = 614_400;
/** Room in the body for span, page size and the token of a next page, whose length is CloudWatch's choice. */
const envelopeBytes = 16_384;

/** Where in the answer a question finds its own. */
export interface Part {
  readonly question: Question;
  readonly index: number;
  readonly valueId: string;
  /** For averages of a metric. */
  readonly samplesId?: string;
}

export interface Batch {
  readonly queries: readonly MetricDataQuery[];
  readonly parts: readonly Part[];
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** With an expression in it the answer has no further pages: what does not fit in one is missing. */
  readonly hasExpressions: boolean;
}

/** A query before it has a name in its request. */
type Nameless = MetricDataQuery extends infer Query
  ? Query extends MetricDataQuery
    ? Omit<Query, "id">
    : never
  : never;

const statisticNames = (aggregate: Aggregate): readonly string[] => {
  const { simple, extended } = statisticsOf(aggregate);
  return [...simple, ...extended];
};

/** The defaults are counted too, should the client write them out. */
const sizeOf = (query: MetricDataQuery): number =>
  Buffer.byteLength(JSON.stringify(queryInput({ returnData: true, ...query }))) + 1;

/** A request in the making: a query that two questions need stands, and is paid for, once. */
class Packing {
  readonly #queries = new Map<string, MetricDataQuery>();
  readonly #parts: Part[] = [];
  #bytes = envelopeBytes;
  #startSeconds = Infinity;
  #endSeconds = -Infinity;

  /** Takes the question in, unless the request would grow beyond a limit. The first question always fits. */
  take(question: Question, index: number): boolean {
    const added = new Map<string, MetricDataQuery>();
    const name = (query: Nameless, ownId?: string): string => {
      const key = JSON.stringify([query, ownId]);
      const known = this.#queries.get(key) ?? added.get(key);
      if (known !== undefined) return known.id;
      const id = ownId ?? `q${this.#queries.size + added.size}`;
      added.set(key, { ...query, id });
      return id;
    };
    const part = { question, index, ...nameQueries(question, name) };
    const startSeconds = Math.min(this.#startSeconds, question.startSeconds);
    const endSeconds = Math.max(this.#endSeconds, question.endSeconds);
    const bytes = [...added.values()].reduce((sum, query) => sum + sizeOf(query), this.#bytes);
    const queries = this.#queries.size + added.size;
    const datapoints = (queries * (endSeconds - startSeconds)) / question.periodSeconds;
    const fits = queries <= mostQueries && bytes <= bodyBytes && datapoints <= pageDatapoints;
    if (!fits && this.#parts.length > 0) return false;
    for (const [key, query] of added) this.#queries.set(key, query);
    this.#parts.push(part);
    this.#bytes = bytes;
    this.#startSeconds = startSeconds;
    this.#endSeconds = endSeconds;
    return true;
  }

  batch(): Batch {
    return {
      queries: [...this.#queries.values()],
      parts: this.#parts,
      startSeconds: this.#startSeconds,
      endSeconds: this.#endSeconds,
      hasExpressions: this.#parts.some(({ question }) => question.expression !== undefined),
    };
  }
}

type Name = (query: Nameless, ownId?: string) => string;

function nameExpression(question: Question, expression: Expression, name: Name): string {
  const { periodSeconds, accountId } = question;
  // METRICS("x") looks at the names: alone in its request, the expression keeps them.
  const keeps = isOpenEnded(expression);
  const names = new Map(
    expression.metrics.map(({ id, metric, aggregate, unit }) => {
      const query = {
        metric,
        // Of an average, which has two statistics here, an expression gets CloudWatch's own.
        statistic: aggregate.kind === "average" ? "Average" : (statisticNames(aggregate)[0] ?? ""),
        periodSeconds,
        ...(unit === undefined ? {} : { unit }),
        ...(accountId === undefined ? {} : { accountId }),
        returnData: false,
      };
      return [id, name(query, keeps ? id : undefined)];
    }),
  );
  if (!keeps) return name({ expression: renamed(expression.text, names), periodSeconds });
  let ownId = "answer";
  while (names.has(ownId)) ownId += "_";
  return name({ expression: expression.text, periodSeconds }, ownId);
}

function nameQueries(question: Question, name: Name): Pick<Part, "valueId" | "samplesId"> {
  const { periodSeconds, accountId, unit, expression } = question;
  if (expression !== undefined) return { valueId: nameExpression(question, expression, name) };
  const [valueId = "", samplesId] = statisticNames(question.aggregate).map((statistic) =>
    name({
      metric: question.metric,
      statistic,
      periodSeconds,
      ...(unit === undefined ? {} : { unit }),
      ...(accountId === undefined ? {} : { accountId }),
    }),
  );
  return { valueId, ...(samplesId === undefined ? {} : { samplesId }) };
}

const lengthOf = ({ startSeconds, endSeconds }: Question): number => endSeconds - startSeconds;

function classOf(question: Question, index: number): string {
  const { periodSeconds, expression } = question;
  if (expression === undefined) return `metrics of ${periodSeconds}`;
  return isOpenEnded(expression) ? `expression ${index}` : `expressions of ${periodSeconds}`;
}

/** Every question stands in exactly one batch. */
export function batchesFor(questions: readonly Question[]): readonly Batch[] {
  const packings = new Map<string, Packing[]>();
  const byLength = [...questions.entries()].sort(([, a], [, b]) => lengthOf(a) - lengthOf(b));
  for (const [index, question] of byLength) {
    const key = classOf(question, index);
    const open = packings.get(key) ?? [];
    packings.set(key, open);
    if (open.at(-1)?.take(question, index) === true) continue;
    const packing = new Packing();
    packing.take(question, index);
    open.push(packing);
  }
  return [...packings.values()].flat().map((packing) => packing.batch());
}
