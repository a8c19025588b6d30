/** cw-sim's command line: its table, and what the strings mean. Pure. */
import { isInterfaceName } from "../interface/reading.ts";
import { failure, success, type Result } from "../result.ts";
import { faultForms, readFault, type Fault } from "../sim/fault.ts";
import type { Publication } from "../sim/publication.ts";
import { readReplaySpelling, type ReplaySpelling } from "../sim/replay.ts";
import { usageFailure, type CommandSpec, type Typed, type UsageFailure } from "./options.ts";

const defaultInstance = "i-000000000000000e0";

export const simulationSpec: CommandSpec = {
  name: "cw-sim",
  usage: ["[options]"],
  summary:
    "A simulated CloudWatch on 127.0.0.1, for demonstrations, tests and trying without an AWS account. Prints its " +
    "URL and serves a small account in eu-west-1 until it is interrupted; any credentials will do. URL/truth tells " +
    "what was published in the end, URL/requests what was asked.",
  options: [
    { name: "port", value: "N", help: "0 takes any free port (default 0)" },
    { name: "seed", value: "TEXT", help: "what all chance follows from (default 1)" },
    {
      name: "clock",
      value: "real|request",
      help: "request believes the request's x-amz-date (default real)",
    },
    {
      name: "replay",
      value: "METRIC=FILE",
      repeatable: true,
      help: "publish a CSV (timestamp,value every 5 minutes) as NAMESPACE/NAME?DIMENSION=VALUE&…; names percent-encoded",
    },
    {
      name: "account",
      value: "N[,REGION]…",
      help: "N resources of all services over the regions, instead of the small account",
    },
    { name: "hostile", help: "with --account: names that try to break out of whatever shows them" },
    {
      name: "interface",
      value: "NAME",
      help: "publish this machine's interface as NetworkIn and NetworkOut of --instance, in every region",
    },
    { name: "instance", value: "ID", help: `what the interface is called (default ${defaultInstance})` },
    { name: "root", value: "DIR", help: "where sys is found (default /)" },
    {
      name: "replay-from",
      value: "TIME",
      help: "move the first row of each CSV to this time (ISO 8601 or epoch)",
    },
    {
      name: "monitoring",
      value: "basic|detailed",
      help: "of instances and replays: 5 or 1 minute (default basic)",
    },
    { name: "delay", value: "SECONDS", help: "from a sample's end until it is visible (default 120)" },
    {
      name: "late",
      value: "SHARE[,MINUTES]",
      help: "part of the samples that comes later, by up to (default 0,40)",
    },
    {
      name: "revised",
      value: "SHARE[,MINUTES]",
      help: "part of the samples that is corrected later (default 0,40)",
    },
    { name: "page-size", value: "N", help: "datapoints or metrics a page at most" },
    { name: "fault", value: "FAULT", repeatable: true, help: faultForms },
  ],
  examples: [
    "cw-sim --port 4582 --fault throttle:3",
    "AWS_REGION=eu-west-1 AWS_ACCESS_KEY_ID=sim AWS_SECRET_ACCESS_KEY=sim cw-mrtg \\",
    "  --endpoint-url http://127.0.0.1:4582 \\",
    "  NetworkIn NetworkOut AWS/EC2 InstanceId=i-0123456789abcdef0",
  ],
};

export interface SimulationPlan {
  readonly simulation: {
    readonly clock: "real" | "request";
    readonly port?: number;
    readonly seed?: string;
    readonly monitoring?: "basic" | "detailed";
    readonly publication: Partial<Publication>;
    readonly pageSize?: number;
    readonly faults: readonly Fault[];
  };
  /** An account to build instead of the small one. */
  readonly account?: { readonly size: number; readonly regions: readonly string[] };
  readonly isHostile: boolean;
  readonly interfaceName?: string;
  readonly instanceId: string;
  readonly root: string;
  readonly replays: readonly ReplaySpelling[];
  readonly replayFromSeconds?: number;
}

/** Leaves the ladder below at the first wrong value; caught in readSimulationPlan only. */
class Wrong extends Error {}

function wrong(message: string): never {
  throw new Wrong(message);
}

