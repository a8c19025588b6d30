/**
 * The connection to CloudWatch: the way there and the client. The SDK is loaded only where credentials are not written
 * down, or when CW_MRTG_CLIENT=sdk wants the full client.
 */
import { success, type Result } from "../result.ts";
import type { CloudWatchApi } from "./api.ts";
import type { RequestRecord } from "./attempts.ts";
import type { ConnectionOptions } from "./connection.ts";
import type { CloudWatchFailure } from "./failure.ts";
import { leanClient } from "./lean-client.ts";
import { cloudWatchService, type Setting } from "./resolution.ts";
import { callerOn, portsOf, wayTo, type Surroundings, type Way } from "./way.ts";

export interface Connection {
  readonly region: string;
  readonly regionOrigin: string;
  /** A custom one only. */
  readonly endpoint?: Setting<string>;
  /** Custom or standard. */
  readonly endpointUrl: string;
  readonly dualstack: Setting<boolean>;
  readonly fips: Setting<boolean>;
  /** Only when somebody named one. */
  readonly profile?: Setting<string>;
  readonly roleArn?: string;
  /** The account's number, where it is known without asking. */
  readonly accountId?: string;
  /** Where credentials come from; more is known once they were needed. Never a secret. */
  readonly credentialsKind: string;
  readonly api: CloudWatchApi;
  /** In the order of their ends; grows. */
  readonly requests: readonly RequestRecord[];
}

async function apiBy(way: Way, surroundings: Surroundings): Promise<CloudWatchApi> {
  if (surroundings.environment["CW_MRTG_CLIENT"] === "sdk") {
    const { sdkClient } = await import("./client.ts");
    return sdkClient({ ...portsOf(way, surroundings), region: way.resolution.region.value });
  }
  const { call, close } = callerOn(way, surroundings);
  return leanClient(call, close);
}

/** `no-region` or `configuration`, when it cannot even be said where CloudWatch is. */
export async function connect(
  options: ConnectionOptions,
  surroundings: Surroundings,
): Promise<Result<Connection, CloudWatchFailure>> {
  const found = wayTo(cloudWatchService, options, surroundings);
  if (!found.ok) return found;
  const { resolution, keys, accountId, requests } = found.value;
  return success({
    region: resolution.region.value,
    regionOrigin: resolution.region.origin,
    ...(resolution.endpoint === undefined ? {} : { endpoint: resolution.endpoint }),
    endpointUrl: resolution.endpointUrl,
    dualstack: resolution.dualstack,
    fips: resolution.fips,
    ...(resolution.profile === undefined ? {} : { profile: resolution.profile }),
    ...(resolution.roleArn === undefined ? {} : { roleArn: resolution.roleArn }),
    ...(accountId === undefined ? {} : { accountId }),
    get credentialsKind() {
      return keys.kind();
    },
    api: await apiBy(found.value, surroundings),
    requests,
  });
}
