import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { History } from "../../src/mrtg/history.ts";
import { parseDump, type Dump } from "../../src/mrtg/rrd-dump.ts";
import { fillDump } from "../../src/mrtg/rrd-history.ts";
import { createArguments, type RrdShape } from "../../src/mrtg/rrd.ts";
import { rrdtoolIn } from "./rrdtool.ts";

let tool: ReturnType<typeof rrdtoolIn>;
beforeAll(() => {
  tool = rrdtoolIn("rrd");
});
afterAll(() => {
  tool.remove();
});

const shape: RrdShape = { intervalSeconds: 300, type: "GAUGE", maxIn: 1_000_000, maxOut: 0 };

/** Ten days of polls, with an hour and a day of silence in them. */
function tenDays(endSeconds: number, stepSeconds = 300): History {
  const steps = Math.floor((10 * 86_400) / stepSeconds);
  const startSeconds = Math.ceil(endSeconds / stepSeconds) * stepSeconds - steps * stepSeconds;
  const values = (factor: number) =>
    Float64Array.from({ length: steps }, (_, index) => {
      const hour = (index * stepSeconds) / 3600;
      const silent = (hour >= 30 && hour < 31) || (hour >= 100 && hour < 126);
      return silent ? Number.NaN : ((index * 7919) % 1000) * factor;
    });
  return { startSeconds, stepSeconds, endSeconds, in: values(1), out: values(3) };
}

const dumpOf = (file: string): Dump => {
  const dump = parseDump(tool.run("dump", file));
  if (!dump.ok) throw new Error(dump.failure);
  return dump.value;
};

/** As MRTG would have made it: every poll an update. */
function fed(file: string, history: History, of: RrdShape): void {
  const { startSeconds, stepSeconds, endSeconds } = history;
  tool.run("create", ...createArguments(file, startSeconds, of));
  const updates = Array.from(history.in, (value, index) => {
    const time = Math.min(startSeconds + (index + 1) * stepSeconds, endSeconds);
    const out = history.out[index] ?? Number.NaN;
    return `${time}:${Number.isNaN(value) ? "U" : value}:${Number.isNaN(out) ? "U" : out}`;
  });
  for (let at = 0; at < updates.length; at += 3000) tool.run("update", file, ...updates.slice(at, at + 3000));
}

function filled(file: string, history: History, of: RrdShape): void {
  tool.run("create", ...createArguments(file, history.endSeconds, of));
  const xml = fillDump(tool.run("dump", file), history, { in: "U", out: "U" });
  if (!xml.ok) throw new Error(xml.failure);
  tool.run("dump", file);
  tool.restore(xml.value, `filled-${file}`);
}

/** The values of all archives, to ten digits, which is what a dump shows. */
const valuesOf = (dump: Dump): unknown =>
  dump.archives.map(({ consolidation, rowSeconds, rows }) => ({
    consolidation,
    rowSeconds,
    rows: rows.map((row) => `${row.timeSeconds} ${row.in.toPrecision(7)} ${row.out.toPrecision(7)}`),
  }));

describe("an .rrd filled with history", () => {
  test.each([
    ["on a step", 1_930_003_200 + 86_400 + 300 * 17, 300],
    ["amid a step", 1_930_003_200 + 86_400 + 300 * 17 + 123, 300],
    ["at every minute", 1_930_003_200 + 60 * 17, 60],
    ["every seven minutes", 420 * 4_600_017, 420],
  ])("equals one that MRTG fed poll by poll, and goes on like it: %s", (name, end, intervalSeconds) => {
    const of = { ...shape, intervalSeconds };
    const history = tenDays(end, intervalSeconds);
    const file = `${name.replaceAll(" ", "-")}.rrd`;
    fed(file, history, of);
    filled(`new-${file}`, history, of);
    expect(valuesOf(dumpOf(`filled-new-${file}`))).toEqual(valuesOf(dumpOf(file)));
    // Until the longest unfinished rows are finished.
    const further = Array.from({ length: 90_000 / intervalSeconds }, (_, index) => {
      const value = (index * 31) % 997;
      return `${end + (index + 1) * intervalSeconds}:${value}:${value}`;
    });
    for (const each of [file, `filled-new-${file}`]) tool.run("update", each, ...further);
    expect(valuesOf(dumpOf(`filled-new-${file}`))).toEqual(valuesOf(dumpOf(file)));
  });

  test("continues a counter from its last value", () => {
    const end = 1_930_003_200;
    tool.run("create", ...createArguments("counter.rrd", end, { ...shape, type: "COUNTER" }));
    const xml = fillDump(tool.run("dump", "counter.rrd"), tenDays(end), {
      in: "18446744073709551000",
      out: "5",
    });
    if (xml.ok) tool.restore(xml.value, "continued.rrd");
    tool.run("update", "continued.rrd", `${end + 300}:18446744073709551600:305`);
    const last = dumpOf("continued.rrd").archives[0]?.rows.at(-1);
    expect(last).toEqual({ timeSeconds: end + 300, in: 2, out: 1 });
  });
});

describe("history behind an existing .rrd", () => {
  test("leaves what MRTG measured as it is and fills what is before it", () => {
    const end = 1_930_003_200 + 86_400 + 300 * 17;
    const history = tenDays(end);
    fed("whole.rrd", history, shape);
    // MRTG has been running for the last 50 hours only.
    const begin = end - 50 * 3600;
    tool.run("create", ...createArguments("young.rrd", begin, shape));
    const skipped = (begin - history.startSeconds) / 300;
    const own = Array.from(
      history.in.slice(skipped),
      (value, index) => `${begin + (index + 1) * 300}:${value}:${history.out[skipped + index] ?? 0}`,
    );
    tool.run("update", "young.rrd", ...own);
    const before = dumpOf("young.rrd");
    const xml = fillDump(tool.run("dump", "young.rrd"), history);
    if (!xml.ok) throw new Error(xml.failure);
    tool.restore(xml.value, "merged.rrd");
    const merged = dumpOf("merged.rrd");
    const known = (dump: Dump) =>
      dump.archives.map(({ rows }) => rows.filter((row) => !Number.isNaN(row.in)).slice(1));
    for (const [index, rows] of known(before).entries())
      expect(merged.archives[index]?.rows).toEqual(expect.arrayContaining(rows));
    expect(valuesOf({ ...merged, archives: merged.archives.slice(0, 1) })).toEqual(
      valuesOf({ ...dumpOf("whole.rrd"), archives: dumpOf("whole.rrd").archives.slice(0, 1) }),
    );
    const rowsKnown = (dump: Dump) => known(dump).map((rows) => rows.length);
    expect(rowsKnown(merged)).toEqual(rowsKnown(dumpOf("whole.rrd")));
  });
});

describe("a dump", () => {
  test.each(["", "<rrd></rrd>", "<row><v>1</v></row>"])("is not %j", (xml) => {
    expect(parseDump(xml).ok).toBe(false);
  });
});
