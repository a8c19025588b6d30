/** What every client of CloudWatch must do, whatever stands behind the port. Run on the wire, against src/sim. */
import { afterEach, beforeEach, expect, it } from "vitest";
import type { CloudWatchApi, MetricStatisticsRequest } from "../../src/cloudwatch/api.ts";
import { connect, type Connection } from "../../src/cloudwatch/connect.ts";
import { readFault } from "../../src/sim/fault.ts";
import { startSimulation, type Simulation } from "../../src/sim/simulation.ts";

const nowSeconds = 1_700_000_000;

export const instance = {
  namespace: "AWS/EC2",
  name: "NetworkIn",
  dimensions: [{ name: "InstanceId", value: "i-0123456789abcdef0" }],
};

const question: MetricStatisticsRequest = {
  metric: instance,
  startSeconds: nowSeconds - (nowSeconds % 300) - 3600,
  endSeconds: nowSeconds - (nowSeconds % 300),
  periodSeconds: 300,
  statistics: ["Sum", "SampleCount"],
  extendedStatistics: [],
};

const soon = (milliseconds = 5_000): AbortSignal => AbortSignal.timeout(milliseconds);

async function connection(url: string, environment: Record<string, string>): Promise<Connection> {
  const connected = await connect(
    { region: "eu-west-1", endpointUrl: url, dualstack: false, fips: false },
    {
      environment: { AWS_ACCESS_KEY_ID: "AKIAEXAMPLE", AWS_SECRET_ACCESS_KEY: "secret", ...environment },
      homeDirectory: undefined,
      nowMilliseconds: () => nowSeconds * 1000,
      random: () => 0,
    },
  );
  if (!connected.ok) throw new Error(connected.failure.kind);
  return connected.value;
}

export function itKeepsTheContract(environment: Record<string, string>): void {
  let simulation: Simulation;
  let connected: Connection;
  let api: CloudWatchApi;

  beforeEach(async () => {
    simulation = await startSimulation({ clock: () => nowSeconds * 1000 });
    connected = await connection(simulation.url, environment);
    ({ api } = connected);
  });

  afterEach(async () => {
    api.close();
    await simulation.close();
  });

  const meet = (...faults: string[]): void => {
    simulation.setFaults(faults.map((text) => readFault(text)!));
  };

  const kindOf = async (milliseconds?: number): Promise<string> => {
    const answer = await api.getMetricStatistics(question, soon(milliseconds));
    return answer.ok ? "an answer" : answer.failure.kind;
  };

  it("reads the statistics of one metric", async () => {
    const answer = await api.getMetricStatistics(question, soon());
    const datapoints = answer.ok ? answer.value : [];
    expect(datapoints.length).toBeGreaterThan(0);
    for (const { timeSeconds, unit, values } of datapoints) {
      expect(timeSeconds % 300).toBe(0);
      expect(unit).toBe("Bytes");
      expect(Object.keys(values).sort()).toEqual(["SampleCount", "Sum"]);
    }
  });

  it.each([
    ["throttled", "throttle"],
    ["server-error", "5xx"],
    ["timeout", "hang"],
    ["unintelligible", "garbage"],
    ["unintelligible", "wrong-shape"],
    ["unreachable", "reset"],
    ["unreachable", "truncate"],
    ["access-denied", "denied"],
    ["bad-credentials", "bad-credentials"],
    ["bad-credentials", "bad-signature"],
    ["bad-credentials", "expired"],
  ])("answers with the failure %s when the service meets it with %s", async (kind, fault) => {
    meet(fault);
    expect(await kindOf(1_000)).toBe(kind);
  });

  it.each(["throttle:2", "5xx:2", "reset:2", "truncate:1"])("asks again after %s", async (fault) => {
    meet(fault);
    expect(await kindOf()).toBe("an answer");
  });

  it("does not ask again what is refused", async () => {
    meet("denied");
    await kindOf();
    expect(simulation.requests).toHaveLength(1);
  });
}
