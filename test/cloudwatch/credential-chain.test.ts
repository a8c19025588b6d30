/** The SDK's chain, asked on the wire: what a user without written keys meets. */
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { ConnectionOptions } from "../../src/cloudwatch/connection.ts";
import { connect, type Connection } from "../../src/cloudwatch/connect.ts";

let directory: string;
let servers: Server[];
let before: NodeJS.ProcessEnv;

// The SDK reads the process's own environment, whatever ours is given.
beforeEach(() => {
  before = { ...process.env };
  directory = mkdtempSync(join(tmpdir(), "cw-mrtg-"));
  servers = [];
  Object.assign(process.env, {
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    AWS_CONFIG_FILE: join(directory, "config"),
    AWS_SHARED_CREDENTIALS_FILE: join(directory, "credentials"),
  });
});

afterEach(async () => {
  process.env = before;
  rmSync(directory, { recursive: true });
  for (const server of servers) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A CloudWatch that remembers who signed, and knows no datapoints. */
async function cloudWatch(signers: string[]): Promise<string> {
  return serve((request, response) => {
    const token = String(request.headers["x-amz-security-token"] ?? "no token");
    signers.push(`${/Credential=([^/]*)/.exec(request.headers.authorization ?? "")?.[1] ?? ""} ${token}`);
    response.end('{"Datapoints":[],"Label":"x"}');
  });
}

async function connection(options: Partial<ConnectionOptions>): Promise<Connection> {
  const connected = await connect(
    { region: "eu-west-1", dualstack: false, fips: false, ...options },
    { environment: process.env, homeDirectory: undefined, nowMilliseconds: () => 1_700_000_000_000 },
  );
  if (!connected.ok) throw new Error(JSON.stringify(connected.failure));
  return connected.value;
}

async function ask({ api }: Connection, milliseconds = 5_000) {
  const answer = await api.getMetricStatistics(
    {
      metric: { namespace: "n", name: "m", dimensions: [] },
      startSeconds: 0,
      endSeconds: 300,
      periodSeconds: 300,
      statistics: ["Sum"],
      extendedStatistics: [],
    },
    AbortSignal.timeout(milliseconds),
  );
  api.close();
  return answer.ok ? "an answer" : answer.failure;
}

const assumed = `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
<AssumedRoleUser><AssumedRoleId>AROA:cw-mrtg</AssumedRoleId><Arn>arn:aws:sts::123456789012:assumed-role/r/cw-mrtg</Arn></AssumedRoleUser>
<Credentials><AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>role-secret</SecretAccessKey><SessionToken>role-token</SessionToken><Expiration>2023-11-15T00:00:00Z</Expiration></Credentials>
</AssumeRoleResult></AssumeRoleResponse>`;

const role = { roleArn: "arn:aws:iam::123456789012:role/r", externalId: "outside" };

it("says in one line that there are no credentials", async () => {
  const endpointUrl = await cloudWatch([]);
  const failure = await ask(await connection({ endpointUrl }));
  expect(failure).toEqual({ kind: "no-credentials", reason: expect.stringMatching(/^[^\n]+$/) as string });
});

it("does not wait for a dumb metadata service beyond the deadline", async () => {
  delete process.env["AWS_EC2_METADATA_DISABLED"];
  process.env["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = await serve(() => undefined);
  const endpointUrl = await cloudWatch([]);
  const failure = await ask(await connection({ endpointUrl }), 200);
  expect(failure).toMatchObject({ kind: "timeout" });
});

describe("an instance's metadata", () => {
  interface Asked {
    readonly line: string;
    readonly token: unknown;
  }

  async function metadata(asked: Asked[], answers: Readonly<Record<string, string>>): Promise<void> {
    delete process.env["AWS_EC2_METADATA_DISABLED"];
    process.env["AWS_EC2_METADATA_SERVICE_ENDPOINT"] = await serve((request, response) => {
      const line = `${request.method ?? ""} ${request.url ?? ""}`;
      asked.push({ line, token: request.headers["x-aws-ec2-metadata-token"] });
      const answer = answers[line];
      response.writeHead(answer === undefined ? 404 : 200).end(answer);
    });
  }

  const roles = "/latest/meta-data/iam/security-credentials/";
  const ofRole = {
    Code: "Success",
    Type: "AWS-HMAC",
    LastUpdated: "2023-11-14T00:00:00Z",
    AccessKeyId: "ASIAINSTANCE",
    SecretAccessKey: "s",
    Token: "t",
    Expiration: "2099-01-01T00:00:00Z",
  };

  it("gives the credentials of its role, without the SDK", async () => {
    const signers: string[] = [];
    const asked: Asked[] = [];
    await metadata(asked, {
      "PUT /latest/api/token": "token",
      [`GET ${roles}`]: "web",
      [`GET ${roles}web`]: JSON.stringify(ofRole),
    });
    const connected = await connection({ endpointUrl: await cloudWatch(signers) });
    expect(await ask(connected)).toBe("an answer");
    expect(signers).toEqual(["ASIAINSTANCE t"]);
    expect(asked).toEqual([
      { line: "PUT /latest/api/token", token: undefined },
      { line: `GET ${roles}`, token: "token" },
      { line: `GET ${roles}web`, token: "token" },
    ]);
    expect(connected.credentialsKind).toBe("instance metadata");
  });

  it("of the first version is left to the SDK", async () => {
    const signers: string[] = [];
    await metadata([], { [`GET ${roles}`]: "web", [`GET ${roles}web`]: JSON.stringify(ofRole) });
    const connected = await connection({ endpointUrl: await cloudWatch(signers) });
    expect(await ask(connected)).toBe("an answer");
    expect(signers).toEqual(["ASIAINSTANCE t"]);
  });

  it("without a role is no credentials", async () => {
    await metadata([], { "PUT /latest/api/token": "token" });
    const failure = await ask(await connection({ endpointUrl: await cloudWatch([]) }));
    expect(failure).toMatchObject({ kind: "no-credentials" });
  });

  it("is not asked when the default profile says how to get credentials", async () => {
    const asked: Asked[] = [];
    await metadata(asked, { "PUT /latest/api/token": "token" });
    const answer = JSON.stringify({ Version: 1, AccessKeyId: "AKIAPROCESS", SecretAccessKey: "s" });
    writeFileSync(join(directory, "config"), `[default]\ncredential_process = printf '%s' '${answer}'\n`);
    expect(await ask(await connection({ endpointUrl: await cloudWatch([]) }))).toBe("an answer");
    expect(asked).toEqual([]);
  });
});

it("takes credentials of a container", async () => {
  const signers: string[] = [];
  process.env["AWS_CONTAINER_CREDENTIALS_FULL_URI"] = await serve((_, response) => {
    response.end(
      JSON.stringify({
        AccessKeyId: "ASIACONTAINER",
        SecretAccessKey: "s",
        Token: "t",
        Expiration: "2099-01-01T00:00:00Z",
      }),
    );
  });
  const connected = await connection({ endpointUrl: await cloudWatch(signers) });
  expect(await ask(connected)).toBe("an answer");
  expect(signers).toEqual(["ASIACONTAINER t"]);
  expect(connected.credentialsKind).toBe("container");
});

it("runs the process of a profile", async () => {
  const signers: string[] = [];
  const answer = JSON.stringify({ Version: 1, AccessKeyId: "AKIAPROCESS", SecretAccessKey: "s" });
  writeFileSync(join(directory, "config"), `[profile p]\ncredential_process = printf '%s' '${answer}'\n`);
  const connected = await connection({ profile: "p", endpointUrl: await cloudWatch(signers) });
  expect(await ask(connected)).toBe("an answer");
  expect(signers).toEqual(["AKIAPROCESS no token"]);
  expect(connected.credentialsKind).toBe("profile p (process)");
});

it("assumes a role with written keys, and keeps its credentials for the next request", async () => {
  const signers: string[] = [];
  let asked = "";
  process.env["AWS_ACCESS_KEY_ID"] = "AKIABASE";
  process.env["AWS_SECRET_ACCESS_KEY"] = "s";
  process.env["AWS_ENDPOINT_URL_STS"] = await serve((request, response) => {
    request.on("data", (chunk: Buffer) => (asked += chunk.toString()));
    request.on("end", () => response.end(assumed));
  });
  const connected = await connection({ ...role, endpointUrl: await cloudWatch(signers) });
  expect(connected.accountId).toBe("123456789012");
  expect(await ask(connected)).toBe("an answer");
  expect(await ask(connected)).toBe("an answer");
  expect(signers).toEqual(["ASIAROLE role-token", "ASIAROLE role-token"]);
  expect(Object.fromEntries(new URLSearchParams(asked))).toMatchObject({
    RoleArn: role.roleArn,
    ExternalId: "outside",
    RoleSessionName: "cw-mrtg",
  });
  expect(connected.credentialsKind).toBe(`role ${role.roleArn}`);
});

it("names STS when the role may not be assumed", async () => {
  process.env["AWS_ACCESS_KEY_ID"] = "AKIABASE";
  process.env["AWS_SECRET_ACCESS_KEY"] = "s";
  process.env["AWS_ENDPOINT_URL_STS"] = await serve((_, response) => {
    response
      .writeHead(403)
      .end(
        "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not allowed</Message></Error></ErrorResponse>",
      );
  });
  const failure = await ask(await connection({ ...role, endpointUrl: await cloudWatch([]) }));
  expect(failure).toEqual({ kind: "access-denied", operation: "sts:AssumeRole", reason: "not allowed" });
});
