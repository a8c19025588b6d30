/**
 * What every failure means to a user: one line, sometimes a hint, and the exit status (sysexits.h). The rules:
 * lower case, no full stop, no stack, no secret, one line whatever the reason holds.
 */
import type { CloudWatchFailure } from "../cloudwatch/failure.ts";
import type { InterfaceFailure } from "../interface/reading.ts";
import type { StateFailure } from "../ledger/failure.ts";
import type { RrdtoolFailure } from "../rrdtool/rrdtool.ts";
import { utcSeconds } from "../utc.ts";
import type { UsageFailure } from "./options.ts";

export type Failure =
  | UsageFailure
  | CloudWatchFailure
  | StateFailure
  | InterfaceFailure
  /** Everything answered, and nothing of it can be drawn. */
  | { readonly kind: "nothing-found"; readonly where: string }
  | RrdtoolFailure
  /** A file named on the command line that cannot be read or is not what it should be. */
  | { readonly kind: "input"; readonly path: string; readonly reason: string }
  | { readonly kind: "output"; readonly path: string; readonly reason: string }
  /** A port that is taken or not ours to take. */
  | { readonly kind: "cannot-listen"; readonly endpoint: string; readonly reason: string };

export interface Explanation {
  readonly status: number;
  readonly message: string;
  readonly hint?: string;
}

/** The numbers of sysexits.h that this suite uses. */
export const exitStatus = {
  success: 0,
  findings: 1,
  usage: 64,
  data: 65,
  unavailable: 69,
  internal: 70,
  cannotCreate: 73,
  inputOutput: 74,
  tryAgain: 75,
  protocol: 76,
  permission: 77,
  configuration: 78,
} as const;

type Table = {
  readonly [Kind in Failure["kind"]]: (failure: Extract<Failure, { kind: Kind }>) => Explanation;
};

