import { GetMetricStatisticsCommand } from "@aws-sdk/client-cloudwatch";
import { describe, expect, it } from "vitest";
import { readFault, type FaultKind } from "../../src/sim/fault.ts";
import { at, callerOf, noon, simulated, web, wire } from "./caller.ts";

const question = (periodSeconds = 300) =>
  new GetMetricStatisticsCommand({
    ...wire(web),
    StartTime: at(noon - 3600),
    EndTime: at(noon),
    Period: periodSeconds,
    Statistics: ["Sum"],
  });

const outcome = (answer: Promise<unknown>): Promise<string> =>
  answer.then(
    () => "answered",
    (error: unknown) => (error as Error).name,
  );

describe("a fault", () => {
  it.each([
    ["throttle", "Throttling"],
    ["denied", "AccessDenied"],
    ["bad-credentials", "InvalidClientTokenId"],
    ["bad-signature", "SignatureDoesNotMatch"],
    ["expired", "ExpiredToken"],
    ["garbage", "SyntaxError"],
    ["reset", "TimeoutError"],
    ["truncate", "Error"],
  ] satisfies [FaultKind, string][])("%s makes the SDK say %s, once", async (kind, name) => {
    const simulation = await simulated({ faults: [{ kind, times: 1 }] });
    const client = callerOf(simulation);
    expect([await outcome(client.send(question())), await outcome(client.send(question()))]).toEqual([
      name,
      "answered",
    ]);
  });

  it("of slowness still answers", async () => {
    const client = callerOf(await simulated({ faults: [{ kind: "slow", milliseconds: 20 }] }));
    expect((await client.send(question())).Datapoints).toHaveLength(11);
  });

  it("of shape answers JSON that is not CloudWatch's", async () => {
    const simulation = await simulated({ faults: [{ kind: "wrong-shape" }] });
    const answer = await fetch(simulation.url, { method: "POST", body: "{}" });
    expect(await answer.json()).toMatchObject({ Datapoints: { Sum: "many" } });
  });

  it("of throttling is overcome by a client that tries again", async () => {
    const simulation = await simulated({ faults: [{ kind: "throttle", times: 2 }] });
    expect(await outcome(callerOf(simulation, "eu-west-1", 3).send(question()))).toBe("answered");
    expect(simulation.requests.map(({ fault }) => fault)).toEqual(["throttle", "throttle", undefined]);
  });

  it("can meet each question anew", async () => {
    const client = callerOf(await simulated({ faults: [{ kind: "5xx", times: 1, each: true }] }));
    const outcomes = [];
    for (const period of [300, 300, 600, 600]) outcomes.push(await outcome(client.send(question(period))));
    expect(outcomes).toEqual(["InternalServiceFault", "answered", "InternalServiceFault", "answered"]);
  });

  it("can be limited to one operation and changed between requests", async () => {
    const simulation = await simulated({ faults: [{ kind: "throttle", operation: "ListMetrics" }] });
    const client = callerOf(simulation);
    expect(await outcome(client.send(question()))).toBe("answered");
    simulation.setFaults([{ kind: "denied" }]);
    expect(await outcome(client.send(question()))).toBe("AccessDenied");
  });

  it("of hanging ends with the client's patience", async () => {
    const client = callerOf(await simulated({ faults: [{ kind: "hang" }] }));
    const patience = AbortSignal.timeout(50);
    expect(await outcome(client.send(question(), { abortSignal: patience }))).toBe("AbortError");
  });
});

describe("a fault's spelling", () => {
  it.each([
    ["throttle:3", { kind: "throttle", times: 3, each: false }],
    ["5xx:1/each@ListMetrics", { kind: "5xx", times: 1, each: true, operation: "ListMetrics" }],
    ["slow:500:2", { kind: "slow", milliseconds: 500, times: 2, each: false }],
    ["throttl", undefined],
    ["slow", undefined],
    ["hang:1:2", undefined],
  ])("%s", (text, fault) => {
    expect(readFault(text)).toEqual(fault);
  });
});
