import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Sample } from "../ledger/replay.ts";
import { PolledTarget, start } from "./world.ts";

const day = 86_400;
const line = "--type counter NetworkIn - AWS/EC2 InstanceId=i-1";

/** One sample every 25 minutes, odd to every period, visible a minute later. */
const samplesFor = (seconds: number): Sample[] =>
  Array.from({ length: Math.floor(seconds / 1500) }, (_, index) => ({
    timeSeconds: start - 7200 + index * 1500,
    value: 1000 + index,
    visibleSeconds: start - 7200 + index * 1500 + 60,
  }));

/** Three hours of polls every five minutes, then silence, then one poll. */
async function afterSilence(silentSeconds: number, phaseSeconds: number, commandLine = line) {
  const world = new PolledTarget(samplesFor(silentSeconds + 6 * 3600));
  const begin = start + phaseSeconds;
  for (let poll = 0; poll < 36; poll += 1) await world.answer(commandLine, begin + poll * 300);
  const now = begin + 35 * 300 + silentSeconds;
  const [outcome] = await world.outcomes(commandLine, now);
  return { world, outcome, now, begins: world.store.only().ledger.beginsSeconds };
}

const sumBetween = (world: PolledTarget, from: number, until: number): number =>
  world.samples
    .filter(({ timeSeconds, visibleSeconds }) => timeSeconds >= from && visibleSeconds <= until)
    .reduce((sum, { value }) => sum + value, 0);

describe("after a silence", () => {
  test.each(["", "--period 60 ", "--period 3600 ", "--recount 0 --lookback 60 "])(
    "of up to 454 days everything is counted once, whatever the phase: %s",
    async (period) => {
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 60, max: 454 * day }),
          fc.integer({ min: 0, max: 7200 }),
          async (silentSeconds, phase) => {
            const { world, outcome, now, begins } = await afterSilence(silentSeconds, phase, period + line);
            expect(outcome?.failures).toEqual([]);
            expect(outcome?.answer).toBe(String(sumBetween(world, begins, now)));
          },
        ),
        { numRuns: 6 },
      );
    },
  );

  test("of 500 days what CloudWatch has forgotten is named, and kept in mind", async () => {
    const { world, outcome, now, begins } = await afterSilence(500 * day, 0);
    const gone = outcome?.turn?.gone ?? [];
    const { startSeconds, endSeconds } = gone[0]!;
    expect(gone.length).toBe(1);
    expect(endSeconds).toBe(Math.ceil((now - 455 * day) / 3600) * 3600);
    expect(outcome?.failures).toEqual([{ kind: "forgotten", title: "NetworkIn", startSeconds, endSeconds }]);
    expect(world.store.only().gone).toEqual(gone);
    expect(outcome?.answer).toBe(
      String(sumBetween(world, begins, startSeconds + 60) + sumBetween(world, endSeconds, now)),
    );
  });

  test("the next poll goes on as ever, and complains no more", async () => {
    const { world, now, begins } = await afterSilence(500 * day, 0);
    const before = world.questions.length;
    const [outcome] = await world.outcomes(line, now + 300);
    expect(outcome?.failures).toEqual([]);
    expect(world.questions.length).toBe(before + 1);
    expect(begins).toBe(world.store.only().ledger.beginsSeconds);
  });
});
