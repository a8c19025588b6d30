import { describe, expect, it } from "vitest";
import { openInterface, type Counters } from "../../src/sim/interface.ts";
import { noon, simulated } from "./caller.ts";

/** Samples at noon and then once for each further reading, a minute apart. */
async function sampledEveryMinute(readings: readonly (Counters | undefined)[]) {
  const rest = [...readings];
  const sampler = openInterface(() => rest.shift(), "i-1", noon + 20);
  for (let minute = 1; minute < readings.length; minute++) sampler.sample(noon + 60 * minute);
  const simulation = await simulated({
    world: { metrics: sampler.metrics, resources: [] },
    monitoring: "detailed",
  });
  const dimensions = [{ name: "InstanceId", value: "i-1" }];
  const seriesOf = (name: string) =>
    simulation
      .truth({
        metric: { namespace: "AWS/EC2", name, dimensions },
        fromSeconds: noon,
        toSeconds: noon + 3600,
      })
      .series.map(({ timeSeconds, sum }) => [(timeSeconds - noon) / 60, sum]);
  return { in: seriesOf("NetworkIn"), out: seriesOf("NetworkOut") };
}

const counters = (received: bigint, transmitted: bigint): Counters => ({ received, transmitted });

describe("an interface", () => {
  it("is published as what passed in each minute, beyond 2^53", async () => {
    const large = 2n ** 63n;
    expect(
      await sampledEveryMinute([counters(large, 0n), counters(large + 7n, 5n), counters(large + 8n, 5n)]),
    ).toEqual({
      in: [
        [0, "7"],
        [1, "1"],
      ],
      out: [
        [0, "5"],
        [1, "0"],
      ],
    });
  });

  it("begins anew when its counters do", async () => {
    const { in: series } = await sampledEveryMinute([counters(1000n, 0n), counters(30n, 0n)]);
    expect(series).toEqual([[0, "30"]]);
  });

  it("leaves a gap while it is away", async () => {
    const { in: series } = await sampledEveryMinute([
      counters(0n, 0n),
      undefined,
      counters(50n, 0n),
      counters(60n, 0n),
    ]);
    expect(series).toEqual([[2, "10"]]);
  });
});