function choice<Name extends string>(typed: Typed, option: string, names: readonly Name[]): Name | undefined {
  const text = typed.value(option);
  if (text === undefined) return undefined;
  return names.find((name) => name === text) ?? wrong(`--${option} is ${names.join(" or ")}, not "${text}"`);
}

function whole(typed: Typed, option: string, least: number, most: number): number | undefined {
  const text = typed.value(option);
  if (text === undefined) return undefined;
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  return wrong(`--${option} takes a whole number from ${least} to ${most}, not "${text}"`);
}

/** `0.05` or `0.05,40`. */
function share(typed: Typed, option: "late" | "revised"): Partial<Publication> {
  const text = typed.value(option);
  if (text === undefined) return {};
  const match = /^(0|1|0?\.\d+|1\.0*|0\.\d*)(?:,(\d{1,5}))?$/.exec(text);
  if (match === null || match[2] === "0")
    return wrong(`--${option} takes a share from 0 to 1 and minutes, like 0.05,40, not "${text}"`);
  return {
    [`${option}Share`]: Number(match[1]),
    ...(match[2] === undefined ? {} : { [`${option}Minutes`]: Number(match[2]) }),
  };
}

function time(typed: Typed, option: string): number | undefined {
  const text = typed.value(option);
  if (text === undefined) return undefined;
  const seconds = /^\d{9,11}$/.test(text) ? Number(text) : Math.floor(Date.parse(text) / 1000);
  return Number.isFinite(seconds) ? seconds : wrong(`--${option} takes a time, not "${text}"`);
}

/** `2000` or `2000,eu-west-1,us-east-1`. */
function account(typed: Typed): SimulationPlan["account"] {
  const text = typed.value("account");
  if (text === undefined) return undefined;
  const [size = "", ...regions] = text.split(",").map((part) => part.trim());
  if (!/^[1-9]\d{0,4}$/.test(size) || !regions.every((region) => /^[a-z]{2}(?:-[a-z]+)+-\d$/.test(region)))
    return wrong(`--account takes up to 99999 resources and regions, like 2000,eu-west-1, not "${text}"`);
  return { size: Number(size), regions: regions.length === 0 ? ["eu-west-1"] : regions };
}

function interfaceName(typed: Typed): string | undefined {
  const name = typed.value("interface");
  return name === undefined || isInterfaceName(name) ? name : wrong(`"${name}" is no name of an interface`);
}

/** The object without its undefined members, as exactOptionalPropertyTypes wants it. */
function given<Members extends object>(
  members: Members,
): { [Name in keyof Members]?: NonNullable<Members[Name]> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as never;
}

export function readSimulationPlan(typed: Typed): Result<SimulationPlan, UsageFailure> {
  try {
    const [stray] = typed.positionals;
    if (stray !== undefined) wrong(`cw-sim takes no argument "${stray}"`);
    const replays = typed
      .values("replay")
      .map(
        (text) =>
          readReplaySpelling(text) ??
          wrong(`--replay takes NAMESPACE/NAME?DIMENSION=VALUE&…=FILE, not "${text}"`),
      );
    const faults = typed
      .values("fault")
      .map((text) => readFault(text) ?? wrong(`--fault takes ${faultForms}; not "${text}"`));
    return success({
      simulation: {
        clock: choice(typed, "clock", ["real", "request"]) ?? "real",
        publication: {
          ...given({ delaySeconds: whole(typed, "delay", 0, 86_400) }),
          ...share(typed, "late"),
          ...share(typed, "revised"),
        },
        faults,
        ...given({
          port: whole(typed, "port", 0, 65_535),
          seed: typed.value("seed"),
          monitoring: choice(typed, "monitoring", ["basic", "detailed"]),
          pageSize: whole(typed, "page-size", 1, 100_800),
        }),
      },
      replays,
      isHostile: typed.flag("hostile"),
      instanceId: typed.value("instance") ?? defaultInstance,
      root: typed.value("root") ?? "/",
      ...given({ account: account(typed), interfaceName: interfaceName(typed) }),
      ...given({ replayFromSeconds: time(typed, "replay-from") }),
    });
  } catch (error) {
    if (error instanceof Wrong) return failure(usageFailure(error.message, "see cw-sim --help"));
    throw error;
  }
}
