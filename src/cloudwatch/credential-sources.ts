/** Whether credentials can come from anywhere, told without asking anybody. Pure. */
import type { ConnectionOptions } from "./connection.ts";
import { writtenCredentials } from "./credentials.ts";
import type { ProfileFiles } from "./profiles.ts";
import { profileNamed, sectionOf, type Environment } from "./resolution.ts";

/** Variables and keys of a profile that say where to get credentials. */
const variables = [
  "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
  "AWS_CONTAINER_CREDENTIALS_FULL_URI",
  "AWS_WEB_IDENTITY_TOKEN_FILE",
];
const profileKeys = [
  ...["role_arn", "credential_source", "credential_process"],
  ...["sso_session", "sso_start_url", "web_identity_token_file"],
];

/** `isAwsMachine`: the instance itself may have a role. */
export function mayHaveCredentials(
  options: ConnectionOptions,
  environment: Environment,
  files: ProfileFiles,
  isAwsMachine: boolean,
): boolean {
  const profile = profileNamed(options, environment);
  if (writtenCredentials(profile, environment, files) !== undefined) return true;
  const name = profile?.value ?? "default";
  const derived = [files.config, files.credentials].some((file) =>
    profileKeys.some((key) => sectionOf(file, name).has(key)),
  );
  const asksInstance = isAwsMachine && environment["AWS_EC2_METADATA_DISABLED"] !== "true";
  return derived || asksInstance || variables.some((variable) => Boolean(environment[variable]));
}
