/**
 * `npm run demo`: a year of history and a day of rounds of the real MRTG against the simulated CloudWatch, in simulated
 * time; ends with the page, and with how far what MRTG drew is from the truth. `--pictures DIR` copies the README's.
 */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startSimulation, type Simulation } from "../src/sim/simulation.ts";
import { mrtgWorld, startSeconds, type MrtgWorld } from "../test/e2e/mrtg.ts";

const roundSeconds = 300;
const rounds = 288;
const lagSeconds = 900;
const channels = [
  ["in", "NetworkIn", "rx_bytes"],
  ["out", "NetworkOut", "tx_bytes"],
] as const;

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

/** Bytes of the instance's interface, as they were in the end. */
function trafficOf(simulation: Simulation, name: string, fromSeconds: number, toSeconds: number): number {
  const dimensions = [{ name: "InstanceId", value: "i-0123456789abcdef0" }];
  const metric = { namespace: "AWS/EC2", name, dimensions };
  return Number(simulation.truth({ metric, fromSeconds, toSeconds }).sum);
}

/** The files of an interface whose counters saw all the traffic since `startSeconds`; its uptime is the clock. */
function turnTo(
  mrtg: MrtgWorld,
  simulation: Simulation,
  counters: Map<string, number>,
  atSeconds: number,
): void {
  for (const [, name, file] of channels) {
    const more = trafficOf(simulation, name, atSeconds - roundSeconds, atSeconds);
    const bytes = (counters.get(name) ?? 0) + more;
    counters.set(name, bytes);
    mrtg.write(`sys/class/net/eth0/statistics/${file}`, `${Math.round(bytes)}\n`);
  }
  mrtg.write("proc/uptime", `${atSeconds - startSeconds + 86_400}.00 0.00\n`);
  mrtg.write("proc/sys/kernel/hostname", "demo\n");
}

async function complete(
  mrtg: MrtgWorld,
  atSeconds: number,
  program: string,
  ...commandLine: string[]
): Promise<string> {
  const { exitStatus, stdout, stderr } = await mrtg.run(atSeconds, program, ...commandLine);
  if (exitStatus !== 0 || stderr !== "") throw new Error(`${program} ended with ${exitStatus}: ${stderr}`);
  return stdout;
}

async function aDayOfRounds(mrtg: MrtgWorld, simulation: Simulation): Promise<void> {
  const counters = new Map<string, number>();
  for (let round = 0; round <= rounds; round += 1) {
    const atSeconds = startSeconds + round * roundSeconds;
    turnTo(mrtg, simulation, counters, atSeconds);
    await complete(mrtg, atSeconds, "cw-collect", mrtg.configPath);
    const { exitStatus, stderr } = await mrtg.round(atSeconds);
    // MRTG's own first two runs miss their files and say so.
    if (exitStatus !== 0 || (round > 1 && stderr !== ""))
      throw new Error(`mrtg ended with ${exitStatus}: ${stderr}`);
    if (process.stdout.isTTY) process.stdout.write(`\r${round} of ${rounds} rounds`);
  }
  if (process.stdout.isTTY) process.stdout.write("\r");
}

/** What MRTG drew of the day against what was published a lag earlier. */
function compareWithTruth(mrtg: MrtgWorld, simulation: Simulation): void {
  const rows = mrtg.series("cloudwatch").slice(1);
  const [first, last] = [rows[0]?.timeSeconds ?? 0, rows.at(-1)?.timeSeconds ?? 0];
  for (const [channel, name] of channels) {
    const drawn = rows.reduce((sum, row) => sum + (row[channel] ?? 0) * roundSeconds, 0);
    const truth = trafficOf(simulation, name, first - roundSeconds - lagSeconds, last - lagSeconds);
    const off = ((drawn / truth - 1) * 100).toFixed(4);
    say(`${name}: MRTG drew ${Math.round(drawn)} bytes of ${Math.round(truth)} published, ${off} % off`);
  }
}

const began = Date.now();
const simulation = await startSimulation({
  clock: "request",
  publication: { lateShare: 0.05, lateMinutes: 5 },
});
const example = readFileSync(new URL("site.cfg", import.meta.url), "utf8");
const config = example.replace(/^WorkDir:.*\n/gm, "").replace("`if-mrtg eth0`", "`if-mrtg --root . eth0`");
const mrtg = await mrtgWorld({
  format: "rateup",
  config,
  environment: { AWS_ENDPOINT_URL_CLOUDWATCH: simulation.url },
});
Object.assign(mrtg.environment, { CW_MRTG_PROC: join(mrtg.directory, "proc") });

say("A year of history, from cw-sim through cw-backfill:");
turnTo(mrtg, simulation, new Map(), startSeconds);
say((await complete(mrtg, startSeconds, "cw-backfill", mrtg.configPath)).trimEnd());
say(`A day of ${rounds} rounds, each cw-collect and the real MRTG, in simulated time:`);
await aDayOfRounds(mrtg, simulation);
const end = startSeconds + rounds * roundSeconds;
const page = join(mrtg.directory, "www/index.html");
await complete(mrtg, end, "indexmaker", "--columns=1", "--section=h1", `--output=${page}`, mrtg.configPath);
compareWithTruth(mrtg, simulation);
say("The interface beside CloudWatch, by mrtg-compare:");
say(
  (
    await complete(
      mrtg,
      end,
      "mrtg-compare",
      "--config",
      mrtg.configPath,
      "--last",
      "80000",
      "eth0",
      "cloudwatch",
    )
  ).trimEnd(),
);
await simulation.close();

const at = process.argv.indexOf("--pictures");
const pictures = process.argv[at + 1];
if (at > 0 && pictures !== undefined) {
  mkdirSync(pictures, { recursive: true });
  for (const name of ["eth0-day", "cloudwatch-day", "cloudwatch-year"])
    copyFileSync(join(mrtg.directory, `www/${name}.png`), join(pictures, `${name}.png`));
}
writeFileSync(join(mrtg.directory, "README"), "Made by npm run demo. Nothing here is needed any more.\n");
say(`${Math.round((Date.now() - began) / 1000)} seconds. The page: ${page}`);
