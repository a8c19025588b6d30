import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Source } from "../../src/cloudwatch/source.ts";
import type { Store } from "../../src/ledger/store.ts";
import { success } from "../../src/result.ts";
import { collect } from "../../src/target/collect.ts";
import { identityOf } from "../../src/target/identity.ts";
import { accountOf, poll } from "../../src/target/poll.ts";
import { readyPath } from "../../src/target/ready.ts";
import { readyFiles, type ReadyFiles, type Time } from "../../src/target/ready-files.ts";
import { datapointsAt, type Sample } from "../ledger/replay.ts";
import { MemoryStore, start, steady, targetOf } from "./world.ts";

class Killed extends Error {}

/** A process that dies before its n-th step, and does nothing from then on. */
class Life {
  #steps: number;
  constructor(steps = Infinity) {
    this.#steps = steps;
  }
  step(): void {
    this.#steps -= 1;
    if (this.#steps < 0) throw new Killed();
  }
}

const mortalStore = (store: MemoryStore, life: Life): Store => ({
  look: (path) => store.look(path),
  update: async (path, deadline, change) => {
    life.step();
    const updated = await store.update(path, deadline, async (found) => {
      const changed = await change(found);
      life.step();
      return changed;
    });
    life.step();
    return updated;
  },
});

const mortalFiles = (files: ReadyFiles, life: Life): ReadyFiles => ({
  ...files,
  withdraw: async (offer) => {
    life.step();
    const fate = await files.withdraw(offer);
    life.step();
    return fate;
  },
  put: (path, ready) => {
    life.step();
    const before = files.put(path, ready);
    life.step();
    return before;
  },
});

const commandLine = "NetworkIn NetworkOut AWS/EC2 InstanceId=i-1";

/** One target that cw-collect and cw-mrtg read by turns, over a state that outlives every process. */
class CollectedTarget {
  readonly directory = mkdtempSync(join(tmpdir(), "cw-collect-"));
  readonly store = new MemoryStore();
  readonly printed: string[][] = [];
  readonly samples: Readonly<Record<string, readonly Sample[]>>;
  readonly #target;
  readonly #path = readyPath(commandLine.split(" "), {}) ?? "";

  constructor(samples: Readonly<Record<string, readonly Sample[]>>, more = "") {
    this.samples = samples;
    this.#target = targetOf(`${commandLine}${more}`);
  }

  #accounts() {
    const { in: incoming, out } = this.#target;
    return [incoming, ...(out === undefined ? [] : [out])].map((channel) =>
      accountOf(channel, identityOf(channel, { region: "eu-west-1" }), this.directory),
    );
  }

