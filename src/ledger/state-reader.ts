/** Reads what state.ts writes; whatever else a file may hold is corrupt or newer, never a wrong number. Pure text. */
import { failure, success, type Result } from "../result.ts";
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
import type { Entry, Ledger, Span } from "./ledger.ts";
import type { Offer, Reader } from "./reader.ts";
import { version, type Absence, type State, type Unreadable } from "./state.ts";
import type { Tally } from "./tally.ts";

function readEntry(value: unknown): Entry {
  const [time, contributed, samples, period, changed] = list(value, "entry");
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

function readAbsence(value: unknown): Absence {
  const [lookedUp, reason, ...instead] = list(value, "absence");
  const lookedUpSeconds = seconds(lookedUp, "absence");
  if (reason === undefined) return { lookedUpSeconds };
  return {
    lookedUpSeconds,
    wrong: { reason: text(reason, "absence"), instead: instead.map((each) => text(each, "absence")) },
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
      ...field("absence", optional(json["absence"], "absence", readAbsence)),
    });
  } catch (error) {
    if (error instanceof Malformed || error instanceof SyntaxError)
      return failure({ kind: "corrupt", reason: error.message });
    throw error;
  }
}
