/**
 * One candidate as a target of an mrtg.cfg: its name, and its keys in cfgmaker's order. The command that reads it is
 * command.ts's. Pure.
 */
import { bandwidthOf, bandwidthWords, bytesPerSecond } from "../cloudwatch/services/bandwidth.ts";
import { drawingOf, type Drawing } from "../cloudwatch/services/drawing.ts";
import { commandText, formatConfigLine, targetName } from "../mrtg/quoting.ts";
import { identityOf, type Candidate } from "./candidates.ts";
import { argvOf, type Origin } from "./command.ts";
import { pageText, sysdetails } from "./page.ts";

export interface PlannedTarget {
  readonly id: string;
  readonly candidate: Candidate;
  readonly origin: Origin;
  /** What stands between the backticks, as arguments. */
  readonly argv: readonly string[];
  /** Keyword and value, in cfgmaker's order. Values are safe; several strings are continuation lines. */
  readonly keys: readonly (readonly [keyword: string, value: string | readonly string[]])[];
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

/** The target as it will stand in the file, under the name `id`. */
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
