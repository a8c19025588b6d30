import { CloudWatchClient, ListMetricsCommand } from "@aws-sdk/client-cloudwatch";
import { describe, expect, it } from "vitest";
import { customEndpoint, isRegion, standardEndpoint } from "../../src/cloudwatch/endpoint.ts";

// Nine lines on stderr otherwise.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";

/** Where the SDK, by AWS's own rules, would send the question. */
async function sdkEndpoint(
  region: string,
  useDualstackEndpoint: boolean,
  useFipsEndpoint: boolean,
): Promise<string> {
  let host = "";
  const client = new CloudWatchClient({
    region,
    useDualstackEndpoint,
    useFipsEndpoint,
    credentials: { accessKeyId: "a", secretAccessKey: "b" },
    maxAttempts: 1,
    requestHandler: {
      handle: (request: { hostname: string }) => {
        host = request.hostname;
        return Promise.reject(new Error("enough seen"));
      },
    },
  });
  await client.send(new ListMetricsCommand({})).catch(() => undefined);
  return `https://${host}`;
}

const regions = [
  "us-east-1",
  "eu-west-1",
  "mx-central-1",
  "cn-north-1",
  "us-gov-west-1",
  "us-iso-east-1",
  "us-isob-east-1",
  "eu-isoe-west-1",
  "us-isof-south-1",
  "eusc-de-east-1",
  "xx-new-9",
];

describe.each(regions)("in %s", (region) => {
  it.each([
    [false, false],
    [true, false],
    [false, true],
    [true, true],
  ])("is where the SDK has it (dual stack %s, FIPS %s)", async (dualstack, fips) => {
    expect(standardEndpoint("monitoring", region, dualstack, fips)).toBe(
      await sdkEndpoint(region, dualstack, fips),
    );
  });
});

it.each(["../x", "evil.com/", "a.b", "", "-a", "a-", "a\nb", "x".repeat(64), "eu west"])(
  "takes no region that could lead elsewhere: %j",
  (text) => {
    expect(isRegion(text)).toBe(false);
  },
);

it.each([
  ["http://127.0.0.1:4582", "http://127.0.0.1:4582"],
  ["http://[::1]:4582/", "http://[::1]:4582"],
  ["HTTPS://Example.com:443/base/", "https://example.com/base"],
])("spells a custom endpoint in one way: %s", (text, spelling) => {
  expect(customEndpoint(text)).toEqual({ ok: true, value: spelling });
});

it.each([
  "",
  "example.com",
  "localhost:4582",
  "ftp://a",
  "http://u:p@a",
  "http://a/?q",
  "http://a/#f",
  "http://",
])("refuses what is no endpoint: %j", (text) => {
  expect(customEndpoint(text).ok).toBe(false);
});
