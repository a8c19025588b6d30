/**
 * The ledger: what each datapoint of one metric has contributed so far. The arithmetic that counts every datapoint
 * once, however late it comes and however often it is revised. Pure: no clock, no disk, no CloudWatch.
 *
 * A datapoint is taken as traffic spread evenly over its period, so that total(t) is a continuous line. Datapoints
 * before the horizon are closed: their sum is kept, they themselves are forgotten.
 */
import { share, type Amount } from "./amount.ts";
import { learn, type Lateness } from "./lateness.ts";
import { count, type Tally } from "./tally.ts";

export interface Entry {
  /** The beginning of the datapoint's period. */
  readonly timeSeconds: number;
  /** The statistic that is aggregated; for averages the Sum. */
  readonly value: Amount;
  /** For averages: the SampleCount that weighs it. */
  readonly samples?: Amount;
  /** Only where it differs from the ledger's own: history that CloudWatch keeps in a larger period. */
  readonly periodSeconds?: number;
  /** The poll that saw its last change, if it came soon enough after the one before to tell when that was. */
  readonly changedSeconds?: number;
}

export interface Ledger {
  readonly periodSeconds: number;
  /** When it was opened. */
  readonly openedSeconds: number;
  /** Where counting began: the first horizon. */
  readonly beginsSeconds: number;
  /** Every datapoint that begins before this is closed; none at or after it is. */
  readonly horizonSeconds: number;
  /** The sum of everything closed. */
  readonly closed: Amount;
  /** Ascending, none before the horizon. */
  readonly entries: readonly Entry[];
  /** The newest datapoint ever received. Moves only to what was received. */
  readonly lastSeenSeconds?: number;
  /** When something new was last learned, by the clock of the poll that learned it. */
  readonly changedSeconds?: number;
  /** When CloudWatch last answered, be it with nothing. */
  readonly answeredSeconds?: number;
  /** How late the datapoints closed within the last day still changed. */
  readonly lateness: Lateness;
  readonly tallies: readonly Tally[];
}

/** How much a poll taught the ledger. */
export interface Lesson {
  readonly added: readonly Entry[];
  /** Added although a later datapoint was known before. */
  readonly late: readonly Entry[];
  readonly revised: readonly { readonly before: Entry; readonly after: Entry }[];
}

