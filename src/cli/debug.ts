/**
 * The report of `--debug`: what was decided, asked, answered and counted, and what would have been kept. Pure text;
 * names where credentials came from, never a secret.
 */
import type { RequestRecord } from "../cloudwatch/attempts.ts";
import type { Connection } from "../cloudwatch/connect.ts";
import type { Setting } from "../cloudwatch/resolution.ts";
import { titleOf } from "../cloudwatch/source.ts";
import { planFor } from "../cloudwatch/catch-up.ts";
import type { StateDirectory } from "../ledger/directory.ts";
import { formatAmount } from "../ledger/amount.ts";
import type { State } from "../ledger/state.ts";
import type { Found } from "../ledger/store.ts";
import type { Outcome } from "../target/poll.ts";
import { readerKey } from "../target/manner.ts";
import type { Channel } from "../target/target.ts";
import { utcSeconds } from "../utc.ts";
import { awsCommand } from "./aws-command.ts";
import { datapointTable, table } from "./datapoint-table.ts";
import type { Typed } from "./options.ts";
import { cwMrtg } from "./target-spec.ts";

/** A row of a table of options or facts: what, its value, where that came from. */
type Row = readonly [name: string, value: string, origin: string];

export interface Run {
  readonly typed: Typed;
  readonly directory: StateDirectory;
  readonly connection: Connection;
  /** Why the API that was asked was asked. */
  readonly reasons: () => readonly string[];
  readonly outcomes: readonly Outcome[];
  readonly nowSeconds: number;
}

const indented = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);

function stateLines(state: State | undefined, key: string): string {
  if (state === undefined) return "none";
  const { ledger, readers } = state;
  const reader = readers[key];
  const parts = [
    `closed before ${utcSeconds(ledger.horizonSeconds)}: ${formatAmount(ledger.closed)}`,
    `${ledger.entries.length} datapoints open`,
    ledger.lastSeenSeconds === undefined
      ? "none seen yet"
      : `last seen ${utcSeconds(ledger.lastSeenSeconds)}`,
    ...(reader === undefined
      ? []
      : [`position ${reader.position}, answered ${reader.answer} at ${utcSeconds(reader.answeredSeconds)}`]),
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
            `asked   ${utcSeconds(question.startSeconds)} to ${utcSeconds(question.endSeconds)}`,
            ...planFor(question, nowSeconds).parts.map((part) => awsCommand(part, region)),
            ...datapointTable(outcome, nowSeconds),
            `after   ${stateLines(turn?.state, key)} (not written)`,
          ]),
    ]),
  ];
}

const defaults: Readonly<Record<string, string>> = {
  aggregate: "sum",
  period: "300",
  recount: "3600",
  lag: "0",
  scale: "1",
  hold: "30",
  timeout: "20",
  api: "auto",
};

/** What was given, what stands for it otherwise, and what was decided because of both. */
function optionRows(typed: Typed, channel: Channel): Row[] {
  const decided: Readonly<Record<string, string>> = {
    ...defaults,
    type: channel.type,
    lookback: String(channel.lookbackSeconds),
  };
  return cwMrtg.options.flatMap(({ name, value }): Row[] => {
    if (typed.flag(name))
      return [[name, value === undefined ? "yes" : typed.values(name).join(" "), `--${name}`]];
    const standard = decided[name];
    return standard === undefined ? [] : [[name, standard, "default"]];
  });
}

const settingRow = (name: string, setting: Setting<string> | undefined): Row[] =>
  setting === undefined ? [] : [[name, setting.value, setting.origin]];

function connectionRows({ connection, reasons }: Run): Row[] {
  const { region, regionOrigin, endpointUrl, endpoint, dualstack, fips, profile, roleArn } = connection;
  return [
    ["region", region, regionOrigin],
    ["endpoint", endpointUrl, endpoint?.origin ?? "the region's"],
    ["dualstack", String(dualstack.value), dualstack.origin],
    ["fips", String(fips.value), fips.origin],
    ...settingRow("profile", profile),
    ...(roleArn === undefined ? [] : [["role", roleArn, "--role-arn"] as const]),
    ["credentials", connection.credentialsKind, ""],
    ["account", connection.accountId ?? "not known without asking", ""],
    ...reasons().map((reason): Row => ["api", reason, ""]),
  ];
}

const requestLine = (request: RequestRecord): string =>
  [
    request.operation,
    request.endpoint,
    request.httpStatus === undefined ? "no answer" : `HTTP ${request.httpStatus}`,
    `${Math.round(request.milliseconds)} ms`,
    ...(request.attempt > 1 ? [`attempt ${request.attempt}`] : []),
    ...(request.failed === undefined ? [] : [request.failed]),
  ].join("  ");

/** The whole report, its last line ended. */
export function debugReport(run: Run): string {
  const { typed, directory, connection, outcomes, nowSeconds } = run;
  const [first] = outcomes;
  const requests = connection.requests.map(requestLine);
  const lines = ["in", "out"];
  return [
    `cw-mrtg ${VERSION}, dry run at ${utcSeconds(nowSeconds)}: nothing is locked or written`,
    "options",
    ...indented(table(first === undefined ? [] : optionRows(typed, first.account.channel))),
    "connection",
    ...indented(table(connectionRows(run))),
    "requests",
    ...indented(requests.length === 0 ? ["none"] : requests),
    `state directory ${directory.path}: ${directory.reason}`,
    ...outcomes.flatMap((outcome, index) =>
      channelReport(lines[index] ?? "", outcome, connection.region, nowSeconds),
    ),
    "",
  ].join("\n");
}
