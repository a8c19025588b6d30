/**
 * Credentials of the EC2 instance's role, asked as the SDK asks (IMDSv2), for a fraction of what loading the SDK
 * costs. Only the plain case: in every other, and at any trouble, there is no answer, and the SDK's chain is asked.
 */
import type { KnownCredentials } from "./credentials.ts";
import type { ProfileFiles } from "./profiles.ts";
import { sectionOf, type Environment } from "./resolution.ts";
import { httpTransport, type Transport } from "./transport.ts";

/** The SDK's own limit for each of the three requests. */
const answerMilliseconds = 1_000;

const defaultEndpoint = "http://169.254.169.254";
const rolesPath = "/latest/meta-data/iam/security-credentials/";

/** What may say in the environment that credentials come from elsewhere, or that metadata are found in another way. */
const otherVariables = [
  "AWS_WEB_IDENTITY_TOKEN_FILE",
  "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
  "AWS_CONTAINER_CREDENTIALS_FULL_URI",
  "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE",
  "AWS_EC2_METADATA_V1_DISABLED",
];

const otherKeys = /^(?:aws_|role_|source_|credential_|sso_|login_|web_|ec2_)/;

/** Where the SDK's chain would end, when nothing before the instance's metadata can have credentials. */
export function metadataEndpoint(environment: Environment, files: ProfileFiles): URL | undefined {
  const isDisabled = ![undefined, "", "false"].includes(environment["AWS_EC2_METADATA_DISABLED"]);
  const hasOther = otherVariables.some((name) => environment[name]);
  const keys = [files.config, files.credentials].flatMap((file) => [...sectionOf(file, "default").keys()]);
  if (isDisabled || hasOther || keys.some((key) => otherKeys.test(key))) return undefined;
  const endpoint = environment["AWS_EC2_METADATA_SERVICE_ENDPOINT"];
  const url = endpoint === undefined || endpoint === "" ? defaultEndpoint : endpoint;
  return URL.canParse(url) && url.startsWith("http:") ? new URL(url) : undefined;
}

type Ask = (
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
) => Promise<string | undefined>;

function askOn(transport: Transport, host: string, deadline: AbortSignal): Ask {
  return async (method, path, headers) => {
    const limit = AbortSignal.any([deadline, AbortSignal.timeout(answerMilliseconds)]);
    const answer = await transport.send({ method, path, headers: { host, ...headers }, body: "" }, limit);
    return answer.ok && answer.value.status === 200 && answer.value.body !== ""
      ? answer.value.body
      : undefined;
  };
}

function readCredentials(text: string): KnownCredentials | undefined {
  const parsed = ((): unknown => {
    try {
      return JSON.parse(text);
    } catch (error) {
      if (error instanceof SyntaxError) return undefined;
      throw error;
    }
  })();
  if (typeof parsed !== "object" || parsed === null) return undefined;
  const fields = parsed as Readonly<Record<string, unknown>>;
  const { AccessKeyId, SecretAccessKey, Token, Expiration } = fields;
  const expiresMilliseconds = typeof Expiration === "string" ? Date.parse(Expiration) : Number.NaN;
  if (typeof AccessKeyId !== "string" || typeof SecretAccessKey !== "string" || typeof Token !== "string")
    return undefined;
  if (Number.isNaN(expiresMilliseconds)) return undefined;
  const credentials = {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: Token,
    expiresMilliseconds,
  };
  return { credentials, kind: "instance metadata" };
}

/** Undefined when anything is out of the ordinary. */
export async function instanceCredentials(
  endpoint: URL,
  nowMilliseconds: number,
  deadline: AbortSignal,
): Promise<KnownCredentials | undefined> {
  const transport = httpTransport(endpoint);
  const ask = askOn(transport, endpoint.host, deadline);
  try {
    const token = await ask("PUT", "/latest/api/token", { "x-aws-ec2-metadata-token-ttl-seconds": "21600" });
    if (token === undefined) return undefined;
    const proof = { "x-aws-ec2-metadata-token": token };
    const role = (await ask("GET", rolesPath, proof))?.split("\n")[0]?.trim();
    if (role === undefined || !/^[\w+=,.@-]+$/.test(role)) return undefined;
    const text = await ask("GET", `${rolesPath}${role}`, proof);
    const known = text === undefined ? undefined : readCredentials(text);
    // The SDK knows what to do with expired ones while the service is ill.
    return (known?.credentials.expiresMilliseconds ?? 0) > nowMilliseconds ? known : undefined;
  } finally {
    transport.close();
  }
}
