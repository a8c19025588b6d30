/**
 * The way to a service of AWS: resolves where it is and as whom it is asked, and asks it. Asks nobody by itself:
 * credentials are fetched with the first request, and their failure is that request's.
 */
import { readFileSync } from "node:fs";
import { failure, success, type Result } from "../result.ts";
import { accountOfKey, accountOfRole } from "./account.ts";
import type { RequestRecord } from "./attempts.ts";
import { caller, type Call, type CallerPorts } from "./caller.ts";
import type { ConnectionOptions } from "./connection.ts";
import { writtenCredentials } from "./credentials.ts";
import type { CloudWatchFailure } from "./failure.ts";
import { metadataEndpoint } from "./instance-metadata.ts";
import { keyring, type ChainRequest, type Keyring } from "./keyring.ts";
import { profileFiles, type ReadFile } from "./profiles.ts";
import { resolve, type Environment, type Resolution, type Service } from "./resolution.ts";
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

/** Where a service is and as whom it is asked. */
export interface Way {
  readonly service: Service;
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

/** `no-region` or `configuration`, when it cannot even be said where the service is. */
export function wayTo(
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
  const isBare = written === undefined && profile === undefined && roleArn === undefined;
  const metadata = isBare ? metadataEndpoint(environment, files) : undefined;
  const accountId =
    roleArn === undefined
      ? written && (written.accountId ?? accountOfKey(written.credentials.accessKeyId))
      : accountOfRole(roleArn);
  return success({
    service,
    resolution: resolved.value,
    keys: keyring(written, { ...chain, ...(metadata && { metadata }) }, surroundings.nowMilliseconds),
    ...(accountId === undefined ? {} : { accountId }),
    requests: [],
    ...(certificates.value === undefined ? {} : { certificates: certificates.value }),
  });
}

type WithoutTransport = Omit<CallerPorts, "transport" | "scope">;

export const portsOf = (way: Way, { nowMilliseconds, random }: Surroundings): WithoutTransport => ({
  url: new URL(way.resolution.endpointUrl),
  credentials: way.keys.fetch,
  nowMilliseconds,
  random: random ?? Math.random,
  record: (request) => void way.requests.push(request),
});

export function callerOn(
  way: Way,
  surroundings: Surroundings,
): { readonly call: Call; readonly close: () => void } {
  const ports = portsOf(way, surroundings);
  const transport = httpTransport(ports.url, way.certificates);
  const scope = { region: way.resolution.region.value, service: way.service.prefix };
  return { call: caller({ ...ports, transport, scope }), close: transport.close };
}
