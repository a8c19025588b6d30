/**
 * How far back CloudWatch keeps datapoints of which period, and so which spans a history is put together from. Pure.
 */

export interface Tier {
  readonly periodSeconds: number;
  /** Multiples of the period, start inclusive, end exclusive. */
  readonly startSeconds: number;
  readonly endSeconds: number;
}

const [hour, day] = [3600, 86_400];

/** CloudWatch's retention: asked for anything older in a smaller period, it answers with nothing at all. */
export const retention = [
  { periodSeconds: 1, keepsSeconds: 3 * hour },
  { periodSeconds: 60, keepsSeconds: 15 * day },
  { periodSeconds: 300, keepsSeconds: 63 * day },
  { periodSeconds: 3600, keepsSeconds: 455 * day },
] as const;

/** The days for which CloudWatch keeps anything. */
export const retentionDays = 455;

/** A request is answered later than it was planned: what is about to be forgotten is left out. */
export const marginSeconds = 600;

const periodIn = (ownPeriodSeconds: number, finest: number): number =>
  ceilTo(Math.max(ownPeriodSeconds, finest), finest);

const commonDivisor = (a: number, b: number): number => (b === 0 ? a : commonDivisor(b, a % b));

/** Where datapoints of both periods begin; of odd periods this is nowhere near, and they may overlap. */
function commonGrid(fine: number, coarse: number): number {
  const common = (fine / commonDivisor(fine, coarse)) * coarse;
  return common <= day ? common : fine;
}

const ceilTo = (seconds: number, step: number): number => Math.ceil(seconds / step) * step;

/**
 * The spans to ask for, newest and finest first, none in a period below the metric's own. They meet where datapoints of
 * both periods begin, so that no datapoint is cut; odd periods may overlap, and then the finer one tells more.
 */
export function tiersFor(
  ownPeriodSeconds: number,
  span: { readonly startSeconds: number; readonly endSeconds: number },
  nowSeconds: number,
): Tier[] {
  const tiers: Tier[] = [];
  for (const [index, { periodSeconds: finest, keepsSeconds }] of retention.entries()) {
    if (finest === 1 && ownPeriodSeconds >= 60) continue;
    const periodSeconds = periodIn(ownPeriodSeconds, finest);
    const coarser = retention[index + 1];
    const grid =
      coarser === undefined
        ? periodSeconds
        : commonGrid(periodSeconds, periodIn(ownPeriodSeconds, coarser.periodSeconds));
    const oldest = nowSeconds - keepsSeconds + marginSeconds;
    const newer = tiers.at(-1);
    const startSeconds = ceilTo(Math.max(span.startSeconds, oldest), grid);
    const endSeconds = ceilTo(newer?.startSeconds ?? span.endSeconds, periodSeconds);
    if (startSeconds >= endSeconds) continue;
    if (newer?.periodSeconds === periodSeconds) tiers[tiers.length - 1] = { ...newer, startSeconds };
    else tiers.push({ periodSeconds, startSeconds, endSeconds });
  }
  return tiers;
}
