import { fromTemporaryCredentials } from "@aws-sdk/credential-providers";
import { CloudWatchClient, ListMetricsCommand } from "@aws-sdk/client-cloudwatch";
import { describe, expect, it } from "vitest";
import type { Simulation } from "../../src/sim/simulation.ts";
import { accountOf, hostileNames } from "../../src/sim/large-account.ts";
import { simulated } from "./caller.ts";

const signed = (service: string, region: string): string =>
  `AWS4-HMAC-SHA256 Credential=AKIASIM/20261201/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`;

async function getResources(simulation: Simulation, input: object, region = "eu-west-1") {
  const answer = await fetch(simulation.url, {
    method: "POST",
    headers: {
      authorization: signed("tagging", region),
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": "ResourceGroupsTaggingAPI_20170126.GetResources",
    },
    body: JSON.stringify(input),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

async function query(simulation: Simulation, service: string, form: Record<string, string>) {
  const answer = await fetch(simulation.url, {
    method: "POST",
    headers: { authorization: signed(service, "eu-west-1") },
    body: new URLSearchParams(form),
  });
  return { status: answer.status, body: await answer.text() };
}

const describeInstances = (simulation: Simulation, more: Record<string, string> = {}) =>
  query(simulation, "ec2", { Action: "DescribeInstances", Version: "2016-11-15", ...more });

describe("GetResources", () => {
  const arns = ({ body }: Awaited<ReturnType<typeof getResources>>) =>
    (body["ResourceTagMappingList"] as { ResourceARN: string }[]).map(({ ResourceARN }) => ResourceARN);

  it("filters by type and by tags", async () => {
    const simulation = await simulated();
    const input = {
      ResourceTypeFilters: ["ec2:instance", "rds:db"],
      TagFilters: [{ Key: "env", Values: ["prod", "test"] }, { Key: "Name" }],
    };
    expect(arns(await getResources(simulation, input))).toEqual([
      "arn:aws:ec2:eu-west-1:111122223333:instance/i-0123456789abcdef0",
      "arn:aws:ec2:eu-west-1:111122223333:instance/i-0fedcba9876543210",
      "arn:aws:ec2:eu-west-1:111122223333:instance/i-00aa11bb22cc33dd4",
      "arn:aws:rds:eu-west-1:111122223333:db:orders",
    ]);
    expect(arns(await getResources(simulation, { TagFilters: [{ Key: "env", Values: ["none"] }] }))).toEqual(
      [],
    );
    expect(arns(await getResources(simulation, {}, "us-east-1"))).toEqual([]);
  });

  it("gives every resource once over its pages, and an empty token at the end", async () => {
    const simulation = await simulated({ pageSize: 2 });
    const found: string[] = [];
    let token = "";
    do {
      const page = await getResources(simulation, { PaginationToken: token });
      found.push(...arns(page));
      token = String(page.body["PaginationToken"]);
    } while (token !== "");
    expect(found).toHaveLength(7);
    expect(new Set(found).size).toBe(7);
  });

  it("is throttled in its own words", async () => {
    const simulation = await simulated({ faults: [{ kind: "throttle", operation: "GetResources" }] });
    expect(await getResources(simulation, {})).toMatchObject({
      status: 400,
      body: { __type: "ThrottledException" },
    });
  });
});

describe("DescribeInstances", () => {
  it("tells types, states and tags", async () => {
    const { body } = await describeInstances(await simulated());
    expect(body.match(/<instanceId>/g)).toHaveLength(3);
    expect(body).toContain("<name>running</name></instanceState><instanceType>m5.large</instanceType>");
    expect(body).toContain("<item><key>Name</key><value>web-1</value></item>");
  });

  it("pages", async () => {
    const simulation = await simulated({ pageSize: 2 });
    const first = await describeInstances(simulation);
    const token = /<nextToken>(.*)<\/nextToken>/.exec(first.body)?.[1] ?? "";
    const second = await describeInstances(simulation, { NextToken: token });
    expect([first, second].map(({ body }) => body.match(/<instanceId>/g)?.length)).toEqual([2, 1]);
    expect(second.body).not.toContain("nextToken");
  });

  it("keeps hostile names inside their element", async () => {
    const world = accountOf({ seed: "1", size: 400, regions: ["eu-west-1"], names: "hostile" });
    const { body } = await describeInstances(await simulated({ world }));
    expect(body).not.toMatch(/<script|<img|\nTarget|&lt;/);
    expect(body).toContain("web&#10;Target[evil]: `touch /tmp/pwned`");
  });

  it("refuses in EC2's words", async () => {
    const simulation = await simulated({ faults: [{ kind: "denied", times: 1 }] });
    expect(await describeInstances(simulation)).toMatchObject({
      status: 403,
      body: expect.stringContaining("<Code>UnauthorizedOperation</Code>") as string,
    });
    expect((await describeInstances(simulation, { "InstanceId.1": "i-0" })).body).toContain(
      "<Code>InvalidInstanceID.NotFound</Code>",
    );
  });
});

describe("AssumeRole", () => {
  it("leads the SDK into the role's account", async () => {
    const world = accountOf({ seed: "1", size: 30, regions: ["eu-west-1"], accountId: "444455556666" });
    const simulation = await simulated({ world });
    const place = { endpoint: simulation.url, region: "eu-west-1" };
    const master = { accessKeyId: "AKIASIM", secretAccessKey: "secret" };
    const client = new CloudWatchClient({
      ...place,
      credentials: fromTemporaryCredentials({
        masterCredentials: master,
        params: { RoleArn: "arn:aws:iam::444455556666:role/reader", RoleSessionName: "test" },
        clientConfig: place,
      }),
    });
    const { Metrics } = await client.send(new ListMetricsCommand({}));
    client.destroy();
    expect(Metrics!.length).toBeGreaterThan(50);
    expect(
      simulation.requests.map(({ operation, accessKeyId }) => [operation, accessKeyId.slice(0, 16)]),
    ).toEqual([
      ["AssumeRole", "AKIASIM"],
      ["ListMetrics", "ASIA444455556666"],
    ]);
  });

  it("tells who is asking", async () => {
    const { body } = await query(await simulated(), "sts", {
      Action: "GetCallerIdentity",
      Version: "2011-06-15",
    });
    expect(body).toContain("<Account>111122223333</Account>");
  });
});

describe("a large account", () => {
  const world = accountOf({ seed: "1", size: 2000, regions: ["eu-west-1", "us-east-1", "ap-southeast-2"] });

  it("is the same for the same seed and another for another", () => {
    const arns = (seed: string) =>
      accountOf({ seed, size: 50, regions: ["eu-west-1"] }).resources.map(({ arn }) => arn);
    expect(arns("a")).toEqual(arns("a"));
    expect(arns("a")).not.toEqual(arns("b"));
  });

  it("has all services and names no metric twice", () => {
    const namespaces = new Set(world.metrics.map(({ metric }) => metric.namespace));
    expect(namespaces.size).toBe(20);
    const names = world.metrics.map(({ metric, region }) => JSON.stringify([metric, region]));
    expect(new Set(names).size).toBe(names.length);
  });

  it("spreads over its regions, and bills in us-east-1", () => {
    const regionsOf = (namespace: string) =>
      [
        ...new Set(
          world.metrics.filter(({ metric }) => metric.namespace === namespace).map(({ region }) => region),
        ),
      ].sort((one = "", other = "") => one.localeCompare(other));
    expect(regionsOf("AWS/EC2")).toEqual(["ap-southeast-2", "eu-west-1", "us-east-1"]);
    expect(regionsOf("AWS/Billing")).toEqual(["us-east-1"]);
  });

  it("carries every hostile name as a tag", () => {
    const hostile = accountOf({ seed: "1", size: 2000, regions: ["eu-west-1"], names: "hostile" });
    const values = new Set(hostile.resources.flatMap(({ tags }) => tags.map(({ value }) => value)));
    expect(hostileNames.filter((name) => !values.has(name))).toEqual([]);
  });
});
