/** What an HTTP request says of itself: protocol, operation, caller, place and time. Pure. */
import type { IncomingHttpHeaders } from "node:http";
import { keyOf } from "./hash.ts";
import { ownAccount, type Place } from "./world.ts";

export interface Incoming {
  /** AWS JSON in two versions, or the Query protocol with XML answers. */
  readonly protocol: "1.0" | "1.1" | "query";
  readonly operation: string;
  /** As the signature names it: `monitoring`, `tagging`, `ec2`, `sts`. */
  readonly service: string;
  readonly accessKeyId: string;
  readonly isSigned: boolean;
  readonly place: Place;
  /** From x-amz-date. */
  readonly timeMilliseconds: number | undefined;
}

const text = (value: string | string[] | undefined): string =>
  Array.isArray(value) ? value.join() : (value ?? "");

/** `20261201T000500Z` as epoch milliseconds. */
function readAmazonDate(date: string): number | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date);
  if (match === null) return undefined;
  const [year = 0, month = 0, ...rest] = match.slice(1).map(Number);
  return Date.UTC(year, month - 1, ...rest);
}

/** The temporary key of a role: it carries the role's account, as nothing else is remembered of it. */
export function keyOfRole(roleArn: string): string {
  const account = /^arn:[\w-]+:iam::(\d{12}):role\//.exec(roleArn)?.[1] ?? ownAccount;
  return `ASIA${account}${keyOf(roleArn).toString(36).toUpperCase().padStart(4, "0").slice(-4)}`;
}

const accountOfKey = (accessKeyId: string): string => /^ASIA(\d{12})/.exec(accessKeyId)?.[1] ?? ownAccount;

export function readIncoming(headers: IncomingHttpHeaders, body: string): Incoming {
  const target = text(headers["x-amz-target"]);
  const version = text(headers["content-type"]).includes("json-1.1") ? "1.1" : "1.0";
  const action = target === "" ? (new URLSearchParams(body).get("Action") ?? "") : "";
  const credential = /Credential=([^/,\s]*)\/\d{8}\/([^/,\s]+)\/([^/,\s]+)\//.exec(
    text(headers.authorization),
  );
  const accessKeyId = credential?.[1] ?? "";
  return {
    protocol: target === "" ? "query" : version,
    operation: target === "" ? action : (target.split(".").at(-1) ?? ""),
    service: credential?.[3] ?? "",
    accessKeyId,
    isSigned: credential !== null,
    place: { region: credential?.[2] ?? "us-east-1", accountId: accountOfKey(accessKeyId) },
    timeMilliseconds: readAmazonDate(text(headers["x-amz-date"])),
  };
}
