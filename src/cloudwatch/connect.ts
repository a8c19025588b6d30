/**
 * The way to CloudWatch: resolves where it is and as whom it is asked, and makes the client. Asks nobody by itself:
 * credentials are fetched with the first request, and their failure is that request's. The SDK is loaded only where
 * credentials are not written down, or when CW_MRTG_CLIENT=sdk wants the full client.
 */
import { readFileSync } from "node:fs";
import { failure, success, type Result } from "../result.ts";
import { accountOfKey, accountOfRole } from "./account.ts";
import type { CloudWatchApi } from "./api.ts";
import type { RequestRecord } from "./attempts.ts";
import { caller } from "./caller.ts";
import type { ConnectionOptions } from "./connection.ts";
import { keyring, type ChainRequest, type Keyring } from "./keyring.ts";
import { writtenCredentials } from "./credentials.ts";
import type { CloudWatchFailure } from "./failure.ts";
import { leanClient } from "./lean-client.ts";
import { profileFiles, type ReadFile } from "./profiles.ts";
import {
  cloudWatchService,
  resolve,
  type Environment,
  type Resolution,
  type Service,
  type Setting,
} from "./resolution.ts";
import { httpTransport } from "./transport.ts";

/** What is needed of the world; src/cli/process.ts' World has it. */
export interface Surroundings {
  readonly environment: Environment;
  readonly homeDirectory: string | undefined;
  readonly nowMilliseconds: () => number;
  /** Throws as readFileSync does. */
  readonly readFile?: ReadFile;
  /** From 0 up to 1. */
  readonly random?: () => number;
}

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

interface Way {
  readonly resolution: Resolution;
  readonly keys: Keyring;
  readonly accountId?: string;
  readonly requests: RequestRecord[];
  readonly certificates?: string;
}

/** AWS_CA_BUNDLE, as AWS's command-line client has it: instead of the authorities that Node trusts. */
function certificatesOf(
  environment: Environment,
  readFile: ReadFile,
): Result<string | undefined, CloudWatchFailure> {
  const path = environment["AWS_CA_BUNDLE"];
  if (path === undefined || path === "") return success(undefined);
  try {
    return success(readFile(path));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return failure({ kind: "configuration", reason: `AWS_CA_BUNDLE: ${reason}` });
  }
}

function wayTo(
  service: Service,
  options: ConnectionOptions,
  surroundings: Surroundings,
): Result<Way, CloudWatchFailure> {
  const { environment, homeDirectory } = surroundings;
  const readFile = surroundings.readFile ?? ((path) => readFileSync(path, "utf8"));
  const files = profileFiles(environment, homeDirectory, readFile);
  const resolved = resolve(options, environment, files, service);
  if (!resolved.ok) return resolved;
  const certificates = certificatesOf(environment, readFile);
  if (!certificates.ok) return certificates;
  const { region, profile, roleArn } = resolved.value;
  const written = writtenCredentials(profile, environment, files);
  const { externalId } = options;
  const chain: ChainRequest = {
    region: region.value,
    ...(profile === undefined ? {} : { profile: profile.value }),
    ...(written === undefined ? {} : { base: written.credentials }),
    ...(roleArn === undefined
      ? {}
      : { role: { arn: roleArn, ...(externalId === undefined ? {} : { externalId }) } }),
  };
  const accountId =
    roleArn === undefined
      ? written && (written.accountId ?? accountOfKey(written.credentials.accessKeyId))
      : accountOfRole(roleArn);
  return success({
    resolution: resolved.value,
    keys: keyring(written, chain, surroundings.nowMilliseconds),
    ...(accountId === undefined ? {} : { accountId }),
    requests: [],
    ...(certificates.value === undefined ? {} : { certificates: certificates.value }),
  });
}

async function apiBy(way: Way, surroundings: Surroundings): Promise<CloudWatchApi> {
  const { resolution, keys, requests, certificates } = way;
  const ports = {
    url: new URL(resolution.endpointUrl),
    credentials: keys.fetch,
    nowMilliseconds: surroundings.nowMilliseconds,
    random: surroundings.random ?? Math.random,
    record: (request: RequestRecord) => void requests.push(request),
  };
  const region = resolution.region.value;
  if (surroundings.environment["CW_MRTG_CLIENT"] === "sdk") {
    const { sdkClient } = await import("./client.ts");
    return sdkClient({ ...ports, region });
  }
  const transport = httpTransport(ports.url, certificates);
  const call = caller({ ...ports, transport, scope: { region, service: cloudWatchService.prefix } });
  return leanClient(call, transport.close);
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
