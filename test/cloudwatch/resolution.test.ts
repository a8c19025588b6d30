import { describe, expect, it } from "vitest";
import type { ConnectionOptions } from "../../src/cloudwatch/connection.ts";
import { writtenCredentials } from "../../src/cloudwatch/credentials.ts";
import { profileFiles } from "../../src/cloudwatch/profiles.ts";
import { resolve, type Environment, type Resolution } from "../../src/cloudwatch/resolution.ts";

const config = `
# comment
[default]
region = eu-west-1   ; trailing comment
[profile "my web"]
[profile dual]
region=eu-north-1
use_dualstack_endpoint = true
use_fips_endpoint = perhaps
[profile served]
region = us-west-2
services = local
endpoint_url = http://general:1
[services local]
ec2 =
  endpoint_url = http://ec2:2
cloudwatch =
  endpoint_url = http://cloudwatch:3
[profile lost]
region = us-west-2
services = nowhere
[profile role]
region = us-west-2
role_arn = arn:aws:iam::123456789012:role/r
source_profile = keys
aws_access_key_id = AKIAROLE
aws_secret_access_key = secret
[profile keys]
region = ap-south-1
`;

const credentials = `
[default]
aws_access_key_id = AKIADEFAULT
aws_secret_access_key = default/secret=
[keys]
region = ap-east-1
aws_access_key_id = AKIAKEYS
aws_secret_access_key = keys-secret
aws_session_token = token
`;

function readFile(path: string): string {
  if (path === "/home/u/.aws/config") return config;
  if (path === "/home/u/.aws/credentials") return credentials;
  const code = path.startsWith("/root/") ? "EACCES" : "ENOENT";
  throw Object.assign(new Error(code), { code });
}

const bare: ConnectionOptions = { dualstack: false, fips: false };

const files = (environment: Environment = {}, home: string | undefined = "/home/u") =>
  profileFiles(environment, home, readFile);

const resolving = (options: Partial<ConnectionOptions>, environment: Environment = {}) =>
  resolve({ ...bare, ...options }, environment, files(environment));

function resolved(options: Partial<ConnectionOptions>, environment: Environment = {}): Resolution {
  const result = resolving(options, environment);
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
}

function reasonOf(options: Partial<ConnectionOptions>, environment: Environment = {}): string {
  const result = resolving(options, environment);
  if (result.ok) return "none";
  return result.failure.kind === "configuration" ? result.failure.reason : result.failure.kind;
}

describe("the region", () => {
  it.each([
    ["--region", { region: "us-east-1" }, { AWS_REGION: "us-east-2" }, "us-east-1"],
    ["AWS_REGION", {}, { AWS_REGION: "us-east-2", AWS_DEFAULT_REGION: "us-west-1" }, "us-east-2"],
    ["AWS_DEFAULT_REGION", {}, { AWS_DEFAULT_REGION: "us-west-1" }, "us-west-1"],
    ["profile default in /home/u/.aws/config", {}, {}, "eu-west-1"],
    ["profile keys in /home/u/.aws/credentials", { profile: "keys" }, {}, "ap-east-1"],
    ["profile dual in /home/u/.aws/config", {}, { AWS_PROFILE: "served" }, "us-west-2"],
  ])("comes from %s", (origin, options, environment: Environment, region) => {
    const expected = region === "us-west-2" ? origin.replace("dual", "served") : origin;
    expect(resolved(options, environment).region).toEqual({ value: region, origin: expected });
  });

  it("is needed", () => {
    expect(resolve(bare, {}, files({}, "/nowhere"))).toEqual({ ok: false, failure: { kind: "no-region" } });
    expect(resolve(bare, {}, profileFiles({}, undefined, readFile)).ok).toBe(false);
  });

  it("is a host's label, whoever says it", () => {
    expect(reasonOf({}, { AWS_REGION: "evil.com/" })).toBe('AWS_REGION: "evil.com/" is no region');
  });
});

