/** The real SDK client, pointed at a simulation: what a user's program would be. */
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { afterEach } from "vitest";
import type { Metric } from "../../src/cloudwatch/metric.ts";
import { startSimulation, type Simulation, type SimulationOptions } from "../../src/sim/simulation.ts";

process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";

const open: { close(): Promise<void> | void }[] = [];

afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

/** 2026-12-01 12:00:00 UTC, a Tuesday. */
export const noon = 1_796_126_400;

export const at = (seconds: number): Date => new Date(seconds * 1000);

/** A simulation that is closed when the test ends; its clock stands at noon unless said otherwise. */
export async function simulated(options: Partial<SimulationOptions> = {}): Promise<Simulation> {
  const simulation = await startSimulation({ clock: () => noon * 1000, ...options });
  open.push(simulation);
  return simulation;
}

export function callerOf(
  { url }: { readonly url: string },
  region = "eu-west-1",
  attempts = 1,
): CloudWatchClient {
  const client = new CloudWatchClient({
    endpoint: url,
    region,
    maxAttempts: attempts,
    credentials: { accessKeyId: "AKIASIM", secretAccessKey: "secret" },
  });
  open.push({
    close: () => {
      client.destroy();
    },
  });
  return client;
}

export const web: Metric = {
  namespace: "AWS/EC2",
  name: "NetworkIn",
  dimensions: [{ name: "InstanceId", value: "i-0123456789abcdef0" }],
};

export const wire = ({ namespace, name, dimensions }: Metric) => ({
  Namespace: namespace,
  MetricName: name,
  Dimensions: dimensions.map((dimension) => ({ Name: dimension.name, Value: dimension.value })),
});
