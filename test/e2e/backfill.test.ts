/** Backfilled files: equal to the truth in every tier, and continued by the real MRTG without a word. */
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parseDump } from "../../src/mrtg/rrd-dump.ts";
import { readLogFile } from "./mrtg-files.ts";
import {
  logFormats,
  mrtgWorld,
  repository,
  rrdInfo,
  serverProcess,
  startSeconds,
  type LogFormat,
  type MrtgWorld,
  type Round,
  type ServerProcess,
} from "./mrtg.ts";

let sim: ServerProcess;
beforeAll(async () => {
  sim = await serverProcess("cw-sim", "--clock", "request");
});
afterAll(async () => {
  await sim[Symbol.asyncDispose]();
});

const days = 100;
const hour = 3600;
/** Within the hour and within the day, so that every kind of unfinished row is there. */
const now = startSeconds + 40 * 86_400 + 5 * hour + 25 * 60 + 17;
const historyEnd = now - 17;

const worldOf = (format: LogFormat, options: string, lag: number, words = ""): Promise<MrtgWorld> =>
  mrtgWorld({
    format,
    config: [
      `Target[web]: \`cw-mrtg --endpoint-url ${sim.url} --lag ${lag} ${words} NetworkIn NetworkOut AWS/EC2 InstanceId=i-0123456789abcdef0\``,
      `Options[web]: ${options}`,
      "MaxBytes[web]: 125000000",
      "Title[web]: Web",
      "",
    ].join("\n"),
  });

const backfill = (mrtg: MrtgWorld, back: number, ...words: string[]): Promise<Round> =>
  mrtg.run(now, `${repository}bin/cw-backfill`, "--days", String(back), ...words, mrtg.configPath);

interface Bin {
  readonly timeSeconds: number;
  readonly sum: string;
}

/** Bytes of NetworkIn in each period of a span, by the simulation's own account of them. */
async function truth(from: number, to: number, period: number): Promise<Map<number, number>> {
  const search = new URLSearchParams({
    ...{ namespace: "AWS/EC2", metric: "NetworkIn", dim: "InstanceId=i-0123456789abcdef0" },
    ...{ from: String(from), to: String(to), period: String(period) },
  });
  const { series } = (await (await fetch(`${sim.url}/truth?${search.toString()}`)).json()) as {
    series: readonly Bin[];
  };
  return new Map(series.map(({ timeSeconds, sum }) => [timeSeconds, Number(sum)]));
}

/** Mean and highest rate of (from, to] by MRTG's clock, of what CloudWatch keeps in these bins. */
function expected(bins: ReadonlyMap<number, number>, period: number, lag: number, from: number, to: number) {
  const rates = Array.from(
    { length: (to - from) / period },
    (_, index) => (bins.get(from - lag + index * period) ?? 0) / period,
  );
  return { mean: rates.reduce((sum, rate) => sum + rate, 0) / rates.length, maximum: Math.max(...rates) };
}

interface Stored {
  readonly rowSeconds: number;
  readonly from: number;
  readonly to: number;
  readonly mean?: number;
  readonly maximum?: number;
}

/** Every row of the file that holds anything, but for those that the beginning or the end cuts. */
function rowsOf(mrtg: MrtgWorld, format: LogFormat): Stored[] {
  if (format === "rateup") {
    const { rows } = readLogFile(mrtg.file("web"));
    return rows.slice(0, -1).flatMap((row, index) => {
      const from = rows[index + 1]?.timeSeconds ?? 0;
      return row.in === 0
        ? []
        : [
            {
              rowSeconds: row.timeSeconds - from,
              from,
              to: row.timeSeconds,
              mean: row.in,
              maximum: row.maxIn,
            },
          ];
    });
  }
  const dump = parseDump(
    execFileSync("rrdtool", ["dump", mrtg.file("web")], { encoding: "utf8", maxBuffer: 1e9 }),
  );
  if (!dump.ok) throw new Error(dump.failure);
  return dump.value.archives.flatMap(({ consolidation, rowSeconds, rows }) =>
    rows.flatMap((row) =>
      Number.isNaN(row.in)
        ? []
        : [
            {
              rowSeconds,
              from: row.timeSeconds - rowSeconds,
              to: row.timeSeconds,
              ...(consolidation === "MAX" ? { maximum: row.in } : { mean: row.in }),
            },
          ],
    ),
  );
}

/** A lag of whole hours, so that the hours CloudWatch keeps of the past are MRTG's hours too. */
const lag = hour;

