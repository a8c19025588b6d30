/**
 * How a ledger is read: as a counter, as what is new since the last reading, or as a gauge. A reader remembers
 * what it has handed out; several readers of one ledger do not disturb each other. What becomes of an answer once it
 * is given is answered.ts's matter. Pure.
 */
import { sum } from "../sum.ts";
import { combine, type Combination } from "./aggregate.ts";
import {
  divide,
  formatAmount,
  fromUnits,
  scaleAmount,
  wholeUnits,
  type Amount,
  type Scale,
} from "./amount.ts";
import { endOf, floorTo, total, type Entry, type Ledger } from "./ledger.ts";

export type ReadingType = "absolute" | "counter" | "gauge";
export type MissingPolicy = "zero" | "hold" | "unknown";

/** What the target's options say about reading. */
export interface Manner {
  readonly type: ReadingType;
  readonly combination: Combination;
  readonly scale: Scale;
  /** A gauge of sums is divided by the length of the datapoints. */
  readonly perSecond: boolean;
  readonly lagSeconds: number;
  readonly lookbackSeconds: number;
  readonly recountSeconds: number;
  readonly holdSeconds: number;
  /** Undefined: what the type is best served with. */
  readonly missing?: MissingPolicy;
}

export interface Reader {
  /**
   * absolute: the scaled units handed out since the ledger was opened, beyond the total where it lends;
   * counter: the highest total printed; gauge: the end of the newest datapoint that was used.
   */
  readonly position: bigint;
  /** The position before the last answer, so that the answer can be given again or taken back. */
  readonly previous: bigint;
  /** The last answer as printed, and when. */
  readonly answer: string;
  readonly answeredSeconds: number;
  /** The last answer that was a number; what a gauge holds. */
  readonly value: string;
  /** The last answer came of a whole poll: asked again at once, it stands. */
  readonly whole: boolean;
  /** How far behind the newest datapoint this reader needs the ledger open. */
  readonly keepSeconds: number;
  /** With `--lag auto`: how far behind the clock the last answer was read. */
  readonly lagSeconds?: number;
  /** The last answer lies ready and nobody is known to have taken it. */
  readonly offer?: Offer;
  /** When the last answer was taken, if it was made before. */
  readonly takenSeconds?: number;
}

/** An answer made before anybody asked for it: until it is taken, it can be withdrawn as if it had never been. */
export interface Offer {
  /** The places where it lies; it is taken when it is taken from one of them. */
  readonly ids: readonly string[];
  readonly madeSeconds: number;
  /** The reader before that answer. */
  readonly before: Reader | undefined;
}

export interface Poll {
  readonly nowSeconds: number;
  /** CloudWatch's answer is in the ledger; false after any failure. */
  readonly whole: boolean;
}

/** MRTG's word for "no data". It understands no other. */
export const unknown = "UNKNOWN";

/** Beyond this without an answer or, for a gauge, without a datapoint, the last known is no news any more. */
const silenceSeconds = 3600;

const daySeconds = 86_400;

/** Decimals of a gauge: finer than any axis, short enough to read. */
const gaugePlaces = 12;

/** Where the ledger is read: `lag` behind the clock; with lag 0 all that is known counts, whole. */
const readUntil = (manner: Manner, nowSeconds: number): number =>
  manner.lagSeconds === 0 ? Infinity : nowSeconds - manner.lagSeconds;

const keepOf = ({ recountSeconds, lagSeconds, lookbackSeconds }: Manner): number =>
  Math.max(recountSeconds, lagSeconds + lookbackSeconds);

/** How long datapoints stay open for the sake of all who read this ledger; who has not come for a day is gone. */
export const keepSecondsFor = (readers: readonly Reader[], manner: Manner, nowSeconds: number): number =>
  readers
    .filter((reader) => nowSeconds - reader.answeredSeconds < daySeconds)
    .reduce((most, reader) => Math.max(most, reader.keepSeconds), keepOf(manner));

/** Something new happened on the ledger within what this reading covers: zero is then a value, not a lack of one. */
function hasNews(ledger: Ledger, reader: Reader | undefined, manner: Manner, nowSeconds: number): boolean {
  if (reader === undefined) return ledger.entries.length > 0;
  if ((ledger.changedSeconds ?? -Infinity) > reader.answeredSeconds) return true;
  if (manner.lagSeconds === 0) return false;
  const [from, until] = [reader.answeredSeconds - manner.lagSeconds, nowSeconds - manner.lagSeconds];
  return ledger.entries.some((entry) => entry.timeSeconds < until && endOf(ledger, entry) > from);
}

const isLong = (sinceSeconds: number | undefined, ledger: Ledger, nowSeconds: number): boolean =>
  nowSeconds - (sinceSeconds ?? ledger.openedSeconds) > Math.max(silenceSeconds, 2 * ledger.periodSeconds);

interface Drawn {
  readonly answer: string;
  /** Where this reading began, and where it ended. */
  readonly from: bigint;
  readonly position: bigint;
}

const unitsUntil = (ledger: Ledger, manner: Manner, seconds: number): bigint =>
  wholeUnits(scaleAmount(total(ledger, seconds), manner.scale));

