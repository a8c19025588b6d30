/**
 * Credentials that are written down: in the environment, or in a profile of the shared files. In the SDK's order,
 * without the SDK. Pure; where they are not written down, client.ts asks the SDK's chain.
 */
import type { ProfileFiles } from "./profiles.ts";
import { sectionOf, type Environment, type Resolution } from "./resolution.ts";
import type { Credentials } from "./signature.ts";

export interface KnownCredentials {
  readonly credentials: Credentials;
  /** Where they are from, for --debug: never a secret. */
  readonly kind: string;
  /** The account, when it is written down beside them. */
  readonly accountId?: string;
}

/** Credentials come from a role, a process, single sign-on: more than reading must be done for them. */
const derived = ["role_arn", "credential_source", "sso_session", "sso_start_url", "credential_process"];

function known(
  get: (environmentName: string, profileKey: string) => string | undefined,
  kind: string,
): KnownCredentials | undefined {
  const accessKeyId = get("AWS_ACCESS_KEY_ID", "aws_access_key_id");
  const secretAccessKey = get("AWS_SECRET_ACCESS_KEY", "aws_secret_access_key");
  const sessionToken = get("AWS_SESSION_TOKEN", "aws_session_token");
  const accountId = get("AWS_ACCOUNT_ID", "aws_account_id");
  if (!accessKeyId || !secretAccessKey) return undefined;
  return {
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken ? { sessionToken } : {}) },
    kind,
    ...(accountId ? { accountId } : {}),
  };
}

/** Undefined when they are not written down, or when a profile only says how to get them. */
export function writtenCredentials(
  profile: Resolution["profile"],
  environment: Environment,
  files: ProfileFiles,
): KnownCredentials | undefined {
  // A profile that is named comes before the keys in the environment: so the SDK has it.
  if (profile === undefined) {
    const found = known((name) => environment[name], "environment");
    if (found !== undefined) return found;
  }
  const name = profile?.value ?? "default";
  const merged = new Map([...sectionOf(files.config, name), ...sectionOf(files.credentials, name)]);
  if (derived.slice(0, 2).some((key) => merged.has(key))) return undefined;
  return known((_, key) => merged.get(key), `profile ${name}`);
}
