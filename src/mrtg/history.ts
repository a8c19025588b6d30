/**
 * What MRTG would have measured, poll by poll: evenly spaced values of both channels, and how MRTG condenses them
 * into longer rows. Pure arithmetic; knows neither a file format nor where the values come from.
 */

export interface History {
  /** A multiple of the step. */
  readonly startSeconds: number;
  /** MRTG's interval. */
  readonly stepSeconds: number;
  /** Nothing is told of what is later; may cut the last step short. */
  readonly endSeconds: number;
  /** One value a step, oldest first, as MRTG stores it (units per second, or a gauge's); NaN is unknown. */
  readonly in: Float64Array;
  readonly out: Float64Array;
}

export interface Condensed {
  /** The mean of the known part; NaN when nothing is known. */
  readonly mean: number;
  readonly maximum: number;
  readonly knownSeconds: number;
}

/** What (from, to] comes to. Values count by the time they were valid for. */
export function condense(
  { startSeconds, stepSeconds, endSeconds }: Omit<History, "in" | "out">,
  values: Float64Array,
  fromSeconds: number,
  toSeconds: number,
): Condensed {
  const to = Math.min(toSeconds, endSeconds, startSeconds + values.length * stepSeconds);
  let [sum, knownSeconds, maximum] = [0, 0, Number.NaN];
  for (let at = Math.max(fromSeconds, startSeconds); at < to;) {
    const index = Math.floor((at - startSeconds) / stepSeconds);
    const next = Math.min(startSeconds + (index + 1) * stepSeconds, to);
    const value = values[index] ?? Number.NaN;
    if (!Number.isNaN(value)) {
      sum += value * (next - at);
      knownSeconds += next - at;
      if (!(maximum >= value)) maximum = value;
    }
    at = next;
  }
  return { mean: knownSeconds === 0 ? Number.NaN : sum / knownSeconds, maximum, knownSeconds };
}
