/** Metric math, SEARCH and Metrics Insights: what CloudWatch computes of metrics, and how `--expression` says it. Pure. */
import { failure, success, type Result } from "../result.ts";
import type { Metric } from "./metric.ts";
import type { Aggregate } from "./statistic.ts";

/** A metric under the name by which an expression speaks of it. */
export interface ExpressionMetric {
  /** Matches ^[a-z][a-zA-Z0-9_]*$ */
  readonly id: string;
  readonly metric: Metric;
  readonly aggregate: Aggregate;
  readonly unit?: string;
}

export interface Expression {
  /** In CloudWatch's words: `m1 + m2`, `SEARCH('…', 'Sum', 300)`, `SELECT SUM(x) FROM …`. */
  readonly text: string;
  /** Those the expression speaks of, by name. */
  readonly metrics: readonly ExpressionMetric[];
}

/** Text between quotes, a number, or a word with what follows it. */
const tokens = /'[^']*'|"[^"]*"|\d[\w.]*|[A-Za-z_]\w*(?=(\s*\()?)/g;

/** The expression with its metrics under other names. What stands in quotes and the names of functions stay. */
export const renamed = (text: string, names: ReadonlyMap<string, string>): string =>
  text.replace(tokens, (token, opening: string | undefined) =>
    opening === undefined ? (names.get(token) ?? token) : token,
  );

const withoutQuoted = (text: string): string => text.replace(/'[^']*'|"[^"]*"/g, "''");

const isInsights = (text: string): boolean => /^\s*SELECT\b/i.test(text);
const speaksOfAll = (text: string): boolean => /\bMETRICS\s*\(/i.test(withoutQuoted(text));

/** Functions that find series by themselves. */
const finding = /\b(?:SEARCH|INSIGHT_RULE_METRIC|DB_PERF_INSIGHTS|LAMBDA)\s*\(/i;

/** Whether the expression may give many series or meddle with others, and so needs a request to itself. */
export const isOpenEnded = ({ text }: Expression): boolean =>
  isInsights(text) || speaksOfAll(text) || finding.test(withoutQuoted(text));

/** The metrics an expression speaks of. CloudWatch's own words are in capitals, a metric's name begins small. */
function spokenOf(text: string): Set<string> {
  const words = [...text.matchAll(tokens)].filter(
    ([token, opening]) => opening === undefined && /^[a-z]/.test(token),
  );
  return new Set(isInsights(text) ? [] : words.map(([token]) => token));
}

/** `IN;OUT` at the semicolon that stands outside of quotes. */
const halves = (text: string): string[] => {
  const parts = [""];
  for (const [piece] of text.matchAll(/'[^']*'|"[^"]*"|[^'";]+|[\s\S]/g))
    if (piece === ";") parts.push("");
    else parts.push(`${parts.pop() ?? ""}${piece}`);
  return parts.map((part) => part.trim());
};

/** The API reference's limit of an expression. */
const mostCharacters = 2048;

function unbalanced(text: string): string | undefined {
  const open = withoutQuoted(text).replace(/''/g, "");
  const quote = /['"]/.exec(open)?.[0];
  if (quote !== undefined) return quote;
  const pairs: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };
  const awaited: string[] = [];
  for (const [sign] of open.matchAll(/[([{)\]}]/g)) {
    const opening = pairs[sign];
    if (opening === undefined) awaited.push(sign);
    else if (awaited.pop() !== opening) return sign;
  }
  return awaited.at(-1);
}

function parseOne(text: string, metrics: readonly ExpressionMetric[]): Result<Expression, string> {
  if (text === "" || text.length > mostCharacters || /\p{Cc}/u.test(text))
    return failure(`--expression needs 1 to ${mostCharacters} printable characters`);
  const lonely = unbalanced(text);
  if (lonely !== undefined) return failure(`--expression "${text}": ${lonely} stands without its other half`);
  const spoken = spokenOf(text);
  const unknown = [...spoken].find((word) => metrics.every(({ id }) => id !== word));
  if (unknown !== undefined)
    return failure(`--expression "${text}" speaks of ${unknown}, which no --metric ${unknown}=… gives`);
  const own = speaksOfAll(text) ? [...metrics] : metrics.filter(({ id }) => spoken.has(id));
  return success({ text, metrics: own.sort((a, b) => (a.id < b.id ? -1 : 1)) });
}

/** Reads `--expression IN[;OUT]` with the metrics given by `--metric`; an OUT of `-` is none. */
export function parseExpressions(
  text: string,
  metrics: readonly ExpressionMetric[],
): Result<{ readonly in: Expression; readonly out?: Expression }, string> {
  const ids = metrics.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) < index);
  if (twice !== undefined) return failure(`--metric ${twice} is given twice`);
  const [first = "", second = "-", ...more] = halves(text);
  if (more.length > 0) return failure(`--expression takes IN or IN;OUT, not "${text}"`);
  const incoming = parseOne(first, metrics);
  if (!incoming.ok) return incoming;
  const outgoing = second === "-" ? undefined : parseOne(second, metrics);
  if (outgoing?.ok === false) return outgoing;
  const used = [...incoming.value.metrics, ...(outgoing?.value.metrics ?? [])];
  const idle = metrics.find((metric) => !used.includes(metric));
  if (idle !== undefined) return failure(`--metric ${idle.id} is not used in --expression`);
  return success({ in: incoming.value, ...(outgoing === undefined ? {} : { out: outgoing.value }) });
}
