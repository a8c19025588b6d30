/**
 * What a state file holds, and how it is written: JSON, version 1. Amounts stand there as decimal strings, for JSON's
 * numbers end at 2^53. Fields are only ever added. Pure text; no disk.
 */
import { formatAmount } from "./amount.ts";
import type { Entry, Ledger, Span } from "./ledger.ts";
import type { Json } from "./fields.ts";
import type { Reader } from "./reader.ts";

/** A metric without a single datapoint: when it was looked up, and what was wrong with the question. */
export interface Absence {
  readonly lookedUpSeconds: number;
  readonly wrong?: { readonly reason: string; readonly instead: readonly string[] };
}

export interface State {
  /** Whose state this is, for the people who look into the file. */
  readonly identity: Readonly<Record<string, unknown>>;
  readonly ledger: Ledger;
  /** By type, lag and scale: every manner of reading has handed out its own part. */
  readonly readers: Readonly<Record<string, Reader>>;
  /** When an earlier state was found corrupt and this one begun. */
  readonly lostSeconds?: number;
  /** Spans whose datapoints CloudWatch had forgotten when they were asked for. */
  readonly gone?: readonly Span[];
  readonly absence?: Absence | undefined;
}

export type Unreadable =
  | { readonly kind: "corrupt"; readonly reason: string }
  | { readonly kind: "newer"; readonly version: number };

/** Every version written once is read for ever. */
export const version = 1;

/** `[time, value, samples, period, changed]`, cut after the last that is there. */
function writeEntry({ timeSeconds, value, samples, periodSeconds, changedSeconds }: Entry): unknown[] {
  const optionals = [
    samples === undefined ? null : formatAmount(samples),
    periodSeconds ?? null,
    changedSeconds ?? null,
  ];
  return [
    timeSeconds,
    formatAmount(value),
    ...optionals.slice(0, optionals.findLastIndex((each) => each !== null) + 1),
  ];
}

const writeReader = (reader: Reader): Json => ({
  position: reader.position.toString(),
  previous: reader.previous.toString(),
  answer: reader.answer,
  at: reader.answeredSeconds,
  value: reader.value,
  whole: reader.whole,
  keep: reader.keepSeconds,
  lag: reader.lagSeconds,
  taken: reader.takenSeconds,
  offer: reader.offer && {
    ids: reader.offer.ids,
    made: reader.offer.madeSeconds,
    before: reader.offer.before && writeReader(reader.offer.before),
  },
});

/** One line of JSON, LF at its end. */
export function formatState({ identity, ledger, readers, lostSeconds, gone, absence }: State): string {
  return `${JSON.stringify({
    version,
    identity,
    ledger: {
      period: ledger.periodSeconds,
      opened: ledger.openedSeconds,
      begins: ledger.beginsSeconds,
      horizon: ledger.horizonSeconds,
      closed: formatAmount(ledger.closed),
      entries: ledger.entries.map(writeEntry),
      lastSeen: ledger.lastSeenSeconds,
      changed: ledger.changedSeconds,
      answered: ledger.answeredSeconds,
      lateness: ledger.lateness.map(({ hourSeconds, counts }) => [hourSeconds, counts]),
      tallies: ledger.tallies.map(({ startSeconds, sum, late, revised }) => [
        startSeconds,
        formatAmount(sum),
        late,
        revised,
      ]),
    },
    readers: Object.fromEntries(Object.entries(readers).map(([key, reader]) => [key, writeReader(reader)])),
    lost: lostSeconds,
    absence:
      absence === undefined
        ? undefined
        : [
            absence.lookedUpSeconds,
            ...(absence.wrong === undefined ? [] : [absence.wrong.reason, ...absence.wrong.instead]),
          ],
    gone: gone?.map(({ startSeconds, endSeconds }) => [startSeconds, endSeconds]),
  })}\n`;
}
