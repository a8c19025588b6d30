import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startSimulation, type Simulation } from "../../src/sim/simulation.ts";
import { logFormats, mrtgWorld, repository, startSeconds, type LogFormat, type MrtgWorld } from "./mrtg.ts";

const directory = join(repository, "mrtg-examples");
const examples = readdirSync(directory).filter((name) => name.endsWith(".cfg"));

/** The format an example asks for, else both. */
const formatsOf = (config: string): readonly LogFormat[] =>
  /^LogFormat:\s*rrdtool/m.test(config) ? ["rrdtool"] : logFormats;

/** What the harness puts in front itself. */
const withoutPlaces = (config: string): string => config.replace(/^(WorkDir|LogFormat):.*\n/gm, "");

const targetsOf = (config: string): string[] =>
  [...config.matchAll(/^Target\[(.+?)\]/gm)].map(([, name = ""]) => name);

describe("an example in mrtg-examples", () => {
  let simulation: Simulation;
  beforeAll(async () => {
    simulation = await startSimulation({ clock: "request" });
  });
  afterAll(() => simulation.close());

  const cases = examples.flatMap((name) => {
    const config = readFileSync(join(directory, name), "utf8");
    return formatsOf(config).map((format) => ({ name, format, config: withoutPlaces(config) }));
  });

  /** An interface of its own, so that eth0 exists on every machine. */
  function giveInterface(mrtg: MrtgWorld, round: number): void {
    for (const [file, bytes] of [
      ["rx_bytes", 1_000_000],
      ["tx_bytes", 2_000_000],
    ] as const)
      mrtg.write(`sys/class/net/eth0/statistics/${file}`, `${round * bytes}\n`);
    mrtg.write("proc/uptime", "1000.00 1000.00\n");
    mrtg.write("proc/sys/kernel/hostname", "shop\n");
  }

  test.concurrent.each(cases)(
    "$name draws something with LogFormat $format and complains of nothing",
    async ({ format, config }) => {
      await using mrtg = await mrtgWorld({
        format,
        config: config.replaceAll("`if-mrtg eth0`", "`if-mrtg --root . eth0`"),
        environment: { AWS_ENDPOINT_URL_CLOUDWATCH: simulation.url, AWS_REGION: "eu-west-1" },
      });
      for (let round = 0; round < 6; round += 1) {
        giveInterface(mrtg, round);
        const told = await mrtg.round(startSeconds + round * 300);
        // MRTG's own first two runs miss their files and say so.
        if (round >= 2 || told.stderr.includes("cw-mrtg"))
          expect(told).toEqual({ exitStatus: 0, stdout: "", stderr: "" });
      }
      for (const target of targetsOf(config)) {
        const stored = mrtg.series(target);
        expect(stored.some(({ in: incoming }) => (incoming ?? 0) > 0)).toBe(true);
        expect(stored.some(({ out }) => (out ?? 0) > 0)).toBe(true);
      }
    },
  );
});
