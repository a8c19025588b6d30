/** What the SDK's chain of credentials gives, in our words. Imports nothing of the SDK; pure. */
import type { ChainRequest } from "./keyring.ts";
import type { Credentials } from "./signature.ts";

/** The SDK's mark of where credentials are from (its features for the user agent), in a user's words. */
const kinds: readonly (readonly [mark: string, kind: string])[] = [
  ["CREDENTIALS_IMDS", "instance metadata"],
  ["CREDENTIALS_HTTP", "container"],
  ["CREDENTIALS_PROFILE_SSO", "single sign-on"],
  ["CREDENTIALS_PROFILE_SSO_LEGACY", "single sign-on"],
  ["CREDENTIALS_SSO", "single sign-on"],
  ["CREDENTIALS_SSO_LEGACY", "single sign-on"],
  ["CREDENTIALS_LOGIN", "login"],
  ["CREDENTIALS_STS_ASSUME_ROLE_WEB_ID", "web identity"],
  ["CREDENTIALS_STS_ASSUME_ROLE", "assumed role"],
  ["CREDENTIALS_PROCESS", "process"],
  ["CREDENTIALS_ENV_VARS", "environment"],
  ["CREDENTIALS_PROFILE", "profile"],
];

export interface SdkCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly expiration?: Date;
  readonly accountId?: string;
  readonly $source?: object;
}

export function kindOf({ $source = {} }: SdkCredentials, { profile, role }: ChainRequest): string {
  const source = kinds.find(([mark]) => mark in $source)?.[1] ?? "the standard chain";
  const named = profile === undefined ? source : `profile ${profile} (${source})`;
  return role === undefined ? named : `role ${role.arn}`;
}

export const written = ({
  accessKeyId,
  secretAccessKey,
  sessionToken,
  expiration,
}: SdkCredentials): Credentials => ({
  accessKeyId,
  secretAccessKey,
  ...(sessionToken === undefined ? {} : { sessionToken }),
  ...(expiration === undefined ? {} : { expiresMilliseconds: expiration.getTime() }),
});
