/**
 * One candidate as a target of an mrtg.cfg: its name, the command that reads it, and its keys in cfgmaker's order.
 * Pure.
 */
import type { ConnectionOptions } from "../cloudwatch/connection.ts";
import { bandwidthOf, bandwidthWords, bytesPerSecond } from "../cloudwatch/services/bandwidth.ts";
import { drawingOf, type Drawing } from "../cloudwatch/services/drawing.ts";
import { settlingSeconds } from "../cloudwatch/settling.ts";
import { commandText, formatConfigLine, targetName } from "../mrtg/quoting.ts";
import { identityOf, type Candidate } from "./candidates.ts";
import { pageText, sysdetails } from "./page.ts";

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

export interface PlannedTarget {
  readonly id: string;
  readonly candidate: Candidate;
  readonly origin: Origin;
  /** What stands between the backticks, as arguments. */
  readonly argv: readonly string[];
  /** Keyword and value, in cfgmaker's order. Values are safe; several strings are continuation lines. */
  readonly keys: readonly (readonly [keyword: string, value: string | readonly string[]])[];
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

function argvOf(
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

const aggregateWords: ReadonlyMap<string, string> = new Map([
  ["sum", ""],
  ["average", "Average "],
  ["minimum", "Minimum "],
  ["maximum", "Maximum "],
]);

/** `Average CPUUtilization (percent)` */
function legend(metric: string, index: 0 | 1, candidate: Candidate, drawing: Drawing): string {
  const aggregates = (candidate.pair.aggregate ?? drawing.aggregate).split(",");
  const aggregate = aggregates[index] ?? aggregates[0] ?? "";
  return `${aggregateWords.get(aggregate) ?? `${aggregate} `}${metric} (${drawing.yLegend.toLowerCase()})`;
}

type Keys = PlannedTarget["keys"];

function drawingKeys(candidate: Candidate, drawing: Drawing, hasBandwidth: boolean): Keys {
  const { pair, metricIn, metricOut } = candidate;
  const options = [
    "growright",
    ...(drawing.type === "gauge" ? ["gauge"] : []),
    ...drawing.options,
    ...(hasBandwidth ? [] : ["nopercent"]),
    ...(metricOut === undefined ? ["noo"] : []),
  ];
  const [legendIn, legendOut] = pair.legends;
  const one = pageText(legend(metricIn, 0, candidate, drawing));
  const two = metricOut === undefined ? undefined : pageText(legend(metricOut, 1, candidate, drawing));
  return [
    ["Options", options.join(", ")],
    ...(drawing.factor === undefined
      ? []
      : [["Factor", drawing.factor] as const, ["YTicsFactor", drawing.factor] as const]),
    ...(drawing.kMG === undefined ? [] : [["kMG", drawing.kMG] as const]),
    ...(drawing.kilo === undefined ? [] : [["Kilo", String(drawing.kilo)] as const]),
    ["YLegend", drawing.yLegend],
    ...(drawing.shortLegend === undefined ? [] : [["ShortLegend", drawing.shortLegend] as const]),
    ["LegendI", pageText(legendIn)],
    ...(legendOut === undefined ? [] : [["LegendO", pageText(legendOut)] as const]),
    ["Legend1", one],
    ...(two === undefined ? [] : [["Legend2", two] as const]),
    ["Legend3", `Maximal 5 minute ${one}`],
    ...(two === undefined ? [] : [["Legend4", `Maximal 5 minute ${two}`] as const]),
  ];
}

/** `REGION/NAME`: every word for what it stands for, nothing that leaves the directory. */
function subdirectory(format: string, { resource }: Candidate, origin: Origin): string {
  const words: ReadonlyMap<string, string> = new Map([
    ["REGION", origin.region],
    ["ACCOUNT", resource.accountId ?? origin.account ?? "default"],
    ["NAMESPACE", resource.namespace],
    ["RESOURCE", identityOf(resource.dimensions)],
    ["NAME", resource.name],
  ]);
  return format
    .split("/")
    .map((part) =>
      targetName(part.replace(/REGION|ACCOUNT|NAMESPACE|RESOURCE|NAME/g, (word) => words.get(word) ?? "")),
    )
    .join("/");
}

const ownerTags = ["Owner", "owner", "Maintainer", "Contact", "Team"];

export function planTarget(candidate: Candidate, origin: Origin, id: string): PlannedTarget {
  const { resource, pair, metricIn, metricOut } = candidate;
  const { service, instance } = resource;
  const drawing = drawingOf(pair.drawing);
  const argv = argvOf(candidate, origin);
  const identity = identityOf(resource.dimensions);
  const who =
    resource.name === identity || identity === "" ? resource.name : `${resource.name} (${identity})`;
  const subject = who === "" ? resource.namespace : who;
  const bandwidth =
    pair.isNetwork === true && instance !== undefined ? bandwidthOf(instance.type) : undefined;
  const maximum = bandwidth === undefined ? (pair.maximum ?? drawing.maximum) : bytesPerSecond(bandwidth);
  // What comes late is drawn late, on top of the rest: more than the link carries, but not unknown.
  const limit = bandwidth === undefined ? (drawing.limit ?? 0) : 2 * maximum;
  const title = `${pair.title} -- ${subject}`;
  const owner = ownerTags
    .map((tag) => resource.tags.get(tag))
    .find((each) => each !== undefined && each !== "");
  const account = resource.accountId ?? origin.account;
  const kind = [service?.noun ?? "", instance?.type ?? ""].filter((word) => word !== "").join(", ");
  const rows: readonly (readonly [string, string])[] = [
    ["System", `${subject} in ${origin.region}${account === undefined ? "" : `, ${account}`}`],
    ...(owner === undefined ? [] : [["Maintainer", owner] as const]),
    ["Description", `${subject} ${pair.title}`],
    ["ifType", kind === "" ? resource.namespace : `${resource.namespace} (${kind})`],
    ["ifName", metricOut === undefined || metricOut === metricIn ? metricIn : `${metricIn}, ${metricOut}`],
    ["Port Name", identity === "" ? resource.namespace : identity],
    ...(bandwidth === undefined ? [] : [["Max Speed", bandwidthWords(bandwidth)] as const]),
  ];
  return {
    id,
    candidate,
    origin,
    argv,
    keys: [
      ["Target", commandText(argv)],
      ["SetEnv", `MRTG_INT_DESCR="${pageText(`${subject} ${pair.title}`)}"`],
      ...(origin.subdirectories === undefined
        ? []
        : [["Directory", subdirectory(origin.subdirectories, candidate, origin)] as const]),
      ["MaxBytes", String(Math.round(maximum * drawing.scale))],
      ...(limit > maximum ? [["AbsMax", String(Math.round(limit * drawing.scale))] as const] : []),
      ["Title", pageText(title)],
      ["PageTop", [`<h1>${pageText(title)}</h1>`, ...sysdetails(rows)]],
      ...drawingKeys(candidate, drawing, bandwidth !== undefined),
    ],
  };
}

/** The target's lines, as they stand in the file. */
export const targetLines = ({ id, keys }: PlannedTarget): string =>
  keys.map(([keyword, value]) => formatConfigLine(keyword, id, value)).join("");

/** A name that begins with where the target is read from and ends with what it shows. */
export function proposedName({ resource, pair }: Candidate, origin: Origin): string {
  const account = resource.accountId ?? origin.account;
  const words = [
    ...(account === undefined ? [] : [account]),
    origin.region,
    resource.service?.word ?? resource.namespace,
    identityOf(resource.dimensions),
  ];
  // targetName cuts at the end, where the pair must stay.
  const tail = targetName(pair.id);
  return `${targetName(
    words
      .filter((word) => word !== "")
      .map(targetName)
      .join("_"),
  ).slice(0, 70)}_${tail}`.slice(0, 100);
}
