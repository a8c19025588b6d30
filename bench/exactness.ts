/**
 * How much of what CloudWatch published is handed out, over real series and by the algorithm of 2011 beside ours:
 * `npx tsx bench/exactness.ts [DIRECTORY OF CSV FILES]`. 5 % of the one-minute samples come up to 40 minutes late;
 * the polls are jittered. The published series is replayed in memory, without a network: this is about arithmetic.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Datapoint } from "../src/cloudwatch/source.ts";
import { parseCommandLine } from "../src/cli/options.ts";
import { readTarget } from "../src/cli/target-options.ts";
import { cwMrtg } from "../src/cli/target-spec.ts";
import type { Found } from "../src/ledger/store.ts";
import { prepare, take } from "../src/target/turn.ts";
import type { Channel } from "../src/target/target.ts";
import { randomBy } from "./random.ts";

interface Sample {
  readonly timeSeconds: number;
  readonly value: number;
  readonly visibleSeconds: number;
}

interface Published {
  readonly name: string;
  readonly samples: readonly Sample[];
}

const periodSeconds = 300;
const lookbackSeconds = 900;
const mostLateSeconds = 2400;
const lateShare = 0.05;

/** A CSV of five-minute sums as minutes: whole bins that become visible at once, or minute by minute. */
function publish(name: string, content: string, monitoring: "basic" | "detailed"): Published {
  const random = randomBy(name + monitoring);
  const bins = content
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(","))
    .map(([time = "", value = ""]) => ({
      timeSeconds: Date.parse(`${time.replace(" ", "T")}Z`) / 1000,
      value: Number(value),
    }));
  const latenessSeconds = () => 60 + (random() < lateShare ? Math.floor(random() * mostLateSeconds) : 0);
  const samples = bins.flatMap(({ timeSeconds, value }): Sample[] => {
    const bin = Math.floor(timeSeconds / periodSeconds) * periodSeconds;
    const wholeVisible = bin + periodSeconds + latenessSeconds();
    return Array.from({ length: 5 }, (_, minute) => ({
      timeSeconds: bin + minute * 60,
      value: value / 5,
      visibleSeconds: monitoring === "basic" ? wholeVisible : bin + minute * 60 + 60 + latenessSeconds(),
    }));
  });
  return { name, samples: samples.toSorted((a, b) => a.timeSeconds - b.timeSeconds) };
}

/** What CloudWatch would answer now. `from` and `to` need not be multiples of the period for the script of 2011. */
function answer(
  { samples }: Published,
  fromSeconds: number,
  toSeconds: number,
  nowSeconds: number,
): Datapoint[] {
  let low = 0;
  for (let high = samples.length; low < high;) {
    const middle = (low + high) >> 1;
    if ((samples[middle]?.timeSeconds ?? 0) < fromSeconds) low = middle + 1;
    else high = middle;
  }
  const bins = new Map<number, number>();
  for (let index = low; index < samples.length; index++) {
    const sample = samples[index];
    if (sample === undefined || sample.timeSeconds >= toSeconds) break;
    if (sample.visibleSeconds > nowSeconds) continue;
    const bin = Math.floor(sample.timeSeconds / periodSeconds) * periodSeconds;
    bins.set(bin, (bins.get(bin) ?? 0) + sample.value);
  }
  return [...bins].map(([timeSeconds, value]) => ({ timeSeconds, value }));
}

interface Run {
  /** What was handed out less what was published, in units. */
  readonly difference: number;
  /** The largest difference of a drawn rate from the true one a lag earlier, beyond the rounding of one unit. */
  readonly worstRate?: number;
}

function pollTimes({ name, samples }: Published): number[] {
  const random = randomBy(`${name} polls`);
  const start = (samples[0]?.timeSeconds ?? 0) - periodSeconds;
  const end = (samples.at(-1)?.timeSeconds ?? 0) + 3 * 3600;
  const times: number[] = [];
  for (let time = start; time < end; time += 300) times.push(Math.floor(time + random() * 60));
  return times;
}

const sumOf = (published: Published): number => published.samples.reduce((sum, { value }) => sum + value, 0);

function channelOf(options: string): Channel {
  const typed = parseCommandLine(cwMrtg, [...options.split(" "), "M", "-", "N"]);
  const target = typed.ok ? readTarget(typed.value) : typed;
  if (!target.ok) throw new Error(target.failure.message);
  return target.value.in;
}

