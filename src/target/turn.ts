/**
 * One channel's turn in a poll, as pure steps: what to ask, and what the answer makes of the state. What lies
 * between, disk and network, is poll.ts's work.
 */
import { subjectOf, type Datapoint, type Question } from "../cloudwatch/source.ts";
import { planFor } from "../cloudwatch/catch-up.ts";
import { amountOf } from "../ledger/amount.ts";
import {
  close,
  openLedger,
  record,
  reopen,
  spanToAsk,
  type Entry,
  type Ledger,
  type Lesson,
  type Span,
} from "../ledger/ledger.ts";
import { afterOffer, heldAnswer, originOf, takeBack, type Fate } from "../ledger/answered.ts";
import { keepSecondsFor, read, readAfterLoss, unknown, type Offer } from "../ledger/reader.ts";
import type { State } from "../ledger/state.ts";
import type { Found } from "../ledger/store.ts";
import { joining, lagNow, mannerOf, readerFor, readerKey } from "./manner.ts";
import type { Channel } from "./target.ts";

const ledgerFor = (found: Found, channel: Channel, nowSeconds: number): Ledger =>
  found.kind === "state"
    ? reopen(found.state.ledger, nowSeconds)
    : openLedger(
        nowSeconds,
        lagNow(found, channel, nowSeconds) + channel.lookbackSeconds,
        channel.periodSeconds,
      );

function questionOf(ledger: Ledger, channel: Channel, nowSeconds: number): Question {
  const { unit, accountId, aggregate, periodSeconds } = channel;
  return {
    ...subjectOf(channel),
    ...(unit === undefined ? {} : { unit }),
    ...(accountId === undefined ? {} : { accountId }),
    aggregate,
    periodSeconds,
    ...spanToAsk(ledger, nowSeconds),
  };
}

export type Preparation =
  { readonly kind: "held"; readonly answer: string } | { readonly kind: "ask"; readonly question: Question };

/** What this channel needs of CloudWatch: nothing while its last answer is held. */
export function prepare(found: Found, channel: Channel, nowSeconds: number): Preparation {
  const reader = found.kind === "state" ? found.state.readers[readerKey(channel)] : undefined;
  const answer = heldAnswer(reader, channel.holdSeconds, nowSeconds);
  if (answer !== undefined) return { kind: "held", answer };
  return { kind: "ask", question: questionOf(ledgerFor(found, channel, nowSeconds), channel, nowSeconds) };
}

/** A datapoint as the ledger enters it. */
export const entryOf = ({ timeSeconds, value, samples, periodSeconds }: Datapoint): Entry => ({
  timeSeconds,
  value: amountOf(value),
  ...(samples === undefined ? {} : { samples: amountOf(samples) }),
  ...(periodSeconds === undefined ? {} : { periodSeconds }),
});

export interface Turn {
  readonly state: State;
  readonly answer: string;
  /** What the answer taught, and the ledger before anything of it was closed; undefined when there was none. */
  readonly lesson?: Lesson;
  readonly entered?: Ledger;
  /** What CloudWatch has forgotten since the last poll: it will never be counted. */
  readonly gone: readonly Span[];
}

/** The reader this channel's answer goes on from, whose offer must be settled before. */
export const offerOf = (found: Found, channel: Channel): Offer | undefined =>
  found.kind === "state" ? readerFor(found.state.readers, channel)?.offer : undefined;

/** The state once it is known what became of that offer. */
export function settleOffer(found: Found, channel: Channel, fate: Fate): Found {
  if (found.kind !== "state") return found;
  const reader = readerFor(found.state.readers, channel);
  if (reader?.offer === undefined) return found;
  const after = afterOffer(reader, fate);
  const { [readerKey(channel)]: own, ...others } = found.state.readers;
  const settled = own === undefined && after !== undefined ? joining(after) : after;
  const readers = settled === undefined ? others : { ...others, [readerKey(channel)]: settled };
  return { kind: "state", state: { ...found.state, readers } };
}

/** What lies behind the newest known datapoint and is too old to be asked for. */
function forgotten(ledger: Ledger, channel: Channel, nowSeconds: number): Span[] {
  const knownUntil = (ledger.lastSeenSeconds ?? -Infinity) + ledger.periodSeconds;
  return planFor(questionOf(ledger, channel, nowSeconds), nowSeconds)
    .lost.map(({ startSeconds, endSeconds }) => ({
      startSeconds: Math.max(startSeconds, knownUntil),
      endSeconds,
    }))
    .filter(({ startSeconds, endSeconds }) => startSeconds < endSeconds);
}

/** Spans of forgotten history that a state remembers, for the people who look into it. */
const mostGone = 20;

/**
 * Enters the answer, closes what is settled, reads the ledger. Without `datapoints` (a failed request) the ledger
 * stays as it is and is read all the same: what is known goes on being drawn. With `offerIds` the answer is an
 * offer, for whoever asks later.
 */
export function take(
  found: Found,
  channel: Channel,
  identity: State["identity"],
  datapoints: readonly Datapoint[] | undefined,
  nowSeconds: number,
  offerIds: readonly string[] = [],
): Turn {
  const manner = mannerOf(channel, lagNow(found, channel, nowSeconds));
  const before: State =
    found.kind === "state"
      ? { ...found.state, ledger: ledgerFor(found, channel, nowSeconds) }
      : {
          identity,
          ledger: ledgerFor(found, channel, nowSeconds),
          readers: {},
          ...(found.kind === "corrupt" ? { lostSeconds: nowSeconds } : {}),
        };
  const own = readerFor(before.readers, channel);
  // Somebody else may have answered the same question while this process waited for the network.
  const held = heldAnswer(own, channel.holdSeconds, nowSeconds);
  if (held !== undefined) return { state: before, answer: held, gone: [] };

  const poll = { nowSeconds, whole: datapoints !== undefined };
  const gone = poll.whole ? forgotten(before.ledger, channel, nowSeconds) : [];
  const entered =
    datapoints === undefined ? undefined : record(before.ledger, datapoints.map(entryOf), nowSeconds);
  const keepSeconds = keepSecondsFor(Object.values(before.readers), manner, nowSeconds);
  const ledger = entered === undefined ? before.ledger : close(entered.ledger, nowSeconds, keepSeconds);
  const reader =
    own === undefined && before.lostSeconds !== undefined
      ? readAfterLoss(ledger, manner, poll)
      : read(ledger, takeBack(own, manner, nowSeconds), manner, poll);
  const remembered = channel.lag === "auto" ? { ...reader, lagSeconds: manner.lagSeconds } : reader;
  // A counter that says UNKNOWN after a loss says it until somebody hears it.
  const isLoss = channel.type === "counter" && reader.answer === unknown;
  const origin = isLoss ? undefined : originOf(remembered);
  const kept =
    offerIds.length === 0
      ? remembered
      : { ...remembered, offer: { ids: offerIds, madeSeconds: nowSeconds, before: own ?? origin } };
  // After a loss nobody's position is known until a whole answer says what had been published by then.
  const settled = own !== undefined || before.lostSeconds === undefined || poll.whole;
  return {
    state: {
      ...before,
      ledger,
      readers: settled ? { ...before.readers, [readerKey(channel)]: kept } : before.readers,
      ...(gone.length === 0 ? {} : { gone: [...(before.gone ?? []), ...gone].slice(-mostGone) }),
    },
    answer: reader.answer,
    gone,
    ...(entered === undefined ? {} : { lesson: entered.lesson, entered: entered.ledger }),
  };
}
