/** Against the vectors AWS published (aws4_testsuite), and against the SDK's own signer. */
import { CloudWatchClient, ListMetricsCommand } from "@aws-sdk/client-cloudwatch";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { signed, type Headers } from "../../src/cloudwatch/signature.ts";

// Nine lines on stderr otherwise.
process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] = "true";

const credentials = {
  accessKeyId: "AKIDEXAMPLE",
  secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
};
const scope = { region: "us-east-1", service: "service" };
const time = Date.UTC(2015, 7, 30, 12, 36, 0);
const host = "example.amazonaws.com";

const signatureOf = (headers: Headers): string =>
  /Signature=(\w+)$/.exec(headers["authorization"] ?? "")?.[1] ?? "";

describe("AWS's published vectors", () => {
  it("signs post-vanilla", () => {
    const headers = signed("/", { host }, "", credentials, scope, time);
    expect(headers["authorization"]).toBe(
      "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, Signature=5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
    );
  });

  it("signs post-x-www-form-urlencoded", () => {
    const typed = { host, "content-type": "application/x-www-form-urlencoded" };
    expect(signatureOf(signed("/", typed, "Param1=value1", credentials, scope, time))).toBe(
      "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
    );
  });

  it("signs post-sts-header-before", () => {
    const sessionToken =
      "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==";
    const headers = signed("/", { host }, "", { ...credentials, sessionToken }, scope, time);
    expect(signatureOf(headers)).toBe("85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead");
  });
});

/** What the SDK sends for this question, caught before it goes out. */
async function sentBySdk(
  url: string,
  region: string,
  token: string | undefined,
  metric: string,
): Promise<Sent> {
  let sent: Sent | undefined;
  const client = new CloudWatchClient({
    region,
    endpoint: url,
    credentials: { ...credentials, ...(token === undefined ? {} : { sessionToken: token }) },
    maxAttempts: 1,
    requestHandler: {
      handle: (request: Sent) => {
        sent = request;
        return Promise.reject(new Error("enough seen"));
      },
    },
  });
  await client.send(new ListMetricsCommand({ MetricName: metric })).catch(() => undefined);
  if (sent === undefined) throw new Error("nothing was sent");
  return sent;
}

interface Sent {
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string | Uint8Array;
}

const dateOf = (text: string): number =>
  Date.parse(text.replace(/^(\d{4})(\d\d)(\d\dT\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3:$4:$5Z"));

it("signs whatever the SDK sends as the SDK does", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom("eu-west-1", "us-gov-east-1"),
      fc.option(fc.stringMatching(/^[A-Za-z0-9+/=]{1,40}$/), { nil: undefined }),
      fc.string({ unit: "grapheme", maxLength: 20 }),
      fc.webPath().filter((path) => !path.includes("//")),
      async (region, token, metric, path) => {
        const sent = await sentBySdk(`http://localhost:8080${path}`, region, token, metric);
        const { authorization = "", ...all } = sent.headers;
        const names = (/SignedHeaders=([^,]*)/.exec(authorization)?.[1] ?? "").split(";");
        const headers = Object.fromEntries(
          names
            .filter((name) => !["x-amz-date", "x-amz-security-token"].includes(name))
            .map((name) => [name, all[name] ?? ""]),
        );
        const whose = { ...credentials, ...(token === undefined ? {} : { sessionToken: token }) };
        const now = dateOf(all["x-amz-date"] ?? "");
        const ours = signed(
          sent.path,
          headers,
          typeof sent.body === "string" ? sent.body : new TextDecoder().decode(sent.body),
          whose,
          { region, service: "monitoring" },
          now,
        );
        expect(ours["authorization"]).toBe(authorization);
      },
    ),
    { numRuns: 40 },
  );
});
