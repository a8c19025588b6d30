import { describe, expect, test } from "vitest";
import { startSimulation } from "../../src/sim/simulation.ts";
import { mrtgWorld, startSeconds } from "./mrtg.ts";

// Every ten minutes, as MRTG may be told to: half the rounds of a day show the same.
const config = `
Interval: 10
Target[web]: \`cw-mrtg --lag 900 NetworkIn NetworkOut AWS/EC2 InstanceId=i-0123456789abcdef0\`
Options[web]: growright,absolute
MaxBytes[web]: 1250000000
Title[web]: Web
`;

describe("a whole day of rounds", () => {
  test("leaves stderr empty", async () => {
    await using simulation = await startSimulation({ clock: "request" }).then((started) => ({
      url: started.url,
      [Symbol.asyncDispose]: () => started.close(),
    }));
    await using mrtg = await mrtgWorld({
      format: "rrdtool",
      config,
      environment: { AWS_ENDPOINT_URL_CLOUDWATCH: simulation.url, AWS_REGION: "eu-west-1" },
    });
    const complaints = new Set<string>();
    for (let round = 0; round < 144; round += 1) {
      const { exitStatus, stdout, stderr } = await mrtg.round(startSeconds + round * 600);
      complaints.add(`${exitStatus} ${stdout}${stderr}`);
    }
    expect([...complaints]).toEqual(["0 "]);
  }, 600_000);
});
