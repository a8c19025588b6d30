/**
 * A metric as CloudWatch publishes it, made of one-minute samples that arrive late, and a client that polls it:
 * what the exactness properties play with.
 */
import { amountOf, type Scale } from "../../src/ledger/amount.ts";
import { close, openLedger, record, spanToAsk, type Ledger } from "../../src/ledger/ledger.ts";
import { keepSecondsFor, read, type Manner, type Reader, type ReadingType } from "../../src/ledger/reader.ts";

export interface Sample {
  readonly timeSeconds: number;
  readonly value: number;
  readonly visibleSeconds: number;
  /** A correction: what the value was until then. */
  readonly earlier?: { readonly value: number; readonly untilSeconds: number };
}

export const unscaledManner = (type: ReadingType, more: Partial<Manner> = {}): Manner => ({
  type,
  combination: "sum",
  scale: { numerator: 1n, denominator: 1n } satisfies Scale,
  perSecond: false,
  lagSeconds: 0,
  lookbackSeconds: 900,
  recountSeconds: 3600,
  holdSeconds: 0,
  ...more,
});

const valueAt = ({ value, earlier }: Sample, nowSeconds: number): number =>
  earlier !== undefined && nowSeconds < earlier.untilSeconds ? earlier.value : value;

/** What CloudWatch would answer at `now`, in any order. */
export function datapointsAt(
  samples: readonly Sample[],
  span: { startSeconds: number; endSeconds: number },
  periodSeconds: number,
  nowSeconds: number,
): { timeSeconds: number; value: number }[] {
  const bins = new Map<number, number>();
  for (const sample of samples) {
    const { timeSeconds, visibleSeconds } = sample;
    if (timeSeconds < span.startSeconds || timeSeconds >= span.endSeconds || visibleSeconds > nowSeconds)
      continue;
    const bin = Math.floor(timeSeconds / periodSeconds) * periodSeconds;
    bins.set(bin, (bins.get(bin) ?? 0) + valueAt(sample, nowSeconds));
  }
  return [...bins].map(([timeSeconds, value]) => ({ timeSeconds, value })).reverse();
}

export interface Polled {
  readonly atSeconds: number;
  readonly answer: string;
}

/** Polls at the given times; the answers and the ledger at the end. */
export function pollAll(
  samples: readonly Sample[],
  times: readonly number[],
  manner: Manner,
  periodSeconds = 300,
): { answers: Polled[]; ledger: Ledger } {
  const [first = 0] = times;
  let ledger = openLedger(first, manner.lagSeconds + manner.lookbackSeconds, periodSeconds);
  let reader: Reader | undefined;
  const answers = times.map((nowSeconds) => {
    const datapoints = datapointsAt(samples, spanToAsk(ledger, nowSeconds), periodSeconds, nowSeconds);
    const entries = datapoints.map(({ timeSeconds, value }) => ({ timeSeconds, value: amountOf(value) }));
    const entered = record(ledger, entries, nowSeconds).ledger;
    ledger = close(
      entered,
      nowSeconds,
      keepSecondsFor(reader === undefined ? [] : [reader], manner, nowSeconds),
    );
    reader = read(ledger, reader, manner, { nowSeconds, whole: true });
    return { atSeconds: nowSeconds, answer: reader.answer };
  });
  return { answers, ledger };
}

export const sumOf = (answers: readonly Polled[]): number =>
  answers.reduce((sum, { answer }) => sum + Number(answer), 0);