  #source(nowSeconds: number): Source {
    return {
      ask: (questions) =>
        Promise.resolve(
          questions.map((question) =>
            success(
              datapointsAt(
                this.samples[question.metric?.name ?? ""] ?? [],
                question,
                question.periodSeconds,
                nowSeconds,
              ),
            ),
          ),
        ),
    };
  }

  #files(nowSeconds: number): ReadyFiles {
    const time: Time = { epochSeconds: nowSeconds, moment: { boot: "b", seconds: nowSeconds - start + 500 } };
    return readyFiles(this.directory, () => time);
  }

  /** False when it was killed before its end. */
  async collect(nowSeconds: number, steps = Infinity): Promise<boolean> {
    const life = new Life(steps);
    const group = {
      source: this.#source(nowSeconds),
      files: mortalFiles(this.#files(nowSeconds), life),
      wanted: [{ target: this.#target, accounts: this.#accounts(), readyPath: this.#path }],
    };
    try {
      await collect([group], {
        store: mortalStore(this.store, life),
        nowSeconds,
        moment: { boot: "b", seconds: nowSeconds - start + 500 },
        validSeconds: 240,
        deadline: () => new AbortController().signal,
        interrupted: new AbortController().signal,
        leaves: () => false,
        progress: () => undefined,
      });
      return true;
    } catch (error) {
      if (error instanceof Killed) return false;
      throw error;
    }
  }

  /** What lies ready, or a poll: as the launcher does it. */
  async print(nowSeconds: number, isDirect = false): Promise<void> {
    const lines = isDirect ? undefined : this.#files(nowSeconds).take(this.#path);
    if (lines !== undefined) {
      this.printed.push(lines.split("\n").slice(0, 2));
      return;
    }
    const outcomes = await poll(this.#accounts(), {
      store: this.store,
      offers: this.#files(nowSeconds),
      source: this.#source(nowSeconds),
      nowSeconds,
      deadline: new AbortController().signal,
      dry: false,
    });
    this.printed.push((outcomes ?? []).map(({ answer }) => answer));
  }

  sums(): number[] {
    return [0, 1].map((line) => this.printed.reduce((sum, lines) => sum + Number(lines[line]), 0));
  }

  [Symbol.dispose](): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}

const round = fc.record({
  collects: fc.integer({ min: 0, max: 2 }),
  /** How far each collector comes. */
  steps: fc.array(fc.oneof(fc.integer({ min: 0, max: 20 }), fc.constant(Infinity)), {
    minLength: 2,
    maxLength: 2,
  }),
  prints: fc.constantFrom<"no" | "ready" | "direct" | "late">("no", "ready", "direct", "late"),
  gap: fc.constantFrom(300, 300, 300, 600, 4000),
});

const sumOf = (samples: readonly Sample[]): number => samples.reduce((sum, { value }) => sum + value, 0);

describe("cw-collect between the polls", () => {
  test.each(["", " --lag 600", " --lag auto"])(
    "loses and doubles nothing%s, whoever dies or stays away",
    async (more) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(round, { minLength: 1, maxLength: 12 }),
          fc.array(fc.integer({ min: 0, max: 99_999 }), { minLength: 5, maxLength: 30 }),
          async (rounds, values) => {
            const samples = values.map((value, index) => steady(value, 1, start + index * 120)).flat();
            const doubled = samples.map((sample) => ({ ...sample, value: 2 * sample.value + 1 }));
            using target = new CollectedTarget({ NetworkIn: samples, NetworkOut: doubled }, more);
            // The first reading ever reaches back a little only.
            await target.print(start);
            let now = start + 60;
            for (const { collects, steps, prints, gap } of rounds) {
              for (let count = 0; count < collects; count++) await target.collect(now + count, steps[count]);
              if (prints !== "no")
                await target.print(now + (prints === "late" ? 250 : 5), prints === "direct");
              now += gap;
            }
            for (const later of [90_000, 91_000, 190_000]) await target.print(now + later);
            expect(target.sums()).toEqual([sumOf(samples), sumOf(doubled)]);
          },
        ),
        { numRuns: 60, seed: 1, endOnFailure: true },
      );
    },
  );

  test("prints what was collected, and asks nobody", async () => {
    using target = new CollectedTarget({ NetworkIn: steady(5, 10), NetworkOut: steady(7, 10) });
    await target.collect(start + 700);
    const before = [...target.store.files.values()];
    await target.print(start + 705);
    expect(target.printed).toEqual([["50", "70"]]);
    expect([...target.store.files.values()]).toEqual(before);
  });

  test("adds what nobody took to the next reading", async () => {
    using target = new CollectedTarget({ NetworkIn: steady(5, 20), NetworkOut: steady(7, 20) });
    await target.collect(start + 700);
    await target.collect(start + 1300);
    await target.print(start + 1305);
    expect(target.printed).toEqual([["100", "140"]]);
  });

  test("gives nobody a reading that was withdrawn", async () => {
    using target = new CollectedTarget({ NetworkIn: steady(5, 10), NetworkOut: steady(7, 10) });
    await target.collect(start + 700);
    await target.print(start + 701, true);
    await target.print(start + 760);
    expect(target.printed).toEqual([
      ["50", "70"],
      ["0", "0"],
    ]);
  });

  test("says again what was taken a moment ago to whoever polls", async () => {
    using target = new CollectedTarget({ NetworkIn: steady(5, 10), NetworkOut: steady(7, 10) });
    await target.collect(start + 700);
    await target.print(start + 800);
    await target.print(start + 810, true);
    expect(target.printed).toEqual([
      ["50", "70"],
      ["50", "70"],
    ]);
  });

  test("lets a counter that lost its state say UNKNOWN until MRTG has heard it", async () => {
    using target = new CollectedTarget(
      { NetworkIn: steady(5, 30), NetworkOut: steady(7, 30) },
      " --type counter",
    );
    await target.collect(start + 700);
    for (const path of target.store.files.keys()) target.store.files.set(path, "{");
    await target.collect(start + 1000);
    await target.collect(start + 1300);
    await target.print(start + 1305);
    expect(target.printed).toEqual([["UNKNOWN", "UNKNOWN"]]);
  });
});
