/**
 * Whether the ledger holds what CloudWatch holds (`--verify`): the tallies of closed hours against the sums of those
 * hours, asked for once. Pure but for the source it is given.
 */
import type { CloudWatchFailure } from "../cloudwatch/failure.ts";
import { subjectOf, type Question, type Source } from "../cloudwatch/source.ts";
import type { Aggregate } from "../cloudwatch/statistic.ts";
import { amountOf, fromUnits, type Amount } from "../ledger/amount.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { tallySeconds, type Tally } from "../ledger/tally.ts";
import { failure, success, type Result } from "../result.ts";
import { sum } from "../sum.ts";
import type { Channel } from "./target.ts";

/** One tally's length of time: what was counted of it, and what CloudWatch says now. */
export interface Compared {
  readonly startSeconds: number;
  readonly counted: Amount;
  readonly published: Amount;
}

export interface Verification {
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly counted: Amount;
  readonly published: Amount;
  readonly late: number;
  readonly revised: number;
  /** Where the two differ. */
  readonly differing: readonly Compared[];
}

/** Only sums of parts are the sum of the whole: for an average it is the Sum that is compared. */
export const isVerifiable = (aggregate: Aggregate): boolean =>
  ["sum", "average", "samplecount"].includes(aggregate.kind);

export interface Span {
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/** The closed part of the last `spanSeconds` in whole tallies; undefined while there is none. */
export function spanToVerify(ledger: Ledger, spanSeconds: number, nowSeconds: number): Span | undefined {
  const length = tallySeconds(ledger.periodSeconds);
  const [oldest = { startSeconds: Infinity }] = ledger.tallies;
  const begins = Math.max(nowSeconds - spanSeconds, ledger.beginsSeconds);
  const startSeconds = Math.max(
    Math.ceil(begins / length) * length,
    Math.min(oldest.startSeconds, ledger.horizonSeconds),
  );
  const endSeconds = Math.floor(ledger.horizonSeconds / length) * length;
  return startSeconds < endSeconds ? { startSeconds, endSeconds } : undefined;
}

/** Doubles added in another order differ in their last digits; a unit is what MRTG could see. */
const tolerance = fromUnits(1n);

const differs = ({ counted, published }: Compared): boolean => {
  const difference = counted > published ? counted - published : published - counted;
  return difference >= tolerance || (difference > 0n && difference * 1_000_000_000n > published);
};

/** What was counted beside what is published, tally by tally, within the span. */
export function compare(
  tallies: readonly Tally[],
  published: ReadonlyMap<number, Amount>,
  { startSeconds, endSeconds }: Span,
): Verification {
  const within = tallies.filter(
    (tally) => tally.startSeconds >= startSeconds && tally.startSeconds < endSeconds,
  );
  const counted = new Map(within.map((tally) => [tally.startSeconds, tally.sum]));
  const compared = [...new Set([...counted.keys(), ...published.keys()])]
    .sort((a, b) => a - b)
    .map((start) => ({
      startSeconds: start,
      counted: counted.get(start) ?? 0n,
      published: published.get(start) ?? 0n,
    }));
  const total = (amounts: readonly Amount[]): Amount => amounts.reduce((all, each) => all + each, 0n);
  return {
    startSeconds,
    endSeconds,
    counted: total(compared.map((each) => each.counted)),
    published: total(compared.map((each) => each.published)),
    late: sum(within.map(({ late }) => late)),
    revised: sum(within.map(({ revised }) => revised)),
    differing: compared.filter(differs),
  };
}

/** Asks for the hours and compares; undefined when nothing is closed yet. */
export async function verify(
  ledger: Ledger,
  channel: Channel,
  source: Source,
  when: { readonly spanSeconds: number; readonly nowSeconds: number; readonly deadline: AbortSignal },
): Promise<Result<Verification | undefined, CloudWatchFailure>> {
  const span = spanToVerify(ledger, when.spanSeconds, when.nowSeconds);
  if (span === undefined) return success(undefined);
  const { unit, accountId, aggregate } = channel;
  const question: Question = {
    ...subjectOf(channel),
    ...(unit === undefined ? {} : { unit }),
    ...(accountId === undefined ? {} : { accountId }),
    aggregate,
    periodSeconds: tallySeconds(ledger.periodSeconds),
    ...span,
  };
  const [series] = await source.ask([question], when.deadline);
  if (series === undefined) throw new Error("a source left a question unanswered");
  if (!series.ok) return failure(series.failure);
  const published = new Map(series.value.map(({ timeSeconds, value }) => [timeSeconds, amountOf(value)]));
  return success(compare(ledger.tallies, published, span));
}
