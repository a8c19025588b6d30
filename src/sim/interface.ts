/**
 * The traffic of a real interface as CloudWatch would tell it of an instance: sampled every minute, published like any
 * other metric. Gets the counters and the clock from whoever starts it.
 */
import type { Metric } from "../cloudwatch/metric.ts";
import { openRecording, type Recording } from "./recorded.ts";
import { single } from "./statistic-set.ts";
import type { MetricOfWorld } from "./world.ts";

/** Bytes since the interface exists: 64 bits, and so no doubles. */
export interface Counters {
  readonly received: bigint;
  readonly transmitted: bigint;
}

export interface InterfaceSampler {
  /** NetworkIn and NetworkOut of the instance, for a world. */
  readonly metrics: readonly MetricOfWorld[];
  /** Takes one sample: what has passed since the last one belongs to the minute that the last one began. */
  sample(nowSeconds: number): void;
}

/** A counter that fell was reset: what it shows is what has passed since. */
const passed = (before: bigint, now: bigint): number => Number(now >= before ? now - before : now);

export function openInterface(
  read: () => Counters | undefined,
  instanceId: string,
  startSeconds: number,
): InterfaceSampler {
  const [received, transmitted] = [openRecording(60), openRecording(60)];
  let last = read();
  let minute = Math.floor(startSeconds / 60) * 60;

  const metricOf = (name: string, recording: Recording): MetricOfWorld => {
    const metric: Metric = {
      namespace: "AWS/EC2",
      name,
      dimensions: [{ name: "InstanceId", value: instanceId }],
    };
    return { metric, unit: "Bytes", monitoring: "instance", source: () => recording };
  };

  return {
    metrics: [metricOf("NetworkIn", received), metricOf("NetworkOut", transmitted)],
    sample(nowSeconds) {
      const counters = read();
      if (counters !== undefined && last !== undefined) {
        received.add(minute, single(passed(last.received, counters.received)));
        transmitted.add(minute, single(passed(last.transmitted, counters.transmitted)));
      }
      // An interface that is away for a while leaves a gap.
      last = counters;
      // A timer may ring a moment too early.
      minute = Math.floor((nowSeconds + 1) / 60) * 60;
    },
  };
}

/** From now until the next full minute. */
export const untilNextMinute = (nowMilliseconds: number): number => 60_000 - (nowMilliseconds % 60_000);
