import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PolledTarget, start, steady } from "./world.ts";

const network = "--lag 300 NetworkIn - AWS/EC2 InstanceId=i-1";
const counter = `--type counter ${network}`;
const unreachable = { kind: "unreachable", endpoint: "monitoring", reason: "ECONNREFUSED" } as const;
/** Ten samples of a minute a poll, at the times of `polls`. */
const every5Minutes = (polls: number): number[] =>
  Array.from({ length: polls }, (_, poll) => start + poll * 300);

describe("asked again within --hold", () => {
  test("a target gives the same answer and asks nothing", async () => {
    const polled = new PolledTarget(steady(100, 60));
    await polled.answer(network, start + 600);
    const first = await polled.answer(network, start + 900);
    const asked = polled.questions.length;
    expect([first, await polled.answer(network, start + 929), polled.questions.length]).toEqual([
      "500",
      "500",
      asked,
    ]);
  });

  test("after a failure it asks again, and the second answer holds what the first did", async () => {
    const polled = new PolledTarget(steady(100, 60));
    await polled.answer(network, start + 600);
    polled.broken = unreachable;
    await polled.answer(network, start + 900);
    polled.broken = undefined;
    expect(await polled.answer(network, start + 905)).toBe("508");
  });
});

describe("a failed request", () => {
  test("leaves what was counted as it was", async () => {
    const polled = new PolledTarget(steady(100, 60));
    await polled.answer(network, start + 600);
    const before = polled.store.only().ledger;
    polled.broken = unreachable;
    await polled.answer(network, start + 900);
    expect(polled.store.only().ledger).toEqual(before);
  });

  test("loses nothing: the next answer makes up for it", async () => {
    const polled = new PolledTarget(steady(100, 60));
    let sum = 0;
    for (const [round, time] of every5Minutes(15).entries()) {
      polled.broken = round === 5 || round === 6 ? unreachable : undefined;
      sum += Number(await polled.answer(network, time));
    }
    expect(sum).toBe(6000);
  });

  test("is unknown to a counter only after an hour without any answer", async () => {
    const polled = new PolledTarget(steady(100, 60));
    await polled.answer(counter, start + 600);
    polled.broken = unreachable;
    const answers = [await polled.answer(counter, start + 3600), await polled.answer(counter, start + 4201)];
    expect(answers.map((answer) => answer === "UNKNOWN")).toEqual([false, true]);
  });
});

describe("a clock that ran years ahead", () => {
  test("hides nothing once it is set right", async () => {
    const polled = new PolledTarget(steady(100, 60));
    let sum = 0;
    for (const [round, time] of every5Minutes(15).entries())
      sum += Number(await polled.answer(network, round === 5 ? time + 315_360_000 : time));
    expect(sum).toBe(6000);
  });
});

describe("nothing new", () => {
  const gauge = "--type gauge --aggregate maximum CPUUtilization - AWS/EC2 InstanceId=i-1";
  const silence = start + 3600;

  test.each([
    ["zero to an absolute", network, "0"],
    ["the same total to a counter", counter, "6000"],
    ["the last value to a gauge", gauge, "500"],
    ["the last value to an absolute that holds", `--missing hold ${network}`, "6000"],
    ["UNKNOWN to a counter that says so", `--missing unknown ${counter}`, "UNKNOWN"],
    ["zero to a gauge that says so", `--missing zero ${gauge}`, "0"],
  ])("is %s", async (_, commandLine, expected) => {
    const polled = new PolledTarget(steady(100, 60));
    await polled.answer(commandLine, start);
    await polled.answer(commandLine, silence + 600);
    expect(await polled.answer(commandLine, silence + 1200)).toBe(expected);
  });

  test("for more than an hour is UNKNOWN to a gauge", async () => {
    const polled = new PolledTarget(steady(100, 60));
    await polled.answer(gauge, silence + 300);
    expect(await polled.answer(gauge, silence + 3901)).toBe("UNKNOWN");
  });

  test("of a sparse metric whose namespace answers stays zero for ever", async () => {
    const polled = new PolledTarget();
    const answers = [];
    for (const time of every5Minutes(30)) answers.push(await polled.answer(network, time));
    expect(new Set(answers)).toEqual(new Set(["0"]));
  });
});

describe("a state that was lost", () => {
  const corrupt = (polled: PolledTarget): void => {
    for (const path of polled.store.files.keys()) polled.store.files.set(path, "garbage");
  };

  test("makes a counter say UNKNOWN once", async () => {
    const polled = new PolledTarget(steady(100, 60));
    await polled.answer(counter, start + 900);
    corrupt(polled);
    const answers = [await polled.answer(counter, start + 1200), await polled.answer(counter, start + 1500)];
    expect(answers.map((answer) => answer === "UNKNOWN")).toEqual([true, false]);
  });

  test("makes an absolute hand out nothing again", async () => {
    const polled = new PolledTarget(steady(100, 60));
    await polled.answer(network, start + 900);
    corrupt(polled);
    const answers = [await polled.answer(network, start + 1200), await polled.answer(network, start + 1500)];
    expect(answers).toEqual(["0", "500"]);
  });
});