function readAbsolute(ledger: Ledger, reader: Reader | undefined, manner: Manner, nowSeconds: number): Drawn {
  const reach = nowSeconds - manner.lagSeconds - manner.lookbackSeconds;
  // Without a lag datapoints are handed out whole, the very first one too.
  const start = manner.lagSeconds === 0 ? floorTo(reach, ledger.periodSeconds) : reach;
  const from = reader?.position ?? unitsUntil(ledger, manner, start);
  const due = unitsUntil(ledger, manner, readUntil(manner, nowSeconds)) - from;
  // A correction downwards is a debt: nothing is handed out until later growth has paid it.
  if (due > 0n) return { answer: due.toString(), from, position: from + due };
  if (manner.missing === "unknown" && !hasNews(ledger, reader, manner, nowSeconds))
    return { answer: unknown, from, position: from };
  if (manner.missing === "hold" && due === 0n && reader !== undefined && reader.value !== "") {
    // Holding lends what is expected, once: it becomes such a debt, and the sum stays right.
    if (!hasNews(ledger, reader, manner, nowSeconds))
      return { answer: reader.value, from, position: from + BigInt(reader.value) };
  }
  return { answer: "0", from, position: from };
}

function readCounter(ledger: Ledger, reader: Reader | undefined, manner: Manner, nowSeconds: number): Drawn {
  const units = unitsUntil(ledger, manner, readUntil(manner, nowSeconds));
  const from = reader?.position ?? 0n;
  const position = units > from ? units : from;
  const lacks = manner.missing === "unknown" && !hasNews(ledger, reader, manner, nowSeconds);
  return { answer: lacks ? unknown : position.toString(), from, position };
}

function gaugeValue(ledger: Ledger, entries: readonly Entry[], manner: Manner): Amount | undefined {
  const combined = combine(entries, manner.combination);
  if (combined === undefined || !manner.perSecond) return combined;
  const seconds = sum(entries.map((entry) => endOf(ledger, entry) - entry.timeSeconds));
  return divide(combined, fromUnits(BigInt(seconds)));
}

function readGauge(ledger: Ledger, reader: Reader | undefined, manner: Manner, nowSeconds: number): Drawn {
  // A datapoint whose period is still running is incomplete: too low as a sum, off as a mean.
  const until = nowSeconds - manner.lagSeconds;
  const from = reader === undefined ? until - manner.lookbackSeconds : Number(reader.position);
  const fresh = ledger.entries.filter(
    (entry) => endOf(ledger, entry) > from && endOf(ledger, entry) <= until,
  );
  const value = gaugeValue(ledger, fresh, manner);
  const newest = fresh.at(-1);
  if (value !== undefined && newest !== undefined) {
    const scaled = scaleAmount(value, manner.scale);
    const answer = formatAmount(scaled < 0n ? 0n : scaled, gaugePlaces);
    return { answer, from: BigInt(from), position: BigInt(endOf(ledger, newest)) };
  }
  const here = { from: BigInt(from), position: BigInt(from) };
  if (manner.missing === "zero") return { answer: "0", ...here };
  const held = reader === undefined || reader.value === "" ? unknown : reader.value;
  const stale =
    manner.missing === "unknown" ||
    (manner.missing === undefined && isLong(ledger.changedSeconds, ledger, nowSeconds));
  return { answer: stale ? unknown : held, ...here };
}

const readAs = { absolute: readAbsolute, counter: readCounter, gauge: readGauge } as const;

/** The answer to print and the reader to keep. Never negative, never an exponent. */
export function read(ledger: Ledger, reader: Reader | undefined, manner: Manner, poll: Poll): Reader {
  const drawn = readAs[manner.type](ledger, reader, manner, poll.nowSeconds);
  // A source that has been unreachable for long is unknown, whatever was known: but nothing is handed out for it.
  const lost =
    !poll.whole && manner.missing === undefined && isLong(ledger.answeredSeconds, ledger, poll.nowSeconds);
  const answer = lost ? unknown : drawn.answer;
  return {
    position: lost ? drawn.from : drawn.position,
    previous: drawn.from,
    answer,
    answeredSeconds: poll.nowSeconds,
    value: answer === unknown ? (reader?.value ?? "") : answer,
    whole: poll.whole,
    keepSeconds: keepOf(manner),
  };
}

/**
 * The first reading after the state was lost. What the lost ledger may have handed out is not handed out again;
 * a counter that begins anew says UNKNOWN once, or MRTG would take the fall for a 32-bit wrap.
 */
export function readAfterLoss(ledger: Ledger, manner: Manner, poll: Poll): Reader {
  if (manner.type === "gauge") return read(ledger, undefined, manner, poll);
  const position = unitsUntil(ledger, manner, readUntil(manner, poll.nowSeconds));
  const answer = manner.type === "counter" ? unknown : "0";
  return {
    position,
    previous: position,
    answer,
    answeredSeconds: poll.nowSeconds,
    value: "",
    whole: poll.whole,
    keepSeconds: keepOf(manner),
  };
}
