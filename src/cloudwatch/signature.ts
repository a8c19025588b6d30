/**
 * Signature Version 4: proves to AWS who asks, without sending the secret. Pure; only POST requests without a query,
 * which is all this suite sends.
 */
import { createHash, createHmac } from "node:crypto";

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** After this they are worthless; undefined: never. */
  readonly expiresMilliseconds?: number;
}

export interface SigningScope {
  readonly region: string;
  /** The service's signing name: `monitoring`, `ec2`, … */
  readonly service: string;
}

/** By name in lower case. Every one of them is signed. */
export type Headers = Readonly<Record<string, string>>;

const algorithm = "AWS4-HMAC-SHA256";

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

const hmac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();

/** A segment as RFC 3986 wants it: encodeURIComponent leaves !'()* as they are. */
const encoded = (segment: string): string =>
  encodeURIComponent(segment).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );

const canonicalPath = (path: string): string => path.split("/").map(encoded).join("/");

const canonicalValue = (value: string): string => value.trim().replace(/\s+/g, " ");

/** `20150830T123600Z` */
const longDate = (milliseconds: number): string =>
  new Date(milliseconds).toISOString().replace(/[-:]|\.\d{3}/g, "");

/**
 * The headers to send: the given ones, `x-amz-date`, the session's token and `authorization`. `path` is encoded
 * as it stands in the request line; `headers` must hold `host`.
 */
export function signed(
  path: string,
  headers: Headers,
  body: string,
  credentials: Credentials,
  scope: SigningScope,
  nowMilliseconds: number,
): Headers {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const time = longDate(nowMilliseconds);
  const day = time.slice(0, 8);
  const all: Record<string, string> = { ...headers, "x-amz-date": time };
  if (sessionToken !== undefined) all["x-amz-security-token"] = sessionToken;
  const names = Object.keys(all).sort();
  const list = names.join(";");
  const lines = names.map((name) => `${name}:${canonicalValue(all[name] ?? "")}\n`).join("");
  const request = ["POST", canonicalPath(path), "", lines, list, sha256(body)].join("\n");
  const scopeText = `${day}/${scope.region}/${scope.service}/aws4_request`;
  const toSign = [algorithm, time, scopeText, sha256(request)].join("\n");
  const key = [day, scope.region, scope.service, "aws4_request"].reduce<string | Buffer>(
    hmac,
    `AWS4${secretAccessKey}`,
  );
  const signature = hmac(key, toSign).toString("hex");
  all["authorization"] =
    `${algorithm} Credential=${accessKeyId}/${scopeText}, SignedHeaders=${list}, Signature=${signature}`;
  return all;
}
