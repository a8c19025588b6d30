/** What CloudWatch keeps of samples: their statistic set and, for percentiles, how the values are spread. Pure. */

export interface Weighted {
  readonly value: number;
  readonly count: number;
}

export interface StatisticSet {
  readonly sum: number;
  readonly samples: number;
  readonly minimum: number;
  readonly maximum: number;
  /** Absent when all values are the same or when nobody knows them. */
  readonly values?: readonly Weighted[];
}

export const single = (value: number): StatisticSet => ({
  sum: value,
  samples: 1,
  minimum: value,
  maximum: value,
});

/** So many values of 1: how CloudWatch counts requests. */
export const events = (count: number): StatisticSet => ({
  sum: count,
  samples: count,
  minimum: 1,
  maximum: 1,
});

/** The values of a set; three points stand for a set of which only the statistics are known. */
export function valuesOf({ sum, samples, minimum, maximum, values }: StatisticSet): readonly Weighted[] {
  if (values !== undefined) return values;
  if (minimum === maximum) return [{ value: minimum, count: samples }];
  const middle = (sum - minimum - maximum) / (samples - 2);
  return [
    { value: minimum, count: 1 },
    ...(samples > 2 ? [{ value: middle, count: samples - 2 }] : []),
    { value: maximum, count: 1 },
  ];
}

export function ofValues(values: readonly Weighted[]): StatisticSet {
  let [sum, samples, minimum, maximum] = [0, 0, Infinity, -Infinity];
  for (const { value, count } of values) {
    sum += value * count;
    samples += count;
    minimum = Math.min(minimum, value);
    maximum = Math.max(maximum, value);
  }
  return { sum, samples, minimum, maximum, ...(minimum === maximum ? {} : { values }) };
}

/** Gathers sets into one; keeps the spread of the values only when told to, as that costs memory. */
export class Gathering {
  private sum = 0;
  private samples = 0;
  private minimum = Infinity;
  private maximum = -Infinity;
  private readonly values: Weighted[] | undefined;

  constructor(keepValues: boolean) {
    this.values = keepValues ? [] : undefined;
  }

  add(set: StatisticSet): void {
    this.sum += set.sum;
    this.samples += set.samples;
    if (set.minimum < this.minimum) this.minimum = set.minimum;
    if (set.maximum > this.maximum) this.maximum = set.maximum;
    if (this.values !== undefined) this.values.push(...valuesOf(set));
  }

  get set(): StatisticSet {
    const { sum, samples, minimum, maximum, values } = this;
    return { sum, samples, minimum, maximum, ...(values === undefined ? {} : { values }) };
  }
}

/** What was known of a set before it was corrected: other values, or fewer events. Whole numbers stay whole. */
export function distorted(set: StatisticSet, factor: number): StatisticSet {
  const scale = (value: number): number =>
    Number.isInteger(value) ? Math.round(value * factor) : value * factor;
  if (set.minimum === 1 && set.maximum === 1) return events(Math.max(1, scale(set.samples)));
  if (set.samples === 1) return single(scale(set.sum));
  return ofValues(valuesOf(set).map(({ value, count }) => ({ value: scale(value), count })));
}
