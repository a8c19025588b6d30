/** On the wire, against a server that answers as the two services do. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { connectDiscovery } from "../../src/cloudwatch/discovery-client.ts";
import type { DiscoveryApi } from "../../src/cloudwatch/discovery.ts";

interface Seen {
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

let server: Server;
let api: DiscoveryApi;
let seen: Seen[];

/** A client of a server that gives this one answer to everything. */
async function serve(status: number, answer: string): Promise<void> {
  seen = [];
  server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      seen.push({ headers: request.headers, body });
      response.writeHead(status).end(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const connected = connectDiscovery(
    { region: "eu-west-1", endpointUrl: `http://127.0.0.1:${port}`, dualstack: false, fips: false },
    {
      environment: { AWS_ACCESS_KEY_ID: "AKIAEXAMPLE", AWS_SECRET_ACCESS_KEY: "secret" },
      homeDirectory: undefined,
      nowMilliseconds: () => 0,
    },
  );
  if (!connected.ok) throw new Error(connected.failure.kind);
  ({ api } = connected.value);
}

afterEach(async () => {
  api.close();
  await new Promise((resolve) => server.close(resolve));
});

const soon = (): AbortSignal => AbortSignal.timeout(5_000);

const instances = `<?xml version="1.0" encoding="UTF-8"?>
<DescribeInstancesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">
  <requestId>8f7724cf</requestId>
  <reservationSet>
    <item>
      <reservationId>r-1</reservationId><groupSet/>
      <instancesSet>
        <item>
          <instanceId>i-0123456789abcdef0</instanceId>
          <instanceState><code>16</code><name>running</name></instanceState>
          <instanceType>m5.large</instanceType>
          <networkInterfaceSet><item><tagSet><item><key>not</key><value>mine</value></item></tagSet></item></networkInterfaceSet>
          <tagSet><item><key>Name</key><value>R&amp;D &lt;web&gt;</value></item><item><key>empty</key><value/></item></tagSet>
        </item>
        <item><instanceId>i-2</instanceId><instanceType>t3.nano</instanceType></item>
      </instancesSet>
    </item>
  </reservationSet>
  <nextToken>more</nextToken>
</DescribeInstancesResponse>`;

it("reads instances with their types and tags out of all reservations", async () => {
  await serve(200, instances);
  const answer = await api.describeInstances({ nextToken: "a b" }, soon());
  expect(answer).toEqual({
    ok: true,
    value: {
      instances: [
        {
          id: "i-0123456789abcdef0",
          type: "m5.large",
          state: "running",
          tags: [
            { key: "Name", value: "R&D <web>" },
            { key: "empty", value: "" },
          ],
        },
        { id: "i-2", type: "t3.nano", state: "", tags: [] },
      ],
      nextToken: "more",
    },
  });
});

it("asks EC2 by its Query protocol, signed for ec2", async () => {
  await serve(200, instances);
  await api.describeInstances({ nextToken: "a b" }, soon());
  const [request] = seen;
  expect(request?.body).toBe("Action=DescribeInstances&Version=2016-11-15&MaxResults=1000&NextToken=a+b");
  expect(request?.headers["authorization"]).toContain("/19700101/eu-west-1/ec2/aws4_request");
});

it("names EC2's action when it is not allowed", async () => {
  await serve(
    403,
    "<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>You are not authorized</Message></Error></Errors></Response>",
  );
  expect(await api.describeInstances({}, soon())).toEqual({
    ok: false,
    failure: {
      kind: "access-denied",
      operation: "ec2:DescribeInstances",
      reason: "You are not authorized",
    },
  });
});

it.each([
  "no XML at all",
  "<html><body>hello</body></html>",
  "<DescribeInstancesResponse><a></DescribeInstancesResponse>",
])("refuses an answer of EC2 that is none: %s", async (body) => {
  await serve(200, body);
  const answer = await api.describeInstances({}, soon());
  expect(answer.ok ? "ok" : answer.failure.kind).toBe("unintelligible");
});

it("reads tagged resources and takes an empty token for the last page", async () => {
  await serve(
    200,
    JSON.stringify({
      PaginationToken: "",
      ResourceTagMappingList: [
        { ResourceARN: "arn:aws:sqs:eu-west-1:1:q", Tags: [{ Key: "k", Value: "v" }] },
      ],
    }),
  );
  const request = { tagFilters: [{ key: "k", values: ["v"] }], resourceTypes: ["sqs"] };
  expect(await api.getResources(request, soon())).toEqual({
    ok: true,
    value: { resources: [{ arn: "arn:aws:sqs:eu-west-1:1:q", tags: [{ key: "k", value: "v" }] }] },
  });
  expect(JSON.parse(seen[0]?.body ?? "")).toEqual({
    TagFilters: [{ Key: "k", Values: ["v"] }],
    ResourceTypeFilters: ["sqs"],
  });
});
