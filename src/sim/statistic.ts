/** The value of a statistic, as a request spells it, of a datapoint. Pure. */
import { extendedValue, readExtended } from "./extended-statistic.ts";
import type { StatisticSet } from "./statistic-set.ts";

export interface Statistic {
  readonly isExtended: boolean;
  /** Undefined where the datapoint has no such value. */
  valueOf(set: StatisticSet): number | undefined;
}

const simple: Readonly<Record<string, (set: StatisticSet) => number>> = {
  Sum: ({ sum }) => sum,
  SampleCount: ({ samples }) => samples,
  Average: ({ sum, samples }) => sum / samples,
  Minimum: ({ minimum }) => minimum,
  Maximum: ({ maximum }) => maximum,
};

/** Undefined when CloudWatch has no such statistic. */
export function readStatistic(text: string): Statistic | undefined {
  const valueOf = Object.hasOwn(simple, text) ? simple[text] : undefined;
  if (valueOf !== undefined) return { isExtended: false, valueOf };
  const extended = readExtended(text);
  return extended === undefined
    ? undefined
    : { isExtended: true, valueOf: (set) => extendedValue(extended, set) };
}