/** The span a request asks for: start inclusive, end exclusive, both multiples of the period. */
export interface Span {
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/** The most datapoints CloudWatch gives in one answer of GetMetricStatistics. */
export const answerDatapoints = 1440;

/** The last multiple of the period that is not after it. */
export const floorTo = (seconds: number, periodSeconds: number): number =>
  Math.floor(seconds / periodSeconds) * periodSeconds;

/** A ledger that has seen nothing yet and counts what begins `reachSeconds` before now, floored to the period. */
export function openLedger(nowSeconds: number, reachSeconds: number, periodSeconds: number): Ledger {
  const horizonSeconds = floorTo(nowSeconds - reachSeconds, periodSeconds);
  return {
    periodSeconds,
    openedSeconds: nowSeconds,
    beginsSeconds: horizonSeconds,
    horizonSeconds,
    closed: 0n,
    entries: [],
    lateness: [],
    tallies: [],
  };
}

/**
 * The ledger after a clock ran ahead and was set right: what it closed unseen is open again, from the newest
 * datapoint on. Else nothing would be counted until the time that clock once showed.
 */
export function reopen(ledger: Ledger, nowSeconds: number): Ledger {
  const { lastSeenSeconds, periodSeconds, beginsSeconds, horizonSeconds } = ledger;
  if (horizonSeconds <= nowSeconds) return ledger;
  const unseenSeconds = lastSeenSeconds === undefined ? beginsSeconds : lastSeenSeconds + periodSeconds;
  return { ...ledger, horizonSeconds: Math.min(horizonSeconds, unseenSeconds) };
}

/**
 * What to ask next: from the horizon to the end of the period in which the clock stands, so that the newest,
 * still growing datapoint is in the answer. Never empty, whatever the clock says.
 */
export function spanToAsk(ledger: Ledger, nowSeconds: number): Span {
  const startSeconds = ledger.horizonSeconds;
  const endSeconds = floorTo(nowSeconds, ledger.periodSeconds) + ledger.periodSeconds;
  return { startSeconds, endSeconds: Math.max(endSeconds, startSeconds + ledger.periodSeconds) };
}

const lengthOf = (ledger: Ledger, entry: Entry): number => entry.periodSeconds ?? ledger.periodSeconds;

/** The end of a datapoint's period. */
export const endOf = (ledger: Ledger, entry: Entry): number => entry.timeSeconds + lengthOf(ledger, entry);

/** Datapoints of different periods that speak of the same time. */
const clash = (ledger: Ledger, one: Entry, other: Entry): boolean =>
  lengthOf(ledger, one) !== lengthOf(ledger, other) &&
  one.timeSeconds < endOf(ledger, other) &&
  other.timeSeconds < endOf(ledger, one);

const isCoarse = ({ periodSeconds }: Entry): boolean => periodSeconds !== undefined;

/** The known entries but for those in whose place others have come: an hour stands for all that is known of it. */
const undisplaced = (ledger: Ledger, received: readonly Entry[]): readonly Entry[] =>
  received.some(isCoarse) || ledger.entries.some(isCoarse)
    ? ledger.entries.filter((entry) => !received.some((arrived) => clash(ledger, entry, arrived)))
    : ledger.entries;

/** Beyond this since the last answer, nobody can say when within it a datapoint changed. */
const watchfulSeconds = 600;

/**
 * Enters what CloudWatch answered at `nowSeconds`. A datapoint known already is replaced, which contributes the
 * difference; one that begins before the horizon was closed and is not counted again; one that is missing from
 * this answer keeps what it contributed.
 */
export function record(
  ledger: Ledger,
  received: readonly Entry[],
  nowSeconds: number,
): { ledger: Ledger; lesson: Lesson } {
  const unwatchedSeconds = nowSeconds - (ledger.answeredSeconds ?? -Infinity);
  const isWatched = unwatchedSeconds <= Math.max(watchfulSeconds, 2 * ledger.periodSeconds);
  const open = received.filter(({ timeSeconds }) => timeSeconds >= ledger.horizonSeconds);
  const known = new Map(undisplaced(ledger, open).map((entry) => [entry.timeSeconds, entry]));
  const added: Entry[] = [];
  const revised: { before: Entry; after: Entry }[] = [];
  for (const arrived of open) {
    const before = known.get(arrived.timeSeconds);
    if (before?.value === arrived.value && before.samples === arrived.samples) continue;
    const entry = isWatched ? { ...arrived, changedSeconds: nowSeconds } : arrived;
    if (before === undefined) added.push(entry);
    else revised.push({ before, after: entry });
    known.set(entry.timeSeconds, entry);
  }
  const seen = ledger.lastSeenSeconds;
  const newest = received.reduce((latest, entry) => Math.max(latest, entry.timeSeconds), seen ?? -Infinity);
  const changed = added.length + revised.length > 0;
  const late = added.filter((entry) => seen !== undefined && entry.timeSeconds < seen);
  // The newest datapoints grow while their samples arrive, which is no correction.
  const corrected = revised.filter(({ after }) => after.timeSeconds < (seen ?? -Infinity));
  const surprises = [
    ...late.map(({ timeSeconds }) => ({ timeSeconds, late: 1 })),
    ...corrected.map(({ after: { timeSeconds } }) => ({ timeSeconds, revised: 1 })),
  ];
  return {
    ledger: {
      ...ledger,
      tallies: count(ledger.tallies, surprises, ledger.periodSeconds),
      entries: [...known.values()].sort((a, b) => a.timeSeconds - b.timeSeconds),
      ...(newest === -Infinity ? {} : { lastSeenSeconds: newest }),
      ...(changed ? { changedSeconds: nowSeconds } : {}),
      answeredSeconds: nowSeconds,
    },
    lesson: {
      added,
      late,
      revised,
    },
  };
}

const latenessOf = ({ timeSeconds, changedSeconds }: Entry): number[] =>
  changedSeconds === undefined ? [] : [changedSeconds - timeSeconds];

/** The longest period CloudWatch has. */
const longestPeriodSeconds = 86_400;

/**
 * The grid of horizons. After weeks CloudWatch tells of whole hours only (of a metric finer than a minute: of whole
 * minutes after hours); where such a datapoint is wholly open or wholly closed, it can be counted to the last byte.
 */
export function horizonStep(periodSeconds: number): number {
  const unit = periodSeconds < 60 ? 60 : 3600;
  let step = periodSeconds;
  while (step % unit !== 0) step += periodSeconds;
  return step <= longestPeriodSeconds ? step : periodSeconds;
}

/**
 * Closes what no answer can change any more: all that lies `keepSeconds` behind the newest datapoint, and a
 * stretch so long silent that asking for it again would take a second request. Call it only after a whole answer
 * up to `nowSeconds` was entered: nothing is ever closed unasked.
 */
export function close(ledger: Ledger, nowSeconds: number, keepSeconds: number): Ledger {
  const { periodSeconds, lastSeenSeconds = -Infinity } = ledger;
  // A datapoint may bear a time in the future; the present must not be closed because of it.
  const step = horizonStep(periodSeconds);
  const settled = floorTo(Math.min(lastSeenSeconds, nowSeconds) - keepSeconds, step);
  const silentSeconds = Math.max(answerDatapoints * periodSeconds - step, keepSeconds);
  const silent = floorTo(nowSeconds - silentSeconds, step);
  const reached = Math.max(ledger.horizonSeconds, settled, silent);
  const astride = ledger.entries.find(
    (entry) => entry.timeSeconds < reached && endOf(ledger, entry) > reached,
  );
  const horizonSeconds = astride?.timeSeconds ?? reached;
  const closing = ledger.entries.filter((entry) => entry.timeSeconds < horizonSeconds);
  return {
    ...ledger,
    horizonSeconds,
    closed: closing.reduce((sum, entry) => sum + entry.value, ledger.closed),
    entries: ledger.entries.slice(closing.length),
    tallies: count(
      ledger.tallies,
      closing.map(({ timeSeconds, value }) => ({ timeSeconds, sum: value })),
      periodSeconds,
    ),
    lateness: learn(ledger.lateness, closing.flatMap(latenessOf), nowSeconds),
  };
}

/** All that happened until `untilSeconds` (Infinity: all that is known), datapoints under way in proportion. */
export function total(ledger: Ledger, untilSeconds: number): Amount {
  return ledger.entries.reduce((sum, entry) => {
    const length = lengthOf(ledger, entry);
    const passed = Math.min(untilSeconds - entry.timeSeconds, length);
    if (passed <= 0) return sum;
    return sum + (passed === length ? entry.value : share(entry.value, Math.floor(passed), length));
  }, ledger.closed);
}
