/**
 * Where a history ends and the polls begin: opens the ledger so that the first poll hands out exactly what lies
 * behind the history, or finds where a ledger that is open already stands. Pure.
 */
import type { Datapoint } from "../cloudwatch/source.ts";
import { amountOf, formatAmount, scaleAmount, wholeUnits } from "../ledger/amount.ts";
import { endOf, openLedger, record, total, type Entry, type Ledger } from "../ledger/ledger.ts";
import { keepSecondsFor, unknown, type Manner, type Reader } from "../ledger/reader.ts";
import type { State } from "../ledger/state.ts";
import type { Found } from "../ledger/store.ts";
import type { Segment } from "./drawing.ts";
import type { Channel } from "./target.ts";
import { lagNow, mannerOf, readerFor, readerKey } from "./manner.ts";
import { entryOf } from "./turn.ts";

export interface Joint {
  /** `respected`: a reader was there before, and stays where it is. */
  readonly kind: "opened" | "respected";
  /** The history ends here by MRTG's clock; what the reader hands out next is later. */
  readonly endSeconds: number;
  /** The same by CloudWatch's clock. */
  readonly cutSeconds: number;
  readonly lagSeconds: number;
  /** What a counter printed at the end; 0 for the other types. */
  readonly last: string;
  /** What the ledger holds of the time from `heldFromSeconds` on: it, and no later knowledge, was handed out. */
  readonly held: readonly Segment[];
  readonly heldFromSeconds: number;
}

function heldBy(ledger: Ledger, untilSeconds: number): Segment[] {
  return ledger.entries.flatMap((entry): Segment[] => {
    const toSeconds = Math.min(endOf(ledger, entry), untilSeconds);
    const { timeSeconds: fromSeconds } = entry;
    if (toSeconds <= fromSeconds) return [];
    // A datapoint whose period was still running was handed out whole: all of it had happened by then.
    const lengthSeconds =
      untilSeconds < endOf(ledger, entry) ? toSeconds - fromSeconds : endOf(ledger, entry) - fromSeconds;
    const samples = entry.samples === undefined ? {} : { samples: numberOf(entry.samples) };
    return [{ fromSeconds, toSeconds, lengthSeconds, value: numberOf(entry.value), ...samples }];
  });
}

const begunBy = (ledger: Ledger, seconds: number): Ledger => ({
  ...ledger,
  entries: ledger.entries.filter((entry) => entry.timeSeconds < seconds),
});

const numberOf = (amount: Entry["value"]): number => Number(formatAmount(amount));

function respected(
  ledger: Ledger,
  reader: Reader,
  channel: Channel,
  at: { readonly stoodLag: number; readonly lagSeconds: number; readonly nowSeconds: number },
): Joint {
  const { stoodLag, nowSeconds } = at;
  const lagSeconds = channel.lag === "auto" ? stoodLag : at.lagSeconds;
  const position = Number(reader.position);
  // A reader whose first answer lies ready has handed out nothing: it stands where that answer begins.
  const stoodSeconds = reader.answeredSeconds - (reader.answer === "" ? channel.lookbackSeconds : 0);
  const cutSeconds = channel.type === "gauge" ? position : stoodSeconds - stoodLag;
  const endSeconds =
    channel.type === "gauge" || stoodLag === lagSeconds
      ? stoodSeconds
      : Math.min(nowSeconds, cutSeconds + lagSeconds);
  return {
    kind: "respected",
    endSeconds,
    cutSeconds,
    lagSeconds,
    last: channel.type === "counter" ? reader.position.toString() : "0",
    // Only with lag 0 datapoints are handed out whole.
    held: heldBy(ledger, channel.type !== "gauge" && stoodLag === 0 ? cutSeconds : Infinity),
    heldFromSeconds: ledger.horizonSeconds,
  };
}

function newReader(ledger: Ledger, manner: Manner, endSeconds: number, shown: number): Reader {
  const cutSeconds = endSeconds - manner.lagSeconds;
  // With lag 0 what had begun by then is handed out whole, as by a poll.
  const counted =
    manner.lagSeconds === 0 ? total(begunBy(ledger, endSeconds), Infinity) : total(ledger, cutSeconds);
  const units = wholeUnits(scaleAmount(counted, manner.scale));
  const position = manner.type === "gauge" ? BigInt(Math.floor(cutSeconds)) : units;
  const value =
    manner.type === "counter"
      ? units.toString()
      : manner.type === "gauge" && !Number.isNaN(shown)
        ? formatAmount(amountOf(shown), 12)
        : "";
  const answers = { counter: value, absolute: "0", gauge: value === "" ? unknown : value };
  return {
    position,
    previous: position,
    answer: answers[manner.type],
    answeredSeconds: endSeconds,
    value,
    // Nobody was answered: whoever asks within --hold gets an answer of his own.
    whole: false,
    keepSeconds: keepSecondsFor([], manner, endSeconds),
  };
}

