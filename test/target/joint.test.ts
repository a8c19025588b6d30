import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatAmount } from "../../src/ledger/amount.ts";
import { total } from "../../src/ledger/ledger.ts";
import type { Found } from "../../src/ledger/store.ts";
import { draw, layered } from "../../src/target/drawing.ts";
import { join, withHeld, type Joint } from "../../src/target/joint.ts";
import type { Channel } from "../../src/target/target.ts";
import { readerKey } from "../../src/target/manner.ts";
import { prepare, take } from "../../src/target/turn.ts";
import { datapointsAt, type Sample } from "../ledger/replay.ts";

const start = 1_930_003_200;
const day = 86_400;
const none: Found = { kind: "none" };

const channelOf = (more: Partial<Channel>): Channel =>
  ({
    metric: { namespace: "AWS/EC2", name: "NetworkIn", dimensions: [] },
    aggregate: { kind: "sum" },
    periodSeconds: 300,
    type: "absolute",
    perSecond: false,
    scale: { numerator: 1n, denominator: 1n },
    scaleSpelling: "1",
    lag: 0,
    lookbackSeconds: 900,
    recountSeconds: 3600,
    holdSeconds: 0,
    ...more,
  }) as Channel;

/** A day of one-minute samples, each visible some minutes after its end, and a quiet hour behind them. */
const samplesArbitrary = fc
  .array(
    fc.record({ value: fc.integer({ min: 0, max: 100_000 }), late: fc.integer({ min: 60, max: 900 }) }),
    {
      minLength: 60,
      maxLength: 60,
    },
  )
  .map((raw) =>
    Array.from({ length: 1440 + 60 }, (_, minute): Sample => {
      const { value = 0, late = 60 } = raw[(minute * 7) % 60] ?? {};
      const timeSeconds = start + minute * 60;
      return { timeSeconds, value: minute < 1440 ? value : 0, visibleSeconds: timeSeconds + 60 + late };
    }),
  );

interface Backfilled {
  readonly found: Found;
  readonly joint: Joint;
  /** What the history draws, in all. */
  readonly drawn: number;
}

const interval = 300;

/** Backfills at a time, with what CloudWatch shows then. */
function backfill(
  before: Found,
  channel: Channel,
  samples: readonly Sample[],
  nowSeconds: number,
  mayReopen = true,
): Backfilled {
  const span = { startSeconds: start, endSeconds: Math.floor(nowSeconds / 300) * 300 + 300 };
  const datapoints = datapointsAt(samples, span, 300, nowSeconds);
  const joined = join(
    before,
    channel,
    {},
    {
      nowSeconds,
      endSeconds: Math.floor(nowSeconds / interval) * interval,
      datapoints,
      askedFromSeconds: start,
      shown: Number.NaN,
      mayReopen,
    },
  );
  const joint = joined.value;
  const segments = withHeld(layered([{ periodSeconds: 300, startSeconds: start, datapoints }]), joint);
  const startSeconds = start - 2 * 3600;
  const values = draw(channel, segments, {
    intervalSeconds: interval,
    startSeconds,
    endSeconds: joint.endSeconds,
    cutSeconds: joint.cutSeconds,
    lagSeconds: joint.lagSeconds,
    factor: 1,
    ceiling: Infinity,
  });
  const drawn = values.reduce((sum, rate, index) => {
    const from = startSeconds + index * interval;
    return Number.isNaN(rate) ? sum : sum + rate * (Math.min(joint.endSeconds, from + interval) - from);
  }, 0);
  return {
    found: joined.state === undefined ? before : { kind: "state", state: joined.state },
    joint,
    drawn,
  };
}

function pollAt(found: Found, channel: Channel, samples: readonly Sample[], nowSeconds: number) {
  const preparation = prepare(found, channel, nowSeconds);
  if (preparation.kind === "held") throw new Error("nothing is held");
  const turn = take(
    found,
    channel,
    {},
    datapointsAt(samples, preparation.question, 300, nowSeconds),
    nowSeconds,
  );
  return { found: { kind: "state", state: turn.state } as const, answer: turn.answer };
}

const published = (samples: readonly Sample[]): number => samples.reduce((sum, { value }) => sum + value, 0);

/** Polls every five minutes until all has been published and the lag has passed. */
function pollOn(
  backfilled: Backfilled,
  channel: Channel,
  samples: readonly Sample[],
  fromSeconds: number,
): bigint[] {
  const answers: bigint[] = [];
  let { found } = backfilled;
  for (let now = fromSeconds; now < start + day + 4 * 3600; now += 317) {
    const polled = pollAt(found, channel, samples, now);
    found = polled.found;
    answers.push(BigInt(polled.answer));
  }
  return answers;
}

const lagArbitrary = fc.constantFrom(0, 420, 1200, 3000);
const nowArbitrary = fc.integer({ min: start + 20 * 3600, max: start + day });