/** Traffic between two moments, each datapoint spread evenly over its period. */
function trafficOf(published: Published): (fromSeconds: number, toSeconds: number) => number {
  const bins = answer(published, -Infinity, Infinity, Infinity);
  return (from, to) =>
    bins.reduce((sum, { timeSeconds, value }) => {
      const seconds = Math.min(to, timeSeconds + periodSeconds) - Math.max(from, timeSeconds);
      return seconds <= 0 ? sum : sum + (value * seconds) / periodSeconds;
    }, 0);
}

function ours(published: Published, options: string): Run {
  const channel = channelOf(options);
  let found: Found = { kind: "none" };
  let handedOut = 0n;
  let first: bigint | undefined;
  let last = 0n;
  let before: number | undefined;
  const traffic = trafficOf(published);
  const lag = channel.lag === "auto" ? 0 : channel.lag;
  const begins = published.samples[0]?.timeSeconds ?? 0;
  let worst = 0;
  for (const [round, now] of pollTimes(published).entries()) {
    const preparation = prepare(found, channel, now);
    if (preparation.kind === "held") throw new Error("held");
    const { startSeconds, endSeconds } = preparation.question;
    const turn = take(found, channel, {}, answer(published, startSeconds, endSeconds, now), now);
    found = { kind: "state", state: turn.state };
    const units = BigInt(turn.answer);
    first ??= units;
    const drawn = channel.type === "counter" ? units - last : units;
    handedOut += units;
    last = units;
    // Every 20th round is looked at closely: the true traffic is the dear part.
    if (lag > 0 && round % 20 === 0 && before !== undefined && before - lag > begins) {
      const truth = traffic(before - lag, now - lag);
      if (truth > 0) worst = Math.max(worst, (Math.abs(Number(drawn) - truth) - 1) / truth);
    }
    before = now;
  }
  const counted = channel.type === "counter" ? last - (first ?? 0n) : handedOut;
  return { difference: Number(counted) - sumOf(published), ...(lag > 0 ? { worstRate: worst } : {}) };
}

/** The Ruby script of 2011: everything newer than the last timestamp seen, once. */
function of2011(published: Published): Run {
  let lastSeen: number | undefined;
  let handedOut = 0;
  for (const now of pollTimes(published)) {
    const from: number = lastSeen === undefined ? now - lookbackSeconds : lastSeen + 1;
    const fresh = answer(published, from, now, now).filter(({ timeSeconds }) => timeSeconds >= from);
    for (const { timeSeconds, value } of fresh) {
      handedOut += value;
      lastSeen = Math.max(lastSeen ?? 0, timeSeconds);
    }
  }
  return { difference: handedOut - sumOf(published) };
}

const manners: readonly [name: string, run: (published: Published) => Run][] = [
  ["script of 2011", of2011],
  ["absolute", (published) => ours(published, "--type absolute --hold 0")],
  ["absolute, lag 3000", (published) => ours(published, "--type absolute --hold 0 --lag 3000")],
  ["absolute, lag auto", (published) => ours(published, "--type absolute --hold 0 --lag auto")],
  ["counter", (published) => ours(published, "--type counter --hold 0")],
  ["counter, lag 3000", (published) => ours(published, "--type counter --hold 0 --lag 3000")],
];

const units = (value: number): string => value.toFixed(Math.abs(value) < 10 ? 2 : 0);
const percent = (value: number): string => `${(value * 100).toFixed(3).replace("-0.000", "0.000")} %`;

const directory = process.argv[2] ?? "../shared/data";
if (!existsSync(directory)) {
  process.stderr.write(`no series in ${directory}: name a directory of CSV files (timestamp,value)\n`);
  process.exit(64);
}
const rows = [["series", "monitoring", "read as", "units off", "of published", "worst rate"]];
for (const file of readdirSync(directory)
  .filter((each) => each.endsWith(".csv"))
  .sort())
  for (const monitoring of ["basic", "detailed"] as const) {
    const published = publish(
      file.replace(".csv", ""),
      readFileSync(join(directory, file), "utf8"),
      monitoring,
    );
    for (const [name, run] of manners) {
      const { difference, worstRate } = run(published);
      const off = difference / sumOf(published);
      rows.push([
        published.name,
        monitoring,
        name,
        units(difference),
        percent(off),
        worstRate === undefined ? "" : percent(Math.max(0, worstRate)),
      ]);
    }
  }
const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
for (const row of rows)
  process.stdout.write(
    `${row.map((cell, column) => (column < 3 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join("  ")}\n`,
  );
