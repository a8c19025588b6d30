/**
 * Credentials when they are needed: those written down at once, an instance's role by a few requests, all others from
 * the SDK's chain, which is loaded only then. Keeps them in memory until shortly before they expire, and never anywhere else.
 */
import { failure, success, type Result } from "../result.ts";
import type { Fetch } from "./caller.ts";
import { within } from "./deadline.ts";
import type { CloudWatchFailure } from "./failure.ts";
import type { KnownCredentials } from "./credentials.ts";
import { instanceCredentials } from "./instance-metadata.ts";
import type { Credentials } from "./signature.ts";

/** What the SDK's chain must know. */
export interface ChainRequest {
  readonly region: string;
  readonly profile?: string;
  /** Credentials that are written down: with them the role is assumed. */
  readonly base?: Credentials;
  readonly role?: { readonly arn: string; readonly externalId?: string };
  /** Where an instance's role is asked for before the chain is; undefined: not at all. */
  readonly metadata?: URL;
}

type Found = Result<KnownCredentials, CloudWatchFailure>;

export interface Keyring {
  readonly fetch: Fetch;
  /** Grows more precise once they were needed. */
  kind(): string;
}

/** The SDK's own margin. */
const marginMilliseconds = 300_000;

export function keyring(
  written: KnownCredentials | undefined,
  request: ChainRequest,
  nowMilliseconds: () => number,
): Keyring {
  if (written !== undefined && request.role === undefined)
    return { fetch: () => Promise.resolve(success(written.credentials)), kind: () => written.kind };
  const expected = request.role === undefined ? "the standard chain" : `role ${request.role.arn}`;
  const late = { kind: "timeout", endpoint: `the source of credentials (${expected})` } as const;
  let pending: Promise<Found> | undefined;
  let found: KnownCredentials | undefined;
  const isStale = (): boolean =>
    found?.credentials.expiresMilliseconds !== undefined &&
    found.credentials.expiresMilliseconds - nowMilliseconds() < marginMilliseconds;
  const ask = async (deadline: AbortSignal): Promise<Found> => {
    if (request.metadata !== undefined) {
      found = await instanceCredentials(request.metadata, nowMilliseconds(), deadline);
      if (found !== undefined) return success(found);
      if (deadline.aborted) {
        // Whoever has more time may ask again.
        pending = undefined;
        return failure(late);
      }
    }
    const { chainCredentials } = await import("./client.ts");
    const result = await chainCredentials(request, nowMilliseconds);
    if (result.ok) found = result.value;
    return result;
  };
  return {
    fetch: async (deadline) => {
      if (isStale()) {
        found = undefined;
        pending = undefined;
      }
      pending ??= ask(deadline);
      const result = await within(pending, deadline);
      if (result === undefined) return failure(late);
      return result.ok ? success(result.value.credentials) : result;
    },
    kind: () => found?.kind ?? expected,
  };
}
