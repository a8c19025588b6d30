/**
 * Which region, endpoint, profile and role are meant, and who said so: options before the environment before the
 * shared files. Pure: environment and files are parameters. Asks nobody and holds no secret.
 */
import { failure, success, type Result } from "../result.ts";
import type { ConnectionOptions } from "./connection.ts";
import { customEndpoint, isRegion, standardEndpoint } from "./endpoint.ts";
import type { CloudWatchFailure } from "./failure.ts";
import type { ProfileFile, ProfileFiles, Section } from "./profiles.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

/** A value and who said it: `--region`, `AWS_REGION`, `profile x in /home/u/.aws/config`, `default`. */
export interface Setting<Value> {
  readonly value: Value;
  readonly origin: string;
}

/** A service of AWS: `CloudWatch` as the SDK calls it, `monitoring` as its hosts and signatures do. */
export interface Service {
  readonly id: string;
  readonly prefix: string;
}

export interface Resolution {
  readonly region: Setting<string>;
  /** A custom one only. */
  readonly endpoint?: Setting<string>;
  /** Custom or standard. */
  readonly endpointUrl: string;
  readonly dualstack: Setting<boolean>;
  readonly fips: Setting<boolean>;
  /** Only when somebody named one. */
  readonly profile?: Setting<string>;
  readonly roleArn?: string;
}

type Resolved = Result<Resolution, CloudWatchFailure>;

export const cloudWatchService: Service = { id: "CloudWatch", prefix: "monitoring" };

/** Leaves the ladder of sources at the first wrong value; caught in resolve only. */
class Wrong extends Error {}

const given = <Value>(value: Value | undefined, origin: string): Setting<Value> | undefined =>
  value === undefined || value === "" ? undefined : { value, origin };

const empty: Section = new Map();

export const sectionOf = (file: ProfileFile, name: string): Section => file.sections.get(name) ?? empty;

export const profileNamed = (
  options: ConnectionOptions,
  environment: Environment,
): Setting<string> | undefined =>
  given(options.profile, "--profile") ?? given(environment["AWS_PROFILE"], "AWS_PROFILE");

function isYes(setting: Setting<string> | undefined): Setting<boolean> | undefined {
  if (setting === undefined) return undefined;
  const { value, origin } = setting;
  if (value !== "true" && value !== "false")
    throw new Wrong(`${origin}: neither "true" nor "false" but "${value}"`);
  return { value: value === "true", origin };
}

function checkedProfile(files: ProfileFiles, profile: Setting<string> | undefined): void {
  if (profile === undefined || profile.value === "default") return;
  const both = [files.config, files.credentials];
  if (both.some(({ sections }) => sections.has(profile.value))) return;
  const places = both.map(({ path, unreadable }) =>
    unreadable === undefined ? path : `${path} (unreadable: ${unreadable})`,
  );
  throw new Wrong(`${profile.origin}: there is no profile "${profile.value}" in ${places.join(" or ")}`);
}

/** A key of the profile; the file that the SDK prefers for it comes first. */
function fromFiles(name: string, key: string, files: readonly ProfileFile[]): Setting<string> | undefined {
  for (const file of files) {
    const setting = given(sectionOf(file, name).get(key), `profile ${name} in ${file.path}`);
    if (setting !== undefined) return setting;
  }
  return undefined;
}

function configuredEndpoint(
  service: Service,
  environment: Environment,
  files: ProfileFiles,
  profile: string,
): Setting<string> | undefined {
  if (environment["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"] === "true") return undefined;
  const key = service.id.replaceAll(" ", "_");
  for (const name of [`AWS_ENDPOINT_URL_${key.toUpperCase()}`, "AWS_ENDPOINT_URL"]) {
    const setting = given(environment[name], name);
    if (setting !== undefined) return setting;
  }
  const { config, credentials } = files;
  const services = sectionOf(config, profile).get("services");
  if (services !== undefined) {
    const section = config.sections.get(`services ${services}`);
    if (section === undefined)
      throw new Wrong(`profile ${profile}: there is no section "services ${services}" in ${config.path}`);
    const url = section.get(`${key.toLowerCase()}.endpoint_url`);
    const setting = given(url, `services ${services} in ${config.path}`);
    if (setting !== undefined) return setting;
  }
  return fromFiles(profile, "endpoint_url", [config, credentials]);
}

function checkedEndpoint(found: Setting<string> | undefined): Setting<string> | undefined {
  if (found === undefined) return undefined;
  const url = customEndpoint(found.value);
  if (!url.ok) throw new Wrong(`${found.origin}: the endpoint "${found.value}" ${url.failure}`);
  return { value: url.value, origin: found.origin };
}

const isRole = (arn: string): boolean => /^arn:[a-z-]+:iam::\d{12}:role\/\S+$/.test(arn);

function resolution(
  options: ConnectionOptions,
  environment: Environment,
  files: ProfileFiles,
  service: Service,
): Resolved {
  const profile = profileNamed(options, environment);
  checkedProfile(files, profile);
  const name = profile?.value ?? "default";
  const byConfig = [files.config, files.credentials];
  const switched = (flag: boolean, option: string, variable: string, key: string): Setting<boolean> =>
    (flag ? { value: true, origin: option } : undefined) ??
    isYes(given(environment[variable], variable) ?? fromFiles(name, key, byConfig)) ?? {
      value: false,
      origin: "default",
    };
  const dualstack = switched(
    options.dualstack,
    "--dualstack",
    "AWS_USE_DUALSTACK_ENDPOINT",
    "use_dualstack_endpoint",
  );
  const fips = switched(options.fips, "--fips", "AWS_USE_FIPS_ENDPOINT", "use_fips_endpoint");
  const endpoint = checkedEndpoint(
    given(options.endpointUrl, "--endpoint-url") ?? configuredEndpoint(service, environment, files, name),
  );
  for (const { value, origin } of [fips, dualstack])
    if (value && endpoint !== undefined)
      throw new Wrong(`${origin} does not go with the custom endpoint of ${endpoint.origin}`);
  if (options.roleArn !== undefined && !isRole(options.roleArn))
    throw new Wrong(`--role-arn: "${options.roleArn}" is not like arn:aws:iam::123456789012:role/name`);
  if (options.externalId !== undefined && options.roleArn === undefined)
    throw new Wrong("--external-id needs --role-arn");
  const region =
    given(options.region, "--region") ??
    given(environment["AWS_REGION"], "AWS_REGION") ??
    given(environment["AWS_DEFAULT_REGION"], "AWS_DEFAULT_REGION") ??
    fromFiles(name, "region", [files.credentials, files.config]);
  if (region === undefined) return failure({ kind: "no-region" });
  if (!isRegion(region.value)) throw new Wrong(`${region.origin}: "${region.value}" is no region`);
  return success({
    region,
    ...(endpoint === undefined ? {} : { endpoint }),
    endpointUrl:
      endpoint?.value ?? standardEndpoint(service.prefix, region.value, dualstack.value, fips.value),
    dualstack,
    fips,
    ...(profile === undefined ? {} : { profile }),
    ...(options.roleArn === undefined ? {} : { roleArn: options.roleArn }),
  });
}

/** `no-region`, or `configuration` when something is named wrongly or does not go together. */
export function resolve(
  options: ConnectionOptions,
  environment: Environment,
  files: ProfileFiles,
  service: Service = cloudWatchService,
): Resolved {
  try {
    return resolution(options, environment, files, service);
  } catch (error) {
    if (error instanceof Wrong) return failure({ kind: "configuration", reason: error.message });
    throw error;
  }
}
