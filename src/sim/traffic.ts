/**
 * Made-up traffic: days and weeks have their shape, no two minutes are alike, and every minute follows from the key
 * alone, so that any hour of any year is found without what came before. Pure.
 */
import { chance } from "./hash.ts";
import type { SampleSource } from "./series.ts";
import { events, ofValues, single, type StatisticSet } from "./statistic-set.ts";

export interface Traffic {
  /**
   * `bytes`: one whole number a step; `level`: one number with a fraction; `events`: so many ones; `durations`: so many
   * values with a long tail; `charges`: what has been spent since the month began.
   */
  readonly kind: "bytes" | "level" | "events" | "durations" | "charges";
  /** The mean of a step: of its sum for bytes and events, of its values for the others. */
  readonly mean: number;
  /** For durations: how many values a step has. */
  readonly count?: number;
  readonly most?: number;
  /** The part of the steps (0 to 1) in which anything happens; a sparse metric says nothing in the others. */
  readonly share?: number;
  /** What a sample covers; a minute by default. */
  readonly stepSeconds?: number;
}

const daySeconds = 86_400;

/** A night, a morning and an evening peak; its mean is about 1. */
const dayShape = Float64Array.from({ length: 1440 }, (_, minute) => {
  const angle = (2 * Math.PI * minute) / 1440;
  return 1 - 0.45 * Math.cos(angle - 0.6) - 0.2 * Math.cos(2 * angle + 0.4);
});

function shapeAt(key: number, timeSeconds: number): number {
  // The epoch was a Thursday: the third and fourth days are the weekend.
  const day = Math.floor(timeSeconds / daySeconds);
  const isWeekend = (day + 5) % 7 < 2;
  // Each metric's day begins a little earlier or later.
  const minute = (Math.floor(timeSeconds / 60) + (key % 180)) % 1440;
  return (dayShape[minute] ?? 1) * (isWeekend ? 0.6 : 1.15);
}

/** The value of a step before it is rounded: shape, noise, and a burst now and then. */
function valueAt(key: number, timeSeconds: number, mean: number): number {
  const isBurst = chance(key, timeSeconds, 1) < 0.005;
  return mean * shapeAt(key, timeSeconds) * (0.6 + 0.8 * chance(key, timeSeconds, 2)) * (isBurst ? 4 : 1);
}

/** How the values of a step are spread around its mean: most below, a few far above. */
const tail = [
  { part: 0.6, factor: 0.6 },
  { part: 0.3, factor: 1.2 },
  { part: 0.09, factor: 2.1 },
  { part: 0.01, factor: 9 },
];

function durations(count: number, mean: number): StatisticSet {
  let rest = count;
  const values = tail.map(({ part, factor }, index) => {
    const share = index === 0 ? Math.ceil(count * part) : Math.round(count * part);
    const taken = Math.min(rest, share);
    rest -= taken;
    return { value: Number((mean * factor).toPrecision(6)), count: taken };
  });
  return ofValues(values.filter((each) => each.count > 0));
}

function monthShare(timeSeconds: number): number {
  const date = new Date(timeSeconds * 1000);
  const begin = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1) / 1000;
  return (timeSeconds - begin) / (30 * daySeconds);
}

function setAt(traffic: Traffic, key: number, timeSeconds: number): StatisticSet {
  const { kind, mean, count = 1, most = Infinity } = traffic;
  if (kind === "charges") return single(Number((mean * monthShare(timeSeconds)).toFixed(2)));
  const size = valueAt(key, timeSeconds, kind === "durations" ? count : mean);
  if (kind === "bytes") return single(Math.round(Math.min(size, most)));
  if (kind === "level") return single(Number(Math.min(size, most).toPrecision(6)));
  if (kind === "events") return events(Math.max(1, Math.round(size)));
  return durations(Math.max(1, Math.round(size)), mean * (0.8 + 0.4 * chance(key, timeSeconds, 4)));
}

/** Traffic without begin and end. */
export function trafficSource(traffic: Traffic, key: number): SampleSource {
  const { stepSeconds = 60, share = 1 } = traffic;
  return {
    stepSeconds,
    span: () => undefined,
    visit(fromSeconds, toSeconds, receive) {
      for (
        let timeSeconds = Math.ceil(fromSeconds / stepSeconds) * stepSeconds;
        timeSeconds < toSeconds;
        timeSeconds += stepSeconds
      )
        if (share === 1 || chance(key, timeSeconds, 3) < share)
          receive(timeSeconds, setAt(traffic, key, timeSeconds));
    },
  };
}
