/**
 * The report of `--debug`: what was decided, asked, answered and counted, and what would have been kept. Pure text;
 * names where credentials came from, never a secret.
 */
import { titleOf } from "../cloudwatch/source.ts";
import { formatAmount, type Amount } from "../ledger/amount.ts";
import { endOf, total, type Entry, type Ledger } from "../ledger/ledger.ts";
import type { State } from "../ledger/state.ts";
import type { Found } from "../ledger/store.ts";
import type { Outcome } from "../target/poll.ts";
import { lagNow, readerKey } from "../target/turn.ts";
import { awsCommand } from "./aws-command.ts";

/** A row of a table of options or facts: what, its value, where that came from. */
export type Row = readonly [name: string, value: string, origin: string];

export interface Report {
  readonly version: string;
  readonly options: readonly Row[];
  readonly connection: readonly Row[];
  readonly requests: readonly string[];
  readonly outcomes: readonly Outcome[];
  readonly nowSeconds: number;
}

const at = (seconds: number): string => `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;

/** Columns as wide as their longest cell; the last one is not padded. */
function table(rows: readonly (readonly string[])[], numeric: readonly number[] = []): string[] {
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

const indented = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);

/** How much of one datapoint lies within what is read now. */
function counted(ledger: Ledger, entry: Entry, untilSeconds: number): Amount {
  return total({ ...ledger, closed: 0n, entries: [entry] }, untilSeconds);
}

function datapointTable(outcome: Outcome, nowSeconds: number): string[] {
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
      at(entry.timeSeconds),
      formatAmount(entry.value),
      ...(entry.samples === undefined ? [] : [`/ ${formatAmount(entry.samples)}`]),
      isGauge ? (ended ? "ended" : "running") : formatAmount(counted(entered, entry, until)),
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

function stateLines(state: State | undefined, key: string): string {
  if (state === undefined) return "none";
  const { ledger, readers } = state;
  const reader = readers[key];
  const parts = [
    `closed before ${at(ledger.horizonSeconds)}: ${formatAmount(ledger.closed)}`,
    `${ledger.entries.length} datapoints open`,
    ledger.lastSeenSeconds === undefined ? "none seen yet" : `last seen ${at(ledger.lastSeenSeconds)}`,
    ...(reader === undefined
      ? []
      : [`position ${reader.position}, answered ${reader.answer} at ${at(reader.answeredSeconds)}`]),
  ];
  return parts.join("; ");
}

const stateOf = (found: Found): State | undefined => (found.kind === "state" ? found.state : undefined);

function channelReport(line: string, outcome: Outcome, region: string, nowSeconds: number): string[] {
  const { account, question, turn, before } = outcome;
  const key = readerKey(account.channel);
  return [
    `${line}: ${titleOf(account.channel)}`,
    ...indented([
      `answer  ${outcome.answer}`,
      `state   ${account.path}`,
      `reader  ${key}`,
      `before  ${before.kind === "corrupt" ? `corrupt: ${before.reason}` : stateLines(stateOf(before), key)}`,
      ...(question === undefined
        ? ["held: the last answer is younger than --hold"]
        : [
            `asked   ${at(question.startSeconds)} to ${at(question.endSeconds)}`,
            awsCommand(question, region),
            ...datapointTable(outcome, nowSeconds),
            `after   ${stateLines(turn?.state, key)} (not written)`,
          ]),
    ]),
  ];
}

export function debugReport(report: Report, region: string): string {
  const { version, options, connection, requests, outcomes, nowSeconds } = report;
  const lines = ["in", "out"];
  return [
    `cw-mrtg ${version}, dry run at ${at(nowSeconds)}: nothing is locked or written`,
    "options",
    ...indented(table(options)),
    "connection",
    ...indented(table(connection)),
    "requests",
    ...indented(requests.length === 0 ? ["none"] : requests),
    ...outcomes.flatMap((outcome, index) => channelReport(lines[index] ?? "", outcome, region, nowSeconds)),
    "",
  ].join("\n");
}