const table = {
  usage: ({ message, hint }) => ({
    status: exitStatus.usage,
    message,
    ...(hint === undefined ? {} : { hint }),
  }),
  "nothing-found": ({ where }) => ({
    status: exitStatus.data,
    message: `no metric to draw in ${where}`,
    hint: "without --output the reasons are printed; look at namespaces, tags, --filter, --no-recent",
  }),
  "no-region": () => ({
    status: exitStatus.configuration,
    message: "no region",
    hint: "give --region, set AWS_REGION, or put region = … into ~/.aws/config",
  }),
  configuration: ({ reason }) => ({ status: exitStatus.configuration, message: reason }),
  "no-credentials": ({ reason }) => ({
    status: exitStatus.permission,
    message: `no credentials: ${reason}`,
    hint: "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give --profile, or attach a role to the instance",
  }),
  "bad-credentials": ({ code, reason }) => ({
    status: exitStatus.permission,
    message: `credentials refused (${code}): ${reason}`,
  }),
  "access-denied": ({ operation, reason }) => ({
    status: exitStatus.permission,
    message: `access denied to ${operation}: ${reason}`,
    hint: `allow the action ${operation.includes(":") ? operation : `cloudwatch:${operation}`} in an IAM policy of these credentials`,
  }),
  throttled: ({ operation }) => ({
    status: exitStatus.tryAgain,
    message: `CloudWatch throttled ${operation} until the deadline`,
  }),
  timeout: ({ endpoint }) => ({
    status: exitStatus.tryAgain,
    message: `no answer from ${endpoint} within the timeout`,
  }),
  unreachable: ({ endpoint, reason }) => ({
    status: exitStatus.unavailable,
    message: `cannot reach ${endpoint}: ${reason}`,
  }),
  "server-error": ({ operation, httpStatus }) => ({
    status: exitStatus.unavailable,
    message: `CloudWatch failed at ${operation} (HTTP ${httpStatus})`,
  }),
  unintelligible: ({ operation, reason }) => ({
    status: exitStatus.protocol,
    message: `unintelligible answer to ${operation}: ${reason}`,
  }),
  partial: ({ operation, reason }) => ({
    status: exitStatus.tryAgain,
    message: `incomplete answer to ${operation}: ${reason}`,
  }),
  rejected: ({ operation, code, reason }) => ({
    status: exitStatus.configuration,
    message: `CloudWatch refuses ${operation} (${code}): ${reason}`,
  }),
  "no-such-metric": ({ reason, instead }) => ({
    status: exitStatus.configuration,
    message: reason,
    ...(instead.length === 0 ? {} : { hint: `there is ${instead.join("; or ")}` }),
  }),
  forgotten: ({ title, startSeconds, endSeconds }) => ({
    status: exitStatus.data,
    message: `CloudWatch no longer tells ${title} from ${utcSeconds(startSeconds)} to ${utcSeconds(endSeconds)}; it is not counted`,
  }),
  "state-directory": ({ path, reason }) => ({
    status: exitStatus.cannotCreate,
    message: `cannot make the state directory ${path}: ${reason}`,
    hint: "give --state-dir or set CW_MRTG_STATE_DIR",
  }),
  "state-unreadable": ({ path, reason }) => ({
    status: exitStatus.data,
    message: `cannot read the state ${path}: ${reason}`,
    hint: "it must be readable for the user that runs this; --state-dir names another directory",
  }),
  "state-newer": ({ path, version }) => ({
    status: exitStatus.data,
    message: `the state ${path} has version ${version}, written by a later cw-mrtg; left as it is`,
  }),
  "state-corrupt": ({ path, setAsideAs }) => ({
    status: exitStatus.data,
    message: `the state ${path} was corrupt; set aside as ${setAsideAs}, starting afresh`,
  }),
  "state-unwritable": ({ path, reason }) => ({
    status: exitStatus.inputOutput,
    message: `cannot write the state ${path}: ${reason}`,
  }),
  "state-locked": ({ path }) => ({
    status: exitStatus.tryAgain,
    message: `another process held the lock of ${path} until the timeout`,
  }),
  "lock-lost": ({ path }) => ({
    status: exitStatus.tryAgain,
    message: `the lock of ${path} was lost while it was held; nothing was written`,
  }),
  "no-interface": ({ name, existing }) => ({
    status: exitStatus.unavailable,
    message: `there is no interface ${name}`,
    ...(existing.length === 0 ? {} : { hint: `there are: ${existing.join(", ")}` }),
  }),
  rrdtool: ({ word, reason }) => ({
    status: exitStatus.unavailable,
    message: `rrdtool ${word} failed: ${reason}`,
    ...(reason.startsWith("there is no") ? { hint: "apt-get install rrdtool" } : {}),
  }),
  input: ({ path, reason }) => ({ status: exitStatus.data, message: `cannot read ${path}: ${reason}` }),
  output: ({ path, reason }) => ({
    status: exitStatus.inputOutput,
    message: `cannot write ${path}: ${reason}`,
  }),
  "cannot-listen": ({ endpoint, reason }) => ({
    status: exitStatus.unavailable,
    message: `cannot listen on ${endpoint}: ${reason}`,
  }),
} satisfies Table;

/** What stands in the table for this failure. */
export function explain(failure: Failure): Explanation {
  // The table is complete by its type; TypeScript cannot see that kind and function belong together.
  return (table[failure.kind] as (failure: Failure) => Explanation)(failure);
}

/** An error of usage or configuration prints no reading, so that MRTG complains loudly; everything else prints. */
export const printsNothing = (failure: Failure): boolean =>
  ([exitStatus.usage, exitStatus.configuration] as number[]).includes(explain(failure).status);

const oneLine = (text: string): string => text.replace(/[\p{Cc}\s]+/gu, " ").trim();

/** What stands on stderr for a failure: `tool: error: …`, and `hint: …` under it where one helps. */
export function complaint(tool: string, failure: Failure): string {
  const { message, hint } = explain(failure);
  return `${tool}: error: ${oneLine(message)}\n${hint === undefined ? "" : `hint: ${oneLine(hint)}\n`}`;
}

/** Every distinct complaint once: two channels fail for one reason more often than for two. */
export const complaints = (tool: string, failures: readonly Failure[]): string =>
  [...new Set(failures.map((failure) => complaint(tool, failure)))].join("");
