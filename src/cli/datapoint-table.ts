/** Tables of --debug: aligned columns, and what each datapoint of an answer contributes. Pure text. */
import { formatAmount, type Amount } from "../ledger/amount.ts";
import { endOf, total, type Entry, type Ledger } from "../ledger/ledger.ts";
import type { Outcome } from "../target/poll.ts";
import { lagNow } from "../target/manner.ts";
import { utcSeconds } from "../utc.ts";

/** Columns as wide as their longest cell; the last one is not padded. */
export function table(rows: readonly (readonly string[])[], numeric: readonly number[] = []): string[] {
  const widths: number[] = [];
  for (const row of rows)
    row.forEach((cell, column) => (widths[column] = Math.max(widths[column] ?? 0, cell.length)));
  return rows.map((row) =>
    row
      .map((cell, column) =>
        numeric.includes(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join("  ")
      .trimEnd(),
  );
}

/** How much of one datapoint lies within what is read now. */
function counted(ledger: Ledger, entry: Entry, untilSeconds: number): Amount {
  return total({ ...ledger, closed: 0n, entries: [entry] }, untilSeconds);
}

/** One row for each datapoint of the answer: when, how much, what it contributes, what is new about it. */
export function datapointTable(outcome: Outcome, nowSeconds: number): string[] {
  const { turn, account } = outcome;
  const { channel } = account;
  if (turn?.lesson === undefined) return ["no answer came of the question"];
  const { lesson, state } = turn;
  const { entered } = turn;
  if (entered === undefined || entered.entries.length === 0) return ["no datapoints"];
  const lagSeconds = lagNow(outcome.before, channel, nowSeconds);
  const until = lagSeconds === 0 ? Infinity : nowSeconds - lagSeconds;
  const isGauge = channel.type === "gauge";
  const rows = entered.entries.map((entry) => {
    const revised = lesson.revised.find(({ after }) => after === entry);
    const news = lesson.added.includes(entry)
      ? lesson.late.includes(entry)
        ? "new, late"
        : "new"
      : revised === undefined
        ? "known"
        : `revised from ${formatAmount(revised.before.value)}`;
    const ended = endOf(entered, entry) <= nowSeconds - lagSeconds;
    const closes = entry.timeSeconds < state.ledger.horizonSeconds ? ", closed now" : "";
    return [
      utcSeconds(entry.timeSeconds),
      formatAmount(entry.value),
      ...(entry.samples === undefined ? [] : [`/ ${formatAmount(entry.samples)}`]),
      isGauge ? (ended ? "ended" : "running") : formatAmount(counted(entered, entry, until), 3),
      `${news}${closes}`,
    ];
  });
  const hasSamples = rows.some((row) => row.length === 5);
  const heads = [
    "period begins",
    "value",
    ...(hasSamples ? ["samples"] : []),
    isGauge ? "period" : "counted",
    "",
  ];
  return table([heads, ...rows], isGauge ? [1, 2] : [1, 2, 3].slice(0, hasSamples ? 3 : 2));
}
