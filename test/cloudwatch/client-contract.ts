/** What every client of CloudWatch must do, whatever stands behind the port. Run on the wire, against src/sim. */
import { afterEach, beforeEach, expect, it } from "vitest";
import type { CloudWatchApi, MetricStatisticsRequest } from "../../src/cloudwatch/api.ts";
import { connect, type Connection } from "../../src/cloudwatch/connect.ts";
import { readFault } from "../../src/sim/fault.ts";
import { startSimulation, type Simulation } from "../../src/sim/simulation.ts";

const nowSeconds = 1_700_000_000;

const instance = {
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

  it("reads extended statistics under the names they were asked by", async () => {
    const request = { ...question, statistics: [], extendedStatistics: ["p50", "TM(10%:90%)"] };
    const answer = await api.getMetricStatistics(request, soon());
    const [first] = answer.ok ? answer.value : [];
    expect(Object.keys(first?.values ?? {}).sort()).toEqual(["TM(10%:90%)", "p50"]);
  });

  it("keeps to the unit that was asked for", async () => {
    expect(await api.getMetricStatistics({ ...question, unit: "Count" }, soon())).toEqual({
      ok: true,
      value: [],
    });
  });

  it("reads the data of several metrics, and the rest on further pages", async () => {
    const request = {
      queries: ["NetworkIn", "NetworkOut"].map((name, index) => ({
        id: `m${index}`,
        metric: { ...instance, name },
        statistic: "Sum",
        periodSeconds: 300,
      })),
      startSeconds: question.startSeconds,
      endSeconds: question.endSeconds,
      maxDatapoints: 10,
    };
    const byId = new Map<string, number>();
    let nextToken: string | undefined;
    let pages = 0;
    do {
      const page = await api.getMetricData(
        { ...request, ...(nextToken === undefined ? {} : { nextToken }) },
        soon(),
      );
      if (!page.ok) throw new Error(page.failure.kind);
      for (const { id, timesSeconds, values } of page.value.results) {
        expect(timesSeconds).toHaveLength(values.length);
        byId.set(id, (byId.get(id) ?? 0) + values.length);
      }
      ({ nextToken } = page.value);
      pages += 1;
    } while (nextToken !== undefined);
    expect(pages).toBeGreaterThan(1);
    expect(Object.fromEntries(byId)).toEqual({ m0: 12, m1: 12 });
  });

  it("hands on what CloudWatch says of a result inside a good answer", async () => {
    meet("forbidden");
    const query = { id: "m", metric: instance, statistic: "Sum", periodSeconds: 300 };
    const { startSeconds, endSeconds } = question;
    const page = await api.getMetricData({ queries: [query], startSeconds, endSeconds }, soon());
    const [result] = page.ok ? page.value.results : [];
    expect(result?.statusCode).toBe("Forbidden");
    expect(result?.messages.join()).not.toBe("");
  });

  it("lists metrics by name and dimension", async () => {
    const request = { namespace: "AWS/EC2", metricName: "NetworkIn", dimensions: [{ name: "InstanceId" }] };
    const page = await api.listMetrics(request, soon());
    const metrics = page.ok ? page.value.metrics : [];
    expect(metrics).toContainEqual(instance);
    expect(new Set(metrics.map(({ name }) => name))).toEqual(new Set(["NetworkIn"]));
  });

  it("lists the accounts of linked metrics", async () => {
    const page = await api.listMetrics({ namespace: "AWS/EC2", includeLinkedAccounts: true }, soon());
    if (!page.ok) throw new Error(page.failure.kind);
    expect(page.value.owningAccounts).toHaveLength(page.value.metrics.length);
  });

  it("tells how CloudWatch words what it refuses", async () => {
    const answer = await api.getMetricStatistics({ ...question, endSeconds: question.startSeconds }, soon());
    expect(answer).toMatchObject({
      ok: false,
      failure: { kind: "rejected", operation: "GetMetricStatistics", code: "InvalidParameterValue" },
    });
  });

  it("is unreachable when nobody listens, after a few tries", async () => {
    await simulation.close();
    const answer = await api.getMetricStatistics(question, soon());
    const [{ host }] = [new URL(simulation.url)];
    expect(answer).toEqual({
      ok: false,
      failure: { kind: "unreachable", endpoint: `http://${host}`, reason: "connection refused" },
    });
    expect(connected.requests.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    simulation = await startSimulation({ clock: "request" });
  });

  it("asks nobody when the deadline has passed already", async () => {
    const answer = await api.getMetricStatistics(question, AbortSignal.abort());
    expect(answer.ok ? "" : answer.failure.kind).toBe("timeout");
    expect(simulation.requests).toEqual([]);
  });

  it("asks a hundred questions at once without a word on stderr", async () => {
    const warnings: string[] = [];
    const listen = (warning: Error): void => void warnings.push(warning.message);
    process.on("warning", listen);
    const deadline = soon();
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => api.getMetricStatistics(question, deadline)),
    );
    await new Promise((resolve) => setImmediate(resolve));
    process.off("warning", listen);
    expect(answers.every(({ ok }) => ok)).toBe(true);
    expect(warnings).toEqual([]);
  });

  it("records each request for whoever wants to know", async () => {
    meet("throttle:1");
    await kindOf();
    const endpoint = simulation.url.replace(/\/$/, "");
    const common = { operation: "GetMetricStatistics", endpoint, milliseconds: 0 };
    expect(connected.requests).toEqual([
      { ...common, attempt: 1, httpStatus: 400, failed: "throttled" },
      { ...common, attempt: 2, httpStatus: 200 },
    ]);
  });
}
