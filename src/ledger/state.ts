/**
 * What a state file holds, and its JSON: version 1. Amounts stand there as decimal strings, for JSON's numbers end
 * at 2^53. Fields are only ever added, and every version written once is read for ever. Pure text; no disk.
 */
import { failure, success, type Result } from "../result.ts";
import { formatAmount } from "./amount.ts";
import type { Entry, Ledger, Span } from "./ledger.ts";
import {
  amount,
  bigint,
  fail,
  field,
  list,
  Malformed,
  object,
  optional,
  seconds,
  text,
  type Json,
} from "./fields.ts";
import type { LatenessHour } from "./lateness.ts";
import type { Offer, Reader } from "./reader.ts";
import type { Tally } from "./tally.ts";

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
}

export type Unreadable =
  | { readonly kind: "corrupt"; readonly reason: string }
  | { readonly kind: "newer"; readonly version: number };

const version = 1;

function readEntry(value: unknown): Entry {
  const [time, contributed, samples, period, changed] = Array.isArray(value)
    ? (value as unknown[])
    : fail("entry");
  return {
    timeSeconds: seconds(time, "entry time"),
    value: amount(contributed, "entry value"),
    ...field("samples", optional(samples, "entry samples", amount)),
    ...field("periodSeconds", optional(period, "entry period", seconds)),
    ...field("changedSeconds", optional(changed, "entry change", seconds)),
  };
}

function readLateness(value: unknown): LatenessHour[] {
  return list(value, "lateness").map((hour) => {
    const [hourSeconds, counts] = list(hour, "lateness");
    const counted = Object.entries(object(counts, "lateness"));
    return {
      hourSeconds: seconds(hourSeconds, "lateness"),
      counts: Object.fromEntries(counted.map(([minutes, count]) => [minutes, seconds(count, "lateness")])),
    };
  });
}

function readTallies(value: unknown): Tally[] {
  return list(value, "tallies").map((tally) => {
    const [start, sum, late, revised] = list(tally, "tally");
    return {
      startSeconds: seconds(start, "tally"),
      sum: amount(sum, "tally"),
      late: seconds(late, "tally"),
      revised: seconds(revised, "tally"),
    };
  });
}

function readLedger(json: Json): Ledger {
  const periodSeconds = seconds(json["period"], "period");
  const entries = list(json["entries"], "entries").map(readEntry);
  const horizonSeconds = seconds(json["horizon"], "horizon");
  const ordered = entries.every(
    (entry, index) => entry.timeSeconds > (entries[index - 1]?.timeSeconds ?? horizonSeconds - 1),
  );
  if (periodSeconds <= 0 || !ordered) fail("order of entries");
  return {
    periodSeconds,
    openedSeconds: seconds(json["opened"], "opened"),
    beginsSeconds: seconds(json["begins"], "begins"),
    horizonSeconds,
    closed: amount(json["closed"], "closed"),
    entries,
    ...field("lastSeenSeconds", optional(json["lastSeen"], "lastSeen", seconds)),
    ...field("changedSeconds", optional(json["changed"], "changed", seconds)),
    ...field("answeredSeconds", optional(json["answered"], "answered", seconds)),
    lateness: optional(json["lateness"], "lateness", readLateness) ?? [],
    tallies: optional(json["tallies"], "tallies", readTallies) ?? [],
  };
}

function readOffer(value: unknown): Offer {
  const json = object(value, "offer");
  return {
    ids: list(json["ids"], "offer ids").map((id) => text(id, "offer id")),
    madeSeconds: seconds(json["made"], "offer made"),
    before: optional(json["before"], "offer before", readReader),
  };
}

function readSpans(value: unknown): Span[] {
  return list(value, "gone").map((span) => {
    const [start, end] = list(span, "gone");
    return { startSeconds: seconds(start, "gone"), endSeconds: seconds(end, "gone") };
  });
}

function readReader(value: unknown): Reader {
  const json = object(value, "reader");
  return {
    position: bigint(json["position"], "position"),
    previous: bigint(json["previous"], "previous"),
    answer: text(json["answer"], "answer"),
    answeredSeconds: seconds(json["at"], "at"),
    value: text(json["value"], "value"),
    whole: json["whole"] === true,
    keepSeconds: seconds(json["keep"], "keep"),
    ...field("lagSeconds", optional(json["lag"], "lag", seconds)),
    ...field("takenSeconds", optional(json["taken"], "taken", seconds)),
    ...field("offer", optional(json["offer"], "offer", readOffer)),
  };
}

export function parseState(content: string): Result<State, Unreadable> {
  try {
    const json = object(JSON.parse(content), "state");
    const written = seconds(json["version"], "version");
    if (written > version) return failure({ kind: "newer", version: written });
    const readers = Object.entries(object(json["readers"], "readers"));
    return success({
      identity: object(json["identity"], "identity"),
      ledger: readLedger(object(json["ledger"], "ledger")),
      readers: Object.fromEntries(readers.map(([key, reader]) => [key, readReader(reader)])),
      ...field("lostSeconds", optional(json["lost"], "lost", seconds)),
      ...field("gone", optional(json["gone"], "gone", readSpans)),
    });
  } catch (error) {
    if (error instanceof Malformed || error instanceof SyntaxError)
      return failure({ kind: "corrupt", reason: error.message });
    throw error;
  }
}

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
export function formatState({ identity, ledger, readers, lostSeconds, gone }: State): string {
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
    gone: gone?.map(({ startSeconds, endSeconds }) => [startSeconds, endSeconds]),
  })}\n`;
}
