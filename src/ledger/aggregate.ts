/** How several datapoints of one metric become one value. Pure. */
import { divide, type Amount } from "./amount.ts";
import type { Entry } from "./ledger.ts";

/** `newest`: percentiles and their kin, which cannot be combined; the newest datapoint speaks for itself. */
export type Combination = "sum" | "mean" | "minimum" | "maximum" | "newest";

/** The combined value of datapoints in ascending order; undefined when there is none to speak of. */
export function combine(entries: readonly Entry[], combination: Combination): Amount | undefined {
  const [first, ...rest] = entries;
  if (first === undefined) return undefined;
  const sumOf = (amountOf: (entry: Entry) => Amount): Amount =>
    entries.reduce((sum, entry) => sum + amountOf(entry), 0n);
  switch (combination) {
    case "sum":
      return sumOf((entry) => entry.value);
    case "mean": {
      // Sum of Sum / sum of SampleCount, never the mean of the Averages: a bin with one sample weighs little.
      const samples = sumOf((entry) => entry.samples ?? 0n);
      return samples === 0n
        ? undefined
        : divide(
            sumOf((entry) => entry.value),
            samples,
          );
    }
    case "minimum":
      return rest.reduce((least, { value }) => (value < least ? value : least), first.value);
    case "maximum":
      return rest.reduce((most, { value }) => (value > most ? value : most), first.value);
    case "newest":
      return entries.at(-1)?.value;
  }
}