describe.each(logFormats)("a backfilled file, LogFormat %s", (format) => {
  it("equals the truth in every tier, and is continued by MRTG without a word", async () => {
    await using mrtg = await worldOf(format, "growright,absolute", lag);
    expect(await backfill(mrtg, days)).toMatchObject({ exitStatus: 0, stderr: "" });

    const begin = now - days * 86_400;
    const fineFrom = Math.ceil((now - 63 * 86_400 + 600) / hour) * hour;
    const firstHour = Math.ceil(begin / hour) * hour;
    const hours = await truth(firstHour, now - (now % hour) + hour, hour);
    const fines = await truth(fineFrom, historyEnd, 300);
    const checked = new Map<number, number>();
    for (const row of rowsOf(mrtg, format)) {
      // Rows that reach over the ends of a tier's bins are a mixture of both.
      const isFine = row.from - lag >= fineFrom;
      if (row.from - lag < firstHour || (!isFine && row.to - lag > fineFrom)) continue;
      if (!isFine && (row.rowSeconds < hour || row.from % hour !== 0)) continue;
      const { mean, maximum } = isFine
        ? expected(fines, 300, lag, row.from, row.to)
        : expected(hours, hour, lag, row.from, row.to);
      const rounding = format === "rateup" ? 0.500001 : mean * 1e-8;
      if (row.mean !== undefined) expect(Math.abs(row.mean - mean)).toBeLessThanOrEqual(rounding);
      if (row.maximum !== undefined) expect(Math.abs(row.maximum - maximum)).toBeLessThanOrEqual(rounding);
      checked.set(row.rowSeconds, (checked.get(row.rowSeconds) ?? 0) + 1);
    }
    for (const rowSeconds of [300, 1800, 7200, 86_400])
      expect(checked.get(rowSeconds) ?? 0).toBeGreaterThan(15);

    const before = rowsOf(mrtg, format);
    const rounds = 8;
    for (let round = 1; round <= rounds; round++) {
      const ran = await mrtg.round(historyEnd + round * 300 + 3);
      expect(ran).toEqual({ exitStatus: 0, stdout: "", stderr: "" });
    }
    const after = rowsOf(mrtg, format);
    const days1 = (rows: readonly Stored[]) => rows.filter((row) => row.rowSeconds === 86_400);
    expect(days1(after)).toEqual(days1(before));
    const live = await truth(historyEnd - 2 * hour, historyEnd + 2 * hour, 300);
    const fresh = after.filter(
      (row) =>
        row.rowSeconds === 300 && row.from >= historyEnd && row.to % 300 === 0 && row.mean !== undefined,
    );
    expect(fresh.length).toBeGreaterThanOrEqual(rounds - 2);
    // The polls come three seconds late: the first of them stretches over 303 seconds.
    for (const row of fresh) {
      const { mean } = expected(live, 300, lag, row.from, row.to);
      expect(Math.abs((row.mean ?? 0) - mean) / mean).toBeLessThan(0.03);
    }
  });

  it("goes on as a counter from the value that the first poll adds to", async () => {
    await using mrtg = await worldOf(format, "growright", 900, "--type counter");
    expect(await backfill(mrtg, 2)).toMatchObject({ exitStatus: 0, stderr: "" });
    expect(await mrtg.round(historyEnd + 300)).toEqual({ exitStatus: 0, stdout: "", stderr: "" });
    const bins = await truth(historyEnd - hour, historyEnd + hour, 300);
    const row = rowsOf(mrtg, format).find(
      (each) => each.rowSeconds === 300 && each.to === historyEnd + 300 && each.mean !== undefined,
    );
    const { mean } = expected(bins, 300, 900, historyEnd, historyEnd + 300);
    expect(Math.abs((row?.mean ?? 0) - mean)).toBeLessThanOrEqual(1);
  });

  it("goes behind what MRTG has, which stays, and keeps a backup", async () => {
    await using mrtg = await worldOf(format, "growright,absolute", 900);
    for (let round = -4; round <= 0; round++) await mrtg.round(historyEnd + round * 300);
    const before = rowsOf(mrtg, format).filter((row) => row.rowSeconds === 300 && row.to > historyEnd - 600);
    expect(before.length).toBeGreaterThan(0);
    const left = await backfill(mrtg, days);
    expect(left).toMatchObject({ exitStatus: 0, stderr: "" });
    expect(left.stdout).toContain("web: skipped: ");
    expect(rowsOf(mrtg, format).length).toBeLessThan(20);

    expect(await backfill(mrtg, days, "--force")).toMatchObject({ exitStatus: 0, stderr: "" });
    expect(readdirSync(`${mrtg.directory}/www`).filter((name) => name.includes(".before-"))).toHaveLength(1);
    const merged = rowsOf(mrtg, format);
    expect(merged).toEqual(expect.arrayContaining(before));
    expect(merged.length).toBeGreaterThan(1000);
    expect(await mrtg.round(historyEnd + 300)).toEqual({ exitStatus: 0, stdout: "", stderr: "" });
    const hours = merged.filter((row) => row.rowSeconds === 7200);
    expect(rowsOf(mrtg, format)).toEqual(expect.arrayContaining(hours.slice(-10)));
  });
});

describe("a new .rrd", () => {
  it("is shaped as MRTG itself would have made it", async () => {
    const shape = (path: string): Record<string, string> =>
      Object.fromEntries(
        Object.entries(rrdInfo(path)).filter(([key]) =>
          /^(step|rrd_version|ds\[.*\]\.(type|minimal_heartbeat|min|max|index)|rra\[\d+\]\.(cf|rows|pdp_per_row|xff))$/.test(
            key,
          ),
        ),
      );
    await using own = await worldOf("rrdtool", "growright,absolute", 900);
    await own.round(now);
    await using ours = await worldOf("rrdtool", "growright,absolute", 900);
    await backfill(ours, 2);
    expect(shape(ours.file("web"))).toEqual(shape(own.file("web")));
    expect(Object.keys(shape(ours.file("web"))).length).toBeGreaterThan(40);
  });
});
