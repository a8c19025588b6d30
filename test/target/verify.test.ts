import { describe, expect, test } from "vitest";
import { success } from "../../src/result.ts";
import { verify } from "../../src/target/verify.ts";
import { datapointsAt, type Sample } from "../ledger/replay.ts";
import { PolledTarget, start, steady, targetOf } from "./world.ts";

const network = "NetworkIn - AWS/EC2 InstanceId=i-1";
const day = 86_400;

/** A day of polls; then the same day asked for again. */
async function verified(samples: readonly Sample[], later: readonly Sample[] = samples) {
  const polled = new PolledTarget(samples);
  for (let time = start; time <= start + day; time += 300) await polled.answer(network, time);
  const nowSeconds = start + day;
  const source = {
    ask: ([question]: readonly { startSeconds: number; endSeconds: number; periodSeconds: number }[]) =>
      Promise.resolve([
        success(
          question === undefined ? [] : datapointsAt(later, question, question.periodSeconds, nowSeconds),
        ),
      ]),
  };
  const found = await verify(polled.store.only().ledger, targetOf(network).in, source, {
    spanSeconds: day,
    nowSeconds,
    deadline: new AbortController().signal,
  });
  if (!found.ok || found.value === undefined) throw new Error("nothing verified");
  return found.value;
}

describe("a ledger verified against CloudWatch", () => {
  test("agrees when everything was counted", async () => {
    const { counted, published, differing, startSeconds, endSeconds } = await verified(steady(100, 1440));
    expect([counted === published, differing, endSeconds - startSeconds]).toEqual([true, [], 22 * 3600]);
  });

  test("names the hour in which something came too late to be counted", async () => {
    const samples = steady(100, 1440).map((sample, minute) =>
      minute === 300 ? { ...sample, visibleSeconds: sample.timeSeconds + 10 * 3600 } : sample,
    );
    const { differing } = await verified(samples);
    expect(differing.map(({ startSeconds }) => startSeconds)).toEqual([
      Math.floor((start + 300 * 60) / 3600) * 3600,
    ]);
  });

  test("tells how many datapoints were late and how many were corrected", async () => {
    const bin = start + 20 * 300;
    const samples = steady(100, 1440).map((sample) => {
      if (sample.timeSeconds >= bin && sample.timeSeconds < bin + 300)
        return { ...sample, visibleSeconds: sample.timeSeconds + 1800 };
      if (sample.timeSeconds === bin + 6000)
        return { ...sample, earlier: { value: 1, untilSeconds: sample.timeSeconds + 1800 } };
      return sample;
    });
    const { late, revised, differing } = await verified(samples);
    expect([late, revised > 0, differing]).toEqual([1, true, []]);
  });
});