describe("two manners of reading one metric", () => {
  test("do not take from each other", async () => {
    const polled = new PolledTarget(steady(100, 60));
    const sums = [0, 0];
    for (const time of every5Minutes(16)) {
      sums[0] = (sums[0] ?? 0) + Number(await polled.answer(network, time));
      sums[1] = (sums[1] ?? 0) + Number(await polled.answer(`--scale 8 ${network}`, time + 40));
    }
    expect([polled.store.files.size, ...sums]).toEqual([1, 6000, 48_000]);
  });

  test.each([
    ["shorter", 600, 0],
    ["longer", 0, 900],
  ])("that differ in a %s lag follow each other without a gap or an overlap", async (_, before, after) => {
    const polled = new PolledTarget(steady(100, 60));
    let sum = 0;
    for (const [round, time] of every5Minutes(20).entries())
      sum += Number(await polled.answer(network.replace("300", String(round < 8 ? before : after)), time));
    expect(sum).toBe(6000);
  });

  test("in and out that are the same metric are one question with one answer", async () => {
    const polled = new PolledTarget(steady(100, 60));
    const [incoming, outgoing] = await polled.outcomes(
      "NetworkIn NetworkIn AWS/EC2 InstanceId=i-1",
      start + 900,
    );
    expect([polled.questions.length, incoming?.answer === outgoing?.answer]).toEqual([1, true]);
  });
});

describe("the first reading", () => {
  test("goes back as far as --lookback, floored to the period", async () => {
    const polled = new PolledTarget(steady(100, 120));
    await polled.answer("--lookback 900 NetworkIn - AWS/EC2 InstanceId=i-1", start + 3700);
    expect(polled.questions[0]?.startSeconds).toBe(start + 2700);
  });
});

describe("a dry run", () => {
  test("says what would be handed out and leaves no trace", async () => {
    const polled = new PolledTarget(steady(100, 60));
    const [outcome] = await polled.outcomes("NetworkIn - AWS/EC2 InstanceId=i-1", start + 900, true);
    expect([outcome?.answer, polled.store.files.size]).toEqual(["1500", 0]);
  });
});

describe("--lag auto", () => {
  const auto = "--lag auto NetworkIn - AWS/EC2 InstanceId=i-1";
  const days = 2;
  /** Visible after `latenessSeconds`, which changes at half time. */
  const world = (early: number, late: number) =>
    steady(100, days * 1440).map((sample, minute) => ({
      ...sample,
      visibleSeconds: sample.timeSeconds + 60 + (minute < days * 720 ? early : late),
    }));

  test("never makes the drawn rate differ by more than 5 % while it learns", async () => {
    const polled = new PolledTarget(world(240, 1200));
    const random = fc.sample(fc.integer({ min: 0, max: 60 }), { numRuns: days * 280, seed: 7 });
    let before = start + 3600;
    await polled.answer(auto, before);
    for (const [round, jitter] of random.entries()) {
      const time = start + 3900 + round * 300 + jitter;
      const drawn = Number(await polled.answer(auto, time)) / (time - before);
      before = time;
      // The second half comes later than anything known: what is not published yet cannot be drawn.
      if (round < days * 130 || round > days * 190)
        expect(Math.abs(drawn / (100 / 60) - 1)).toBeLessThan(0.055);
    }
  });

  test("ends a little beyond the lateness of the last day, in whole minutes", async () => {
    const polled = new PolledTarget(world(240, 240));
    for (let time = start + 3600; time < start + days * 86_400; time += 300) await polled.answer(auto, time);
    const [reader] = Object.values(polled.store.only().readers);
    expect(reader?.lagSeconds).toBe(600);
  });
});

describe("a metric that never had a datapoint", () => {
  const wrong = { kind: "no-such-metric", reason: "there is no NetwrokIn", instead: ["NetworkIn"] } as const;
  const never = "NetwrokIn - AWS/EC2 InstanceId=i-1";

  test("is looked up once an hour, and called wrong all the while", async () => {
    const polled = new PolledTarget();
    let looks = 0;
    polled.lookUp = () => Promise.resolve(((looks += 1), wrong));
    const failures = [];
    for (const time of every5Minutes(13))
      failures.push(...((await polled.outcomes(never, time))[0]?.failures ?? []));
    expect([looks, failures.length, failures[12]]).toEqual([2, 13, wrong]);
  });

  test("is wrong no more once it has one", async () => {
    const polled = new PolledTarget();
    polled.lookUp = () => Promise.resolve(wrong);
    await polled.outcomes(never, start);
    polled.samples = steady(100, 60);
    const [outcome] = await polled.outcomes(never, start + 900);
    expect([outcome?.failures, polled.store.only().absence]).toEqual([[], undefined]);
  });

  test.each([["that is a sparse one by its --missing zero", `--missing zero ${never}`]])(
    "is not looked up where it is one %s",
    async (_, commandLine) => {
      const polled = new PolledTarget();
      polled.lookUp = () => Promise.resolve(wrong);
      expect((await polled.outcomes(commandLine, start))[0]?.failures).toEqual([]);
    },
  );
});
