/**
 * What MRTG would have drawn of a channel, had it been there: datapoints, fine ones and older coarse ones, become
 * values at MRTG's interval. Pure.
 */
import type { Datapoint } from "../cloudwatch/source.ts";
import { sum } from "../sum.ts";
import type { Channel } from "./target.ts";
import { combinations } from "./manner.ts";

/** What is known of [from, to), by CloudWatch's clock. */
export interface Segment {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  /** Of a whole period of this length, of which the segment may be a part. */
  readonly lengthSeconds: number;
  readonly value: number;
  readonly samples?: number;
}

export interface Answered {
  readonly periodSeconds: number;
  readonly startSeconds: number;
  readonly datapoints: readonly Datapoint[];
}

/** The answers of all tiers as one series, oldest first: where two tell of one time, the finer, given first, does. */
export function layered(tiers: readonly Answered[]): Segment[] {
  let toldFrom = Infinity;
  const newestFirst = tiers.map(({ periodSeconds, startSeconds, datapoints }) => {
    const until = toldFrom;
    toldFrom = Math.min(toldFrom, startSeconds);
    return datapoints
      .toSorted((a, b) => a.timeSeconds - b.timeSeconds)
      .flatMap(({ timeSeconds, value, samples, periodSeconds: own = periodSeconds }): Segment[] => {
        const toSeconds = Math.min(timeSeconds + own, until);
        return toSeconds <= timeSeconds
          ? []
          : [
              {
                fromSeconds: timeSeconds,
                toSeconds,
                lengthSeconds: own,
                value,
                ...(samples === undefined ? {} : { samples }),
              },
            ];
      });
  });
  return newestFirst.reverse().flat();
}

export interface Drawing {
  /** MRTG's interval, and the first of its steps: a multiple of it. */
  readonly intervalSeconds: number;
  readonly startSeconds: number;
  /** The end of the history by MRTG's clock. */
  readonly endSeconds: number;
  readonly lagSeconds: number;
  /** By CloudWatch's clock: what is later belongs to the polls to come. */
  readonly cutSeconds: number;
  /** 60 and 3600 for MRTG's `perminute` and `perhour`. */
  readonly factor: number;
  /** MRTG takes what is larger for unknown. */
  readonly ceiling: number;
}

/** A gauge shows its last value for so long, and then says that it knows none. */
const silenceSeconds = 3600;

/** The parts of segments within [from, to), by a walk that only goes forward. */
function walkOver(segments: readonly Segment[]): (from: number, to: number) => readonly [Segment, number][] {
  let first = 0;
  return (from, to) => {
    while ((segments[first]?.toSeconds ?? Infinity) <= from) first += 1;
    const parts: [Segment, number][] = [];
    for (let index = first; (segments[index]?.fromSeconds ?? Infinity) < to; index++) {
      const segment = segments[index];
      if (segment === undefined) break;
      const seconds = Math.min(to, segment.toSeconds) - Math.max(from, segment.fromSeconds);
      if (seconds > 0) parts.push([segment, seconds]);
    }
    return parts;
  };
}

/** Each part's share of its datapoint. */
const shares = (parts: readonly [Segment, number][], of: (segment: Segment) => number): number =>
  sum(parts.map(([segment, seconds]) => (of(segment) * seconds) / segment.lengthSeconds));

/** What a gauge shows of these parts; NaN when there is none. */
function gaugeOf(channel: Channel, parts: readonly [Segment, number][], intervalSeconds: number): number {
  if (parts.length === 0) return Number.NaN;
  const values = parts.map(([segment]) => segment.value);
  const [only] = parts.length === 1 ? parts : [];
  switch (combinations[channel.aggregate.kind]) {
    case "sum": {
      const rate = shares(parts, ({ value }) => value) / sum(parts.map(([, seconds]) => seconds));
      // Not as a rate, a poll shows what came since the last one: its interval's, or a longer period's.
      return channel.perSecond ? rate : rate * Math.max(channel.periodSeconds, intervalSeconds);
    }
    case "mean":
      if (only !== undefined) return only[0].value / (only[0].samples ?? 1);
      return shares(parts, ({ value }) => value) / shares(parts, ({ samples = 1 }) => samples);
    case "minimum":
      return Math.min(...values);
    case "maximum":
      return Math.max(...values);
    case "newest":
      return values.at(-1) ?? Number.NaN;
  }
}

/** A value for every step from start to end; NaN is unknown, and so is all before the first datapoint. */
export function draw(channel: Channel, segments: readonly Segment[], drawing: Drawing): Float64Array {
  const { intervalSeconds, startSeconds, endSeconds, cutSeconds, factor, ceiling } = drawing;
  const isGauge = channel.type === "gauge";
  // A poll shows a gauge's datapoint after its period, which is its own step only where both are as long.
  const behind = isGauge ? Math.max(0, channel.periodSeconds - intervalSeconds) : 0;
  const lagSeconds = drawing.lagSeconds + behind;
  const scale = Number(channel.scale.numerator) / Number(channel.scale.denominator);
  const known = segments
    .filter(({ fromSeconds }) => fromSeconds < cutSeconds)
    .map((segment) => ({ ...segment, toSeconds: Math.min(segment.toSeconds, cutSeconds) }));
  const partsOf = walkOver(known);
  const began = (known[0]?.fromSeconds ?? Infinity) + lagSeconds;
  const holdSeconds =
    channel.missing === "hold"
      ? Infinity
      : channel.missing === "unknown"
        ? 0
        : Math.max(silenceSeconds, 2 * channel.periodSeconds);
  let [held, heldSince] = [Number.NaN, -Infinity];

  return Float64Array.from(
    { length: Math.ceil((endSeconds - startSeconds) / intervalSeconds) },
    (_, index) => {
      const from = startSeconds + index * intervalSeconds;
      const to = Math.min(from + intervalSeconds, endSeconds);
      if (to <= began) return Number.NaN;
      const parts = partsOf(from - lagSeconds, to - lagSeconds);
      let value: number;
      if (!isGauge) value = shares(parts, (segment) => segment.value) / (to - from);
      else {
        value = gaugeOf(channel, parts, intervalSeconds);
        if (!Number.isNaN(value)) [held, heldSince] = [value, to];
        else if (channel.missing === "zero") value = 0;
        else if (to - heldSince <= holdSeconds) value = held;
      }
      const shown = Math.max(0, value * scale * factor);
      return shown > ceiling ? Number.NaN : shown;
    },
  );
}
