import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { costOf, planText, stepFor, type Called, type Step, type Work } from "../../src/backfill/plan.ts";
import { realDisk, type Disk } from "../../src/backfill/replace.ts";
import { runPlan } from "../../src/backfill/run.ts";
import { parseCommandLine } from "../../src/cli/options.ts";
import { readTarget } from "../../src/cli/target-options.ts";
import { cwMrtg } from "../../src/cli/target-spec.ts";
import type { Question, Source } from "../../src/cloudwatch/source.ts";
import { fileStore } from "../../src/ledger/store.ts";
import { readConfig } from "../../src/mrtg/config.ts";
import { parseLog, rowStart } from "../../src/mrtg/log.ts";
import { failure, success } from "../../src/result.ts";
import { identityOf } from "../../src/target/identity.ts";
import { accountOf } from "../../src/target/poll.ts";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "backfill-"));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

const now = 1_930_003_217;
const day = 86_400;

/** Ten a second, always, until now. */
const steady: Source = {
  ask: (questions) =>
    Promise.resolve(
      questions.map(({ startSeconds, endSeconds, periodSeconds }) =>
        success(
          Array.from({ length: (Math.min(endSeconds, now) - startSeconds) / periodSeconds }, (_, index) => ({
            timeSeconds: startSeconds + index * periodSeconds,
            value: 10 * periodSeconds,
          })),
        ),
      ),
    ),
};

const words = "NetworkIn NetworkOut AWS/EC2 InstanceId=i-1";

function stepsOf(text: string, command = words, more: { force?: boolean; days?: number } = {}): Step[] {
  const config = readConfig("m.cfg", { read: () => `WorkDir: ${directory}\n${text}`, glob: () => [] });
  const typed = parseCommandLine(cwMrtg, command.split(" "));
  const target = typed.ok ? readTarget(typed.value) : typed;
  if (!config.ok || !target.ok) throw new Error("the test's own words are wrong");
  const called: Called = { target: target.value, environment: [] };
  return config.value.targets.map((each) =>
    stepFor(config.value, each, called, {
      nowSeconds: now,
      days: 455,
      force: false,
      exists: existsSync,
      ...more,
    }),
  );
}

const targets = (...names: readonly string[]): string =>
  names
    .map(
      (name) =>
        `Target[${name}]: \`cw-mrtg ${words}\`\nOptions[${name}]: absolute\nMaxBytes[${name}]: 1000000\n`,
    )
    .join("");

const worksOf = (steps: readonly Step[]): Work[] =>
  steps.filter((step): step is Work => step.kind !== "skip");

const run = (
  steps: readonly Step[],
  more: { disk?: Disk; source?: Source; interrupted?: AbortSignal } = {},
) =>
  runPlan<never>(
    worksOf(steps),
    {
      store: fileStore,
      disk: more.disk ?? realDisk,
      rrdtool: () => Promise.resolve(failure({ kind: "rrdtool", word: "", reason: "not here" })),
      nowSeconds: now,
      deadline: AbortSignal.timeout(20_000),
      opened: new Set(),
      reach: () =>
        Promise.resolve(
          success({
            source: more.source ?? steady,
            account: (channel) =>
              accountOf(channel, identityOf(channel, { region: "eu-west-1" }), join(directory, "state")),
          }),
        ),
      progress: () => undefined,
    },
    more.interrupted ?? new AbortController().signal,
  );

const kinds = (outcomes: Awaited<ReturnType<typeof run>>): string[] =>
  outcomes.map(({ result }) => (result.ok ? "done" : result.failure.kind));

const logOf = (name: string) => {
  const log = parseLog(readFileSync(join(directory, `${name}.log`), "utf8"));
  if (!log.ok) throw new Error(log.failure.reason);
  return log.value;
};

