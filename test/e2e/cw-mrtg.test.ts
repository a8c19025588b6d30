import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startSimulation, type Simulation } from "../../src/sim/simulation.ts";
import { logFormats, mrtgWorld, startSeconds } from "./mrtg.ts";

const instance = "InstanceId=i-0123456789abcdef0";
const lagSeconds = 3000;
const hour = 3600;

const config = (type: string) => `
Target[web]: \`cw-mrtg --type ${type} --lag ${lagSeconds} NetworkIn NetworkOut AWS/EC2 ${instance}\`
Options[web]: growright${type === "counter" ? "" : `,${type}`}
MaxBytes[web]: 1250000000
Title[web]: Web
`;

describe.each(logFormats)("MRTG with LogFormat %s", (format) => {
  let simulation: Simulation;
  beforeAll(async () => {
    // 5 % of the samples come up to 30 minutes late, 2 % are corrected up to 10 minutes after that.
    simulation = await startSimulation({
      clock: "request",
      monitoring: "detailed",
      publication: { lateShare: 0.05, lateMinutes: 30, revisedShare: 0.02, revisedMinutes: 10 },
    });
  });
  afterAll(() => simulation.close());

  const truth = (name: string, fromSeconds: number, toSeconds: number): number =>
    Number(
      simulation.truth({
        metric: {
          namespace: "AWS/EC2",
          name,
          dimensions: [{ name: "InstanceId", value: "i-0123456789abcdef0" }],
        },
        fromSeconds,
        toSeconds,
      }).sum,
    );

  test.concurrent.each(["absolute", "counter"])(
    "stores the true traffic of one lag earlier, read as %s",
    async (type) => {
      await using mrtg = await mrtgWorld({
        format,
        config: config(type),
        environment: { AWS_ENDPOINT_URL_CLOUDWATCH: simulation.url, AWS_REGION: "eu-west-1" },
      });
      const rounds = 26;
      for (let round = 0; round < rounds; round += 1) await mrtg.round(startSeconds + round * 300);
      const stored = mrtg.series("web").filter(({ timeSeconds }) => timeSeconds > startSeconds + 2 * 300);
      const [first, last] = [stored[0]?.timeSeconds ?? 0, stored.at(-1)?.timeSeconds ?? 0];
      expect(last - first).toBeGreaterThan(1.5 * hour);
      for (const [channel, name] of [
        ["in", "NetworkIn"],
        ["out", "NetworkOut"],
      ] as const) {
        const drawn = stored.reduce((sum, row) => sum + (row[channel] ?? NaN) * 300, 0);
        const published = truth(name, first - 300 - lagSeconds, last - lagSeconds);
        expect(Math.abs(drawn / published - 1)).toBeLessThan(0.001);
      }
    },
  );
});
