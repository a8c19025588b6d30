/** Samples that were given rather than made up: of a CSV, of PutMetricData, of an interface. Knows no clock. */
import type { Receive, SampleSource } from "./series.ts";
import type { StatisticSet } from "./statistic-set.ts";

interface Recorded {
  readonly timeSeconds: number;
  readonly set: StatisticSet;
  readonly seenSeconds?: number;
}

export interface Recording extends SampleSource {
  /** `seenSeconds`: from when on it can be seen; undefined leaves that to the publication. */
  add(timeSeconds: number, set: StatisticSet, seenSeconds?: number): void;
}

/** The first place in the sorted samples that is not before `timeSeconds`. */
function placeOf(samples: readonly Recorded[], timeSeconds: number): number {
  let [low, high] = [0, samples.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((samples[middle]?.timeSeconds ?? Infinity) < timeSeconds) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function openRecording(stepSeconds: number): Recording {
  const samples: Recorded[] = [];
  return {
    stepSeconds,
    span: () => ({
      firstSeconds: samples[0]?.timeSeconds ?? Infinity,
      lastSeconds: samples.at(-1)?.timeSeconds ?? -Infinity,
    }),
    add(timeSeconds, set, seenSeconds) {
      const sample = { timeSeconds, set, ...(seenSeconds === undefined ? {} : { seenSeconds }) };
      // Nearly always the newest; the place after its equals keeps the order of arrival.
      samples.splice(placeOf(samples, timeSeconds + 1e-9), 0, sample);
    },
    visit(fromSeconds, toSeconds, receive: Receive) {
      for (let place = placeOf(samples, fromSeconds); place < samples.length; place++) {
        const sample = samples[place];
        if (sample === undefined || sample.timeSeconds >= toSeconds) return;
        receive(sample.timeSeconds, sample.set, sample.seenSeconds);
      }
    },
  };
}
