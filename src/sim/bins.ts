/** Turns samples into datapoints as CloudWatch does: periods, rounding of times, retention. Pure. */
import { isPeriod } from "../cloudwatch/period.ts";
import { visitVisible, type Series } from "./series.ts";
import { Gathering, type StatisticSet } from "./statistic-set.ts";

export interface Span {
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly periodSeconds: number;
}

const hourSeconds = 3600;
const daySeconds = 86_400;

/** How long CloudWatch keeps which resolution (API reference of GetMetricStatistics). */
const keeps = [
  { ageSeconds: 63 * daySeconds, resolutionSeconds: hourSeconds },
  { ageSeconds: 15 * daySeconds, resolutionSeconds: 300 },
  { ageSeconds: 3 * hourSeconds, resolutionSeconds: 60 },
] as const;
const forgetsAfterSeconds = 455 * daySeconds;

const floorTo = (seconds: number, step: number): number => Math.floor(seconds / step) * step;

/** Where the first bin begins: rounded down, coarser the older it is. */
function roundedStart({ startSeconds, periodSeconds }: Span, nowSeconds: number): number {
  const ageSeconds = nowSeconds - startSeconds;
  const kept = keeps.find((each) => ageSeconds > each.ageSeconds);
  if (kept !== undefined) return floorTo(startSeconds, kept.resolutionSeconds);
  return floorTo(startSeconds, Math.min(60, periodSeconds));
}

/** Whether datapoints of this period still exist at the age of the start; if not, CloudWatch is silent. */
function isKept({ startSeconds, periodSeconds }: Span, nowSeconds: number): boolean {
  const kept = keeps.find((each) => nowSeconds - startSeconds > each.ageSeconds);
  return kept === undefined || periodSeconds % kept.resolutionSeconds === 0;
}

/** The datapoints at `nowSeconds` by the beginning of their period, oldest first. */
export function binsOf(
  series: readonly Series[],
  span: Span,
  nowSeconds: number,
  keepValues: boolean,
): Map<number, StatisticSet> {
  const gatherings = new Map<number, Gathering>();
  if (!isPeriod(span.periodSeconds) || !isKept(span, nowSeconds)) return new Map();
  const begin = roundedStart(span, nowSeconds);
  const remembered = Math.max(begin, nowSeconds - forgetsAfterSeconds);
  for (const each of series)
    visitVisible(each, { fromSeconds: remembered, toSeconds: span.endSeconds }, nowSeconds, (time, set) => {
      const bin = begin + floorTo(time - begin, span.periodSeconds);
      let gathering = gatherings.get(bin);
      if (gathering === undefined) {
        gathering = new Gathering(keepValues);
        gatherings.set(bin, gathering);
      }
      gathering.add(set);
    });
  return new Map([...gatherings].sort(([one], [other]) => one - other).map(([time, all]) => [time, all.set]));
}