describe("a backfill", () => {
  test("draws 455 days of steady traffic at its rate, and zeros before them", async () => {
    expect(kinds(await run(stepsOf(targets("web"))))).toEqual(["done"]);
    const { rows } = logOf("web");
    const drawn = rows.filter((row) => row.in === 10 && row.maxOut === 10);
    const oldest = rowStart(rows, rows.indexOf(drawn.at(-1) ?? rows[0]!));
    expect(now - oldest).toBeGreaterThan(453 * day);
    expect(rows.slice(drawn.length + 1).every((row) => row.in === 0 && row.maxIn === 0)).toBe(true);
  });

  test("leaves a finished target alone when it is run again", async () => {
    await run(stepsOf(targets("web")));
    const before = readFileSync(join(directory, "web.log"), "utf8");
    const again = stepsOf(targets("web", "other"));
    expect(again.map((step) => step.kind)).toEqual(["skip", "create"]);
    await run(again);
    expect(readFileSync(join(directory, "web.log"), "utf8")).toBe(before);
  });

  test("that dies between ledger and file is made whole by the next one", async () => {
    const dying: Disk = {
      ...realDisk,
      rename: () => Promise.reject(Object.assign(new Error(), { code: "EIO" })),
    };
    expect(kinds(await run(stepsOf(targets("web")), { disk: dying }))).toEqual(["output"]);
    expect(readdirSync(directory)).toEqual(["state"]);
    expect(kinds(await run(stepsOf(targets("web"))))).toEqual(["done"]);
    expect(logOf("web").timeSeconds).toBeGreaterThan(now - 1800);
  });

  test("goes on with the next target when one fails", async () => {
    const broken: Source = {
      ask: async (questions, deadline) => {
        const answers = await steady.ask(questions, deadline);
        return answers.map((answer, index) =>
          index < 2 ? failure({ kind: "throttled", operation: "GetMetricStatistics" } as const) : answer,
        );
      },
    };
    expect(kinds(await run(stepsOf(targets("web", "db")), { source: broken }))).toEqual([
      "throttled",
      "done",
    ]);
    expect(existsSync(join(directory, "web.log"))).toBe(false);
  });

  test("stops between two targets when it is interrupted", async () => {
    const interruption = new AbortController();
    const names = ["a", "b", "c"];
    const disk: Disk = {
      ...realDisk,
      rename: async (from, to) => {
        await realDisk.rename(from, to);
        interruption.abort();
      },
    };
    await run(stepsOf(targets(...names)), { disk, interrupted: interruption.signal });
    expect(names.map((name) => existsSync(join(directory, `${name}.log`)))).toEqual([true, false, false]);
  });

  test("asks each datapoint once", async () => {
    const asked: Question[] = [];
    const source: Source = {
      ask: (questions, deadline) => {
        asked.push(...questions);
        return steady.ask(questions, deadline);
      },
    };
    await run(stepsOf(targets("web")), { source });
    expect(asked.map(({ periodSeconds }) => periodSeconds)).toEqual([300, 3600, 300, 3600]);
  });
});

describe("a plan", () => {
  test("says what is asked and what it costs", () => {
    const steps = stepsOf(targets("web"));
    expect(costOf(steps)).toEqual({ requests: 40, metrics: 0, dollars: 0 });
    expect(planText(steps)).toBe(
      `web: create ${directory}/web.log: 300 s from 2030-12-27, 3600 s from 2029-11-30\n` +
        "1 of 1 targets; 40 requests of GetMetricStatistics (a million a month is free): 0.00 USD\n",
    );
  });

  test("counts metrics where GetMetricData has to be asked", () => {
    const gauge = targets("web").replace("absolute", "gauge");
    expect(costOf(stepsOf(gauge, `--api data --aggregate average ${words}`)).metrics).toBe(8);
  });

  test.each([
    ["Options[x]: growright\n", words, /makes it counter, and the command prints absolute/],
    ["Options[x]: gauge\n", words, /makes it gauge, and the command prints absolute/],
  ])("leaves out what MRTG would take for something else: %j", (options, command, reason) => {
    const [step] = stepsOf(`Target[x]: \`cw-mrtg ${command}\`\n${options}`, command);
    expect(step).toMatchObject({
      kind: "skip",
      why: "fault",
      reason: expect.stringMatching(reason) as string,
    });
  });

  test.each(["`cw-mrtg A B C` + `cw-mrtg A B C`", "`cw-mrtg A B C` * 8"])(
    "leaves out a Target that is more than one command: %s",
    (expression) => {
      const [step] = stepsOf(`Target[x]: ${expression}\nOptions[x]: absolute\n`);
      expect(step).toMatchObject({ kind: "skip", why: "not ours" });
    },
  );

  test("touches an existing file only when told to", () => {
    writeFileSync(join(directory, "web.log"), "");
    expect(stepsOf(targets("web"))[0]).toMatchObject({ kind: "skip", why: "exists" });
    expect(stepsOf(targets("web"), words, { force: true })[0]).toMatchObject({ kind: "behind" });
  });

  test("leaves a .log that MRTG is going to convert to MRTG", () => {
    writeFileSync(join(directory, "web.log"), "");
    const [step] = stepsOf(`LogFormat: rrdtool\n${targets("web")}`);
    expect(step).toMatchObject({ kind: "skip", why: "fault" });
  });
});