export interface JointRequest {
  readonly nowSeconds: number;
  /** Where the history is to end by MRTG's clock, if nothing is there yet. */
  readonly endSeconds: number;
  /** The newest datapoints in the metric's own period, and from when on they are all that there is. */
  readonly datapoints: readonly Datapoint[];
  readonly askedFromSeconds: number;
  /** What a gauge shows at the end; NaN when it is unknown. */
  readonly shown: number;
  /** Whether a reader may be taken back that a history opened and no poll has used since: its file never came. */
  readonly mayReopen: boolean;
}

/** A history opened this reader, and nobody has asked since: a poll would have answered later, or as a whole one. */
const isUnused = (ledger: Ledger, reader: Reader): boolean =>
  !reader.whole &&
  ledger.answeredSeconds === ledger.openedSeconds &&
  reader.answeredSeconds <= ledger.openedSeconds;

/** The state without the readers that may be reopened; undefined where nothing else is in it. */
function withoutUnused(found: Found, channel: Channel, mayReopen: boolean): State | undefined {
  if (found.kind !== "state") return undefined;
  const { ledger, readers } = found.state;
  const own = readers[readerKey(channel)];
  if (!mayReopen || own === undefined || !isUnused(ledger, own)) return found.state;
  const others = Object.entries(readers).filter(([key]) => key !== readerKey(channel));
  return others.length === 0 ? undefined : { ...found.state, readers: Object.fromEntries(others) };
}

/** The state to keep, undefined where it stays as it is, and where history and polls meet. */
export function join(
  found: Found,
  channel: Channel,
  identity: State["identity"],
  request: JointRequest,
): { readonly state: State | undefined; readonly value: Joint } {
  const { nowSeconds, endSeconds, datapoints } = request;
  const lagSeconds = lagNow(found, channel, nowSeconds);
  const manner = mannerOf(channel, lagSeconds);
  const before = withoutUnused(found, channel, request.mayReopen);
  const present = before === undefined ? undefined : readerFor(before.readers, channel);
  if (before !== undefined && present !== undefined) {
    // Another lag's reader, where this one has none of its own yet, stands elsewhere by CloudWatch's clock.
    const stoodLag = present.lagSeconds ?? lagSeconds;
    // Taken or withdrawn, what lies ready belongs to what comes behind the history.
    const stood = present.offer?.before ?? present;
    return {
      state: undefined,
      value: respected(before.ledger, stood, channel, { stoodLag, lagSeconds, nowSeconds }),
    };
  }
  const keepSeconds = nowSeconds - endSeconds + lagSeconds + keepSecondsFor([], manner, nowSeconds);
  // A ledger asks for all that is later than its horizon: it may not begin before what was asked here.
  const askedSeconds =
    nowSeconds - Math.ceil(request.askedFromSeconds / channel.periodSeconds) * channel.periodSeconds;
  const opened =
    before?.ledger ?? openLedger(nowSeconds, Math.min(keepSeconds, askedSeconds), channel.periodSeconds);
  const { ledger } = record(opened, datapoints.map(entryOf), nowSeconds);
  const reader = newReader(ledger, manner, endSeconds, request.shown);
  const remembered = channel.lag === "auto" ? { ...reader, lagSeconds } : reader;
  return {
    state: {
      ...(before ?? { identity }),
      ledger,
      readers: { ...before?.readers, [readerKey(channel)]: remembered },
    },
    value: {
      kind: "opened",
      endSeconds,
      cutSeconds: endSeconds - lagSeconds,
      lagSeconds,
      last: manner.type === "counter" ? reader.position.toString() : "0",
      held: heldBy(ledger, manner.type !== "gauge" && lagSeconds === 0 ? endSeconds : Infinity),
      heldFromSeconds: ledger.horizonSeconds,
    },
  };
}

/** The history with what the ledger holds in place of what was downloaded of the same time. */
export const withHeld = (segments: readonly Segment[], { held, heldFromSeconds }: Joint): Segment[] => [
  ...segments
    .filter(({ fromSeconds }) => fromSeconds < heldFromSeconds)
    .map((segment) => ({ ...segment, toSeconds: Math.min(segment.toSeconds, heldFromSeconds) })),
  ...held,
];
