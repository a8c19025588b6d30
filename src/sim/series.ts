/** One metric of the simulated account: what is sampled, and what of it can be seen at a given time. Pure. */
import type { Metric } from "../cloudwatch/metric.ts";
import { fateOf, settledAfterSeconds, type Publication } from "./publication.ts";
import { distorted, Gathering, type StatisticSet } from "./statistic-set.ts";

/** Gets samples in the order of their times; `seenSeconds` is known of samples that came at a known time. */
export type Receive = (timeSeconds: number, set: StatisticSet, seenSeconds?: number) => void;

export interface SampleSource {
  /** What a sample covers. */
  readonly stepSeconds: number;
  /** First and last time it has samples; undefined for a source without begin and end. */
  span(): { readonly firstSeconds: number; readonly lastSeconds: number } | undefined;
  /** The final samples with times in [from, to). */
  visit(fromSeconds: number, toSeconds: number, receive: Receive): void;
}

export interface Series {
  readonly metric: Metric;
  readonly unit: string;
  /** Undefined: seen in every region. */
  readonly region?: string;
  readonly accountId: string;
  /** What chance depends on. */
  readonly key: number;
  readonly source: SampleSource;
  readonly publication: Publication;
}

const fiveMinutes = 300;
const toFive = (seconds: number): number => Math.ceil(seconds / fiveMinutes) * fiveMinutes;

/** Basic monitoring: five samples of a minute become one that covers five minutes. */
export const inFives = (minutes: SampleSource): SampleSource => ({
  stepSeconds: fiveMinutes,
  span: () => minutes.span(),
  visit(fromSeconds, toSeconds, receive) {
    let open: { readonly timeSeconds: number; readonly gathering: Gathering } | undefined;
    const close = (): void => {
      if (open !== undefined) receive(open.timeSeconds, open.gathering.set);
    };
    minutes.visit(toFive(fromSeconds), toFive(toSeconds), (minute, set) => {
      const timeSeconds = Math.floor(minute / fiveMinutes) * fiveMinutes;
      if (open?.timeSeconds !== timeSeconds) {
        close();
        open = { timeSeconds, gathering: new Gathering(true) };
      }
      open.gathering.add(set);
    });
    close();
  },
});

/** The samples in [from, to) as CloudWatch shows them at `nowSeconds`. */
export function visitVisible(
  { source, publication, key }: Series,
  span: { readonly fromSeconds: number; readonly toSeconds: number },
  nowSeconds: number,
  receive: Receive,
): void {
  const settles = source.stepSeconds + settledAfterSeconds(publication);
  source.visit(
    span.fromSeconds,
    Math.min(span.toSeconds, nowSeconds + 1),
    (timeSeconds, set, seenSeconds) => {
      if (seenSeconds !== undefined) {
        if (seenSeconds <= nowSeconds) receive(timeSeconds, set);
        return;
      }
      if (timeSeconds + settles <= nowSeconds) {
        receive(timeSeconds, set);
        return;
      }
      const fate = fateOf(publication, key, timeSeconds, timeSeconds + source.stepSeconds);
      if (fate.visibleSeconds > nowSeconds) return;
      const isWrong = fate.earlier !== undefined && nowSeconds < fate.earlier.untilSeconds;
      receive(timeSeconds, isWrong ? distorted(set, fate.earlier.factor) : set);
    },
  );
}

const daySeconds = 86_400;

/** Whether any sample from the given time on can be seen. */
export function isActiveSince(series: Series, sinceSeconds: number, nowSeconds: number): boolean {
  const span = series.source.span();
  // Made-up traffic never rests a whole day; looking would cost as much as reading it.
  if (span === undefined && nowSeconds - sinceSeconds > daySeconds) return true;
  if (span !== undefined && (span.lastSeconds < sinceSeconds || span.firstSeconds > nowSeconds)) return false;
  const recentSeconds = nowSeconds - settledAfterSeconds(series.publication) - 3 * series.source.stepSeconds;
  // The last few samples tell nearly always.
  return [Math.max(recentSeconds, sinceSeconds), sinceSeconds].some((fromSeconds) => {
    let isActive = false;
    visitVisible(series, { fromSeconds, toSeconds: Infinity }, nowSeconds, () => {
      isActive = true;
    });
    return isActive;
  });
}