describe("the endpoint", () => {
  const other = { AWS_ENDPOINT_URL: "http://any:1" };
  it.each([
    [
      "--endpoint-url",
      { endpointUrl: "http://o:1" },
      { AWS_ENDPOINT_URL_CLOUDWATCH: "http://c:1" },
      "http://o:1",
    ],
    [
      "AWS_ENDPOINT_URL_CLOUDWATCH",
      {},
      { ...other, AWS_ENDPOINT_URL_CLOUDWATCH: "http://c:1" },
      "http://c:1",
    ],
    ["AWS_ENDPOINT_URL", { profile: "served" }, other, "http://any:1"],
    ["services local in /home/u/.aws/config", { profile: "served" }, {}, "http://cloudwatch:3"],
  ])("comes from %s", (origin, options, environment: Environment, url) => {
    const { endpoint, endpointUrl } = resolved(options, environment);
    expect(endpoint).toEqual({ value: url, origin });
    expect(endpointUrl).toBe(url);
  });

  it("of another service is its own", () => {
    const result = resolve({ ...bare, profile: "served" }, {}, files(), { id: "EC2", prefix: "ec2" });
    expect(result.ok && result.value.endpointUrl).toBe("http://ec2:2");
  });

  it("that is configured can be ignored, the option cannot", () => {
    const ignore = { ...other, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: "true" };
    expect(resolved({}, ignore).endpoint).toBeUndefined();
    expect(resolved({ endpointUrl: "http://o:1" }, ignore).endpointUrl).toBe("http://o:1");
  });

  it.each([
    [
      { endpointUrl: "http://o:1", fips: true },
      {},
      "--fips does not go with the custom endpoint of --endpoint-url",
    ],
    [
      { endpointUrl: "http://o:1" },
      { AWS_USE_DUALSTACK_ENDPOINT: "true" },
      "AWS_USE_DUALSTACK_ENDPOINT does not go with the custom endpoint of --endpoint-url",
    ],
    [{ endpointUrl: "nonsense" }, {}, '--endpoint-url: the endpoint "nonsense" is no URL'],
    [{ profile: "lost" }, {}, 'profile lost: there is no section "services nowhere" in /home/u/.aws/config'],
    [{}, { AWS_USE_FIPS_ENDPOINT: "1" }, 'AWS_USE_FIPS_ENDPOINT: neither "true" nor "false" but "1"'],
    [
      { profile: "dual" },
      {},
      'profile dual in /home/u/.aws/config: neither "true" nor "false" but "perhaps"',
    ],
    [
      { profile: "ghost" },
      {},
      '--profile: there is no profile "ghost" in /home/u/.aws/config or /home/u/.aws/credentials',
    ],
    [{ roleArn: "admin" }, {}, '--role-arn: "admin" is not like arn:aws:iam::123456789012:role/name'],
    [{ externalId: "x" }, {}, "--external-id needs --role-arn"],
  ])("and all else must go together: %j %j", (options, environment: Environment, reason) => {
    expect(reasonOf(options, environment)).toBe(reason);
  });

  it("is dual stack when the environment says so and FIPS when the option does", () => {
    const { dualstack, fips, endpointUrl } = resolved({ fips: true }, { AWS_USE_DUALSTACK_ENDPOINT: "true" });
    expect(dualstack).toEqual({ value: true, origin: "AWS_USE_DUALSTACK_ENDPOINT" });
    expect(fips).toEqual({ value: true, origin: "--fips" });
    expect(endpointUrl).toBe("https://monitoring-fips.eu-west-1.api.aws");
  });
});

describe("the shared files", () => {
  it("are named by the environment before the home directory", () => {
    const environment = {
      AWS_CONFIG_FILE: "/home/u/.aws/config",
      AWS_SHARED_CREDENTIALS_FILE: "~/.aws/credentials",
    };
    const { config: named, credentials: athome } = profileFiles(environment, "/home/u", readFile);
    expect(named.sections.get("my web")).toBeDefined();
    expect(athome.sections.get("keys")).toBeDefined();
  });

  it("that cannot be read are told of when a profile is missing", () => {
    const result = resolve({ ...bare, profile: "x" }, {}, files({}, "/root"));
    expect(result).toEqual({
      ok: false,
      failure: {
        kind: "configuration",
        reason:
          '--profile: there is no profile "x" in /root/.aws/config (unreadable: EACCES) or /root/.aws/credentials (unreadable: EACCES)',
      },
    });
  });

  it("take a name like __proto__ for a name", () => {
    const odd = () => "[__proto__]\nregion = eu-west-1\n[constructor]\n";
    const parsed = profileFiles({}, "/h", odd);
    expect(parsed.credentials.sections.get("__proto__")?.get("region")).toBe("eu-west-1");
    expect(resolve({ ...bare, profile: "toString" }, {}, parsed).ok).toBe(false);
  });
});

describe("written credentials", () => {
  const keys = { AWS_ACCESS_KEY_ID: "AKIAENV", AWS_SECRET_ACCESS_KEY: "s", AWS_SESSION_TOKEN: "t" };
  const found = (profile: string | undefined, environment: Environment) => {
    const named = profile === undefined ? undefined : { value: profile, origin: "--profile" };
    const written = writtenCredentials(named, environment, files());
    return written === undefined ? undefined : `${written.kind}: ${written.credentials.accessKeyId}`;
  };

  it.each([
    ["environment: AKIAENV", undefined, keys],
    ["profile default: AKIADEFAULT", undefined, {}],
    ["profile default: AKIADEFAULT", undefined, { AWS_ACCESS_KEY_ID: "AKIAENV" }],
    ["profile keys: AKIAKEYS", "keys", keys],
    [undefined, "role", keys],
    [undefined, "served", {}],
  ])("are %s for the profile %s", (expected, profile, environment: Environment) => {
    expect(found(profile, environment)).toBe(expected);
  });

  it("keep the token and every sign of the secret", () => {
    expect(writtenCredentials(undefined, keys, files())?.credentials.sessionToken).toBe("t");
    expect(writtenCredentials(undefined, {}, files())?.credentials).toEqual({
      accessKeyId: "AKIADEFAULT",
      secretAccessKey: "default/secret=",
    });
  });
});
