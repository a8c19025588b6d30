/** Metric math, SEARCH and Metrics Insights: what CloudWatch computes of metrics. Pure. */
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
  readonly metrics: readonly ExpressionMetric[];
}

/** Text between quotes, or a word outside of them with what follows it. */
const tokens = /'[^']*'|"[^"]*"|[A-Za-z_][A-Za-z0-9_]*(?=(\s*\()?)/g;

/** The expression with its metrics under other names. What stands in quotes and the names of functions stay. */
export const renamed = (text: string, names: ReadonlyMap<string, string>): string =>
  text.replace(tokens, (token, opening: string | undefined) =>
    opening === undefined ? (names.get(token) ?? token) : token,
  );

/** Functions that speak of more than the metrics named: of what a search finds, or of all in the same request. */
const openEnded = /^\s*SELECT\b|\b(?:SEARCH|METRICS|INSIGHT_RULE_METRIC|DB_PERF_INSIGHTS|LAMBDA)\s*\(/i;

/** Whether the expression may give many series or meddle with others, and so needs a request to itself. */
export const isOpenEnded = ({ text }: Expression): boolean =>
  openEnded.test(text.replace(/'[^']*'|"[^"]*"/g, "''"));