describe("history and the polls behind it", () => {
  test("hand out all that was published, once, as absolute", () => {
    fc.assert(
      fc.property(samplesArbitrary, lagArbitrary, nowArbitrary, (samples, lag, now) => {
        const channel = channelOf({ lag });
        const backfilled = backfill(none, channel, samples, now);
        const answers = pollOn(backfilled, channel, samples, now + 120);
        const handedOut = Number(answers.reduce((sum, answer) => sum + answer, 0n));
        expect(Math.abs(backfilled.drawn + handedOut - published(samples))).toBeLessThan(2);
      }),
      { numRuns: 30 },
    );
  });

  test("meet at the value that the counter went on from", () => {
    fc.assert(
      fc.property(samplesArbitrary, lagArbitrary, nowArbitrary, (samples, lag, now) => {
        const channel = channelOf({ lag, type: "counter" });
        const backfilled = backfill(none, channel, samples, now);
        const answers = pollOn(backfilled, channel, samples, now + 120);
        const growth = Number((answers.at(-1) ?? 0n) - BigInt(backfilled.joint.last));
        expect(Math.abs(backfilled.drawn + growth - published(samples))).toBeLessThan(2);
      }),
      { numRuns: 30 },
    );
  });

  test("leave a reader where it stands, and end there", () => {
    fc.assert(
      fc.property(samplesArbitrary, lagArbitrary, nowArbitrary, (samples, lag, now) => {
        const channel = channelOf({ lag });
        // Somebody polled for hours, and nobody drew it.
        let found: Found = none;
        for (let at = now - 7200; at < now; at += 300) ({ found } = pollAt(found, channel, samples, at));
        const backfilled = backfill(found, channel, samples, now + 200);
        expect(backfilled.joint.kind).toBe("respected");
        expect(backfilled.found).toBe(found);
        const answers = pollOn(backfilled, channel, samples, now + 320);
        const handedOut = Number(answers.reduce((sum, answer) => sum + answer, 0n));
        // What came late and out of order for the past of a lagging reader is handed out as well, and stands in the history.
        expect(Math.abs(backfilled.drawn + handedOut - published(samples))).toBeLessThan(3);
      }),
      { numRuns: 30 },
    );
  });

  test.each([true, false])("are joined anew when no poll has come since (%s)", (mayReopen) => {
    fc.assert(
      fc.property(samplesArbitrary, lagArbitrary, (samples, lag) => {
        const now = start + 20 * 3600 + 17;
        const channel = channelOf({ lag });
        const { found } = backfill(none, channel, samples, now);
        const again = backfill(found, channel, samples, now + 5000, mayReopen);
        expect(again.joint.endSeconds).toBe(mayReopen ? start + 20 * 3600 + 4800 : start + 20 * 3600);
        const handedOut = pollOn(again, channel, samples, now + 5100).reduce(
          (sum, answer) => sum + answer,
          0n,
        );
        expect(Math.abs(again.drawn + Number(handedOut) - published(samples))).toBeLessThan(2);
      }),
      { numRuns: 5 },
    );
  });

  test.each([
    [900, 1200],
    [1200, 900],
  ])("go on from a reader whose lag was %d when it is %d now", (before, lag) => {
    fc.assert(
      fc.property(samplesArbitrary, (samples) => {
        const now = start + 20 * 3600 + 17;
        const { found } = pollAt(none, channelOf({ lag: before }), samples, now - 600);
        const channel = channelOf({ lag });
        const backfilled = backfill(found, channel, samples, now);
        const handedOut = pollOn(backfilled, channel, samples, now + 120).reduce(
          (sum, answer) => sum + answer,
          0n,
        );
        expect(Math.abs(backfilled.drawn + Number(handedOut) - published(samples))).toBeLessThan(2);
      }),
      { numRuns: 5 },
    );
  });

  test("share the ledger with another manner of reading", () => {
    const samples = Array.from({ length: 1500 }, (_, minute): Sample => ({
      timeSeconds: start + minute * 60,
      value: minute < 1440 ? 60 : 0,
      visibleSeconds: start + minute * 60 + 120,
    }));
    const now = start + 22 * 3600 + 11;
    const counter = channelOf({ type: "counter", lag: 600 });
    const { found } = pollAt(none, counter, samples, now - 200);
    const channel = channelOf({ lag: 600 });
    const backfilled = backfill(found, channel, samples, now);
    expect(backfilled.joint.kind).toBe("opened");
    if (backfilled.found.kind !== "state") throw new Error("there is a state");
    expect(Object.keys(backfilled.found.state.readers)).toEqual([readerKey(counter), readerKey(channel)]);
    const handedOut = Number(pollOn(backfilled, channel, samples, now + 120).reduce((a, b) => a + b, 0n));
    expect(Math.abs(backfilled.drawn + handedOut - published(samples))).toBeLessThan(2);
  });

  test("keep the gauge's datapoints apart: the first poll shows the first one behind the history", () => {
    const samples = Array.from({ length: 1440 }, (_, minute): Sample => ({
      timeSeconds: start + minute * 60,
      value: Math.floor(minute / 5),
      visibleSeconds: start + minute * 60 + 120,
    }));
    const now = start + 20 * 3600;
    const channel = channelOf({ type: "gauge", aggregate: { kind: "maximum" }, lag: 600 });
    const backfilled = backfill(none, channel, samples, now);
    // samples of the bins are summed by the fake: five of 238 each end at now - 600 + 300.
    const first = pollAt(backfilled.found, channel, samples, now + 300).answer;
    expect(first).toBe(String(5 * 238));
  });
});

describe("the ledger of a history", () => {
  test("holds what a late datapoint may still change", () => {
    const samples = Array.from({ length: 600 }, (_, minute): Sample => ({
      timeSeconds: start + minute * 60,
      value: 1,
      visibleSeconds: start + minute * 60 + 120,
    }));
    const { found } = backfill(none, channelOf({ lag: 600 }), samples, start + 9 * 3600);
    if (found.kind !== "state") throw new Error("it was opened");
    const { ledger } = found.state;
    expect(ledger.horizonSeconds).toBeLessThanOrEqual(start + 9 * 3600 - 600 - 3600);
    expect(formatAmount(total(ledger, Infinity) - ledger.closed)).toMatch(/^\d+$/);
  });
});
