/** STS: roles are assumed by whoever asks, and callers are told who they are. */
import { utcSeconds } from "../utc.ts";
import { keyOfRole } from "./incoming.ts";
import { requiredText, textOr } from "./input.ts";
import type { Operation } from "./operation.ts";
import { refuse } from "./refusal.ts";
import { element } from "./xml.ts";

const namespace = "https://sts.amazonaws.com/doc/2011-06-15/";

function response(operation: string, result: readonly string[]): string {
  const body = element(`${operation}Response`, [
    element(`${operation}Result`, result),
    element("ResponseMetadata", [element("RequestId", "00000000-0000-4000-8000-000000000000")]),
  ]);
  return body.replace(">", ` xmlns="${namespace}">`);
}

export const assumeRole: Operation = ({ input, nowSeconds }) => {
  const arn = requiredText(input, "RoleArn");
  const session = requiredText(input, "RoleSessionName");
  const duration = Number(textOr(input, "DurationSeconds", "3600"));
  const match = /^arn:[\w-]+:iam::(\d{12}):role\/(?:.*\/)?([\w+=,.@-]+)$/.exec(arn);
  if (match === null) return refuse("ValidationError", `${arn} is invalid`);
  if (!(duration >= 900 && duration <= 43_200))
    refuse("ValidationError", "The requested DurationSeconds is out of range.");
  const [, account = "", role = ""] = match;
  return response("AssumeRole", [
    element("Credentials", [
      element("AccessKeyId", keyOfRole(arn)),
      element("SecretAccessKey", "cw-sim"),
      element("SessionToken", "cw-sim"),
      element("Expiration", utcSeconds(nowSeconds + duration)),
    ]),
    element("AssumedRoleUser", [
      element("AssumedRoleId", `AROASIM:${session}`),
      element("Arn", `arn:aws:sts::${account}:assumed-role/${role}/${session}`),
    ]),
  ]);
};

export const getCallerIdentity: Operation = ({ place, accessKeyId }) => {
  const arn = accessKeyId.startsWith("ASIA")
    ? `arn:aws:sts::${place.accountId}:assumed-role/sim/sim`
    : `arn:aws:iam::${place.accountId}:user/sim`;
  return response("GetCallerIdentity", [
    element("Arn", arn),
    element("UserId", accessKeyId),
    element("Account", place.accountId),
  ]);
};
