/** The command that reads one candidate, as arguments: what stands between the backticks of its target. Pure. */
import type { ConnectionOptions } from "../cloudwatch/connection.ts";
import { drawingOf } from "../cloudwatch/services/drawing.ts";
import { settlingSeconds } from "../cloudwatch/settling.ts";
import type { Candidate } from "./candidates.ts";

/** Where the targets of one region are read from, and what their names and directories begin with. */
export interface Origin {
  readonly region: string;
  readonly connection: ConnectionOptions;
  readonly accountId?: string;
  readonly stateDirectory?: string;
  /** The account, role or profile, where the command line names one. */
  readonly account?: string;
  /** `--subdirs` */
  readonly subdirectories?: string;
}

const defaultPeriodSeconds = 300;

/** A value that looks like an option must be tied to its option. */
const option = (name: string, value: string | number | undefined): readonly string[] =>
  value === undefined
    ? []
    : String(value).startsWith("-")
      ? [`--${name}=${value}`]
      : [`--${name}`, String(value)];

const decimal = (value: number): string =>
  value.toLocaleString("en", { useGrouping: false, maximumFractionDigits: 12 });

/** `cw-mrtg` and its arguments. Options that say what is the default anyway are left out. */
export function argvOf(
  { resource, pair, multiple, metricIn, metricOut }: Candidate,
  origin: Origin,
): readonly string[] {
  const drawing = drawingOf(pair.drawing);
  const { connection } = origin;
  const periodSeconds = pair.periodSeconds ?? defaultPeriodSeconds;
  const settledAfter = settlingSeconds(resource.namespace, periodSeconds);
  // A counter is read within datapoints, a gauge only takes those that have ended.
  const lagSeconds =
    pair.lagSeconds ??
    (drawing.type === "counter" ? settledAfter : Math.max(0, settledAfter - periodSeconds));
  const scale = drawing.scale * multiple;
  const positionals = [
    metricIn,
    metricOut ?? "-",
    resource.namespace,
    ...resource.dimensions.map(({ name, value }) => `${name}=${value}`),
  ];
  return [
    "cw-mrtg",
    ...option("region", connection.region),
    ...option("profile", connection.profile),
    ...option("role-arn", connection.roleArn),
    ...option("external-id", connection.externalId),
    ...option("account-id", resource.accountId ?? origin.accountId),
    ...option("endpoint-url", connection.endpointUrl),
    ...(connection.dualstack ? ["--dualstack"] : []),
    ...(connection.fips ? ["--fips"] : []),
    ...option("state-dir", origin.stateDirectory),
    ...option("type", drawing.type),
    ...option("aggregate", pair.aggregate ?? (drawing.aggregate === "sum" ? undefined : drawing.aggregate)),
    ...option("scale", scale === 1 ? undefined : decimal(scale)),
    ...option("period", periodSeconds === defaultPeriodSeconds ? undefined : periodSeconds),
    ...option("lag", lagSeconds === 0 ? undefined : lagSeconds),
    ...option("lookback", pair.lookbackSeconds),
    ...option("missing", drawing.type === "gauge" ? pair.sparse : undefined),
    ...(positionals.some((word) => /^-./.test(word)) ? ["--"] : []),
    ...positionals,
  ];
}
