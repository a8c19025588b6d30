/**
 * How a metric is drawn that stands in no table: from the unit its datapoints carry and, where that says too little,
 * from its name. Pure.
 */
import type { DrawingName } from "./drawing.ts";
import type { Pair } from "./service.ts";

/** CloudWatch's units that say all. Multiples carry the factor to the unit the drawing expects. */
const byUnit: ReadonlyMap<string, readonly [DrawingName, number?]> = new Map(
  Object.entries<readonly [DrawingName, number?]>({
    Percent: ["percent"],
    Seconds: ["seconds"],
    Milliseconds: ["milliseconds"],
    Microseconds: ["microseconds"],
    "Bytes/Second": ["throughput-rate"],
    "Kilobytes/Second": ["throughput-rate", 1e3],
    "Megabytes/Second": ["throughput-rate", 1e6],
    "Gigabytes/Second": ["throughput-rate", 1e9],
    "Bits/Second": ["bit-rate"],
    "Kilobits/Second": ["bit-rate", 1e3],
    "Megabits/Second": ["bit-rate", 1e6],
    "Gigabits/Second": ["bit-rate", 1e9],
    "Count/Second": ["operations-rate"],
  }),
);

/** Of these the name must say whether they are held or moved. */
const sizes: ReadonlyMap<string, number> = new Map(
  Object.entries({
    Bytes: 1,
    Kilobytes: 1e3,
    Megabytes: 1e6,
    Gigabytes: 1e9,
    Terabytes: 1e12,
  }),
);

const isMoved =
  /(?:In|Out|Sent|Received|Read|Writ\w*|Transmit\w*|Download\w*|Upload\w*|Processed|Transferred)(?:[A-Z_.]|$)|^(?:Incoming|Outgoing)|bytes_(?:sent|recv)/;
const isHappening =
  /(?:Count|Requests?|Errors?|Invocations|Hits?|Misses|Throttle\w*|Messages\w*|Events?|Failures?|Failed|Success\w*|Drops?|Dropped|Rejected|Retries|Timeouts?|Exceptions?|Calls|Total)$|^(?:NumberOf|Errors?|Requests?)/i;
const isHeld =
  /Active|Current|Concurrent|Connections$|Depth|Length|Size|Queue|Backlog|Hosts?(?:Count)?$|Visible|Used|Free|Available|Balance|Capacity|Healthy|Pending|Running|InUse/i;

const byName: readonly (readonly [RegExp, DrawingName])[] = [
  [/Percent|Utilization|(?:Hit|Error)Rate$|_percent$|pct$/i, "percent"],
  [/Milliseconds$|_ms$/i, "milliseconds"],
  [/Microseconds$|_us$/i, "microseconds"],
  [/Age|Lag(?:Seconds)?$|_seconds$/, "age"],
  [/Latency|Duration|ResponseTime|Time$/, "milliseconds"],
];

export interface Guess {
  readonly drawing: DrawingName;
  /** Natural units of the drawing in one unit of the metric. */
  readonly multiple: number;
}

/** `unit` as a datapoint carried it; undefined when none was seen. */
export function guessDrawing(metricName: string, unit: string | undefined): Guess {
  const [drawing, multiple = 1] = byUnit.get(unit ?? "") ?? [];
  if (drawing !== undefined) return { drawing, multiple };
  const size = sizes.get(unit ?? "");
  const isBytes = size !== undefined || /bytes/i.test(metricName);
  const named = byName.find(([form]) => form.test(metricName))?.[1];
  if (!isBytes && named !== undefined && (unit === undefined || unit === "None"))
    return { drawing: named, multiple: 1 };
  if (isBytes)
    return {
      drawing: isMoved.test(metricName) && !/Free|Used|Available/.test(metricName) ? "traffic" : "bytes",
      multiple: size ?? 1,
    };
  if (isHeld.test(metricName)) return { drawing: "level", multiple: 1 };
  if (unit === "Count" || isHappening.test(metricName)) return { drawing: "events", multiple: 1 };
  return { drawing: "number", multiple: 1 };
}

/** Words that make two metrics a pair when everything else in their names is the same. */
const opposites: readonly (readonly [string, string])[] = [
  ["Incoming", "Outgoing"],
  ["Inbound", "Outbound"],
  ["Ingress", "Egress"],
  ["In", "Out"],
  ["Received", "Sent"],
  ["Receive", "Transmit"],
  ["recv", "sent"],
  ["Read", "Write"],
  ["read", "write"],
  ["Get", "Put"],
  ["Uploaded", "Downloaded"],
  ["Hits", "Misses"],
  ["Success", "Failure"],
  ["Succeeded", "Failed"],
  ["4XX", "5XX"],
  ["4xx", "5xx"],
  ["Healthy", "UnHealthy"],
];

/** The name that would stand beside `name` on a graph, if there is such a metric. */
function counterpart(name: string, names: ReadonlySet<string>): readonly [string, string] | undefined {
  for (const [one, other] of opposites) {
    // A word within a name ends where the next begins with a capital, or the name ends.
    const form = new RegExp(`(?<![A-Z])${one}(?![a-z])`);
    const partner = name.replace(form, other);
    if (partner !== name && names.has(partner)) return [one, other];
  }
  return undefined;
}

const words = (name: string): string =>
  name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/[_.]+/g, " ")
    .trim();

/** Pairs for all `names`, in their order: each metric once, with its counterpart where there is one. */
export function guessPairs(
  names: readonly string[],
  unitOf: (name: string) => string | undefined,
): readonly (Pair & { readonly multiple: number })[] {
  const all = new Set(names);
  const taken = new Set<string>();
  const pairOf = (name: string): (Pair & { readonly multiple: number })[] => {
    if (taken.has(name)) return [];
    const [one, other] = counterpart(name, all) ?? [];
    const partner = one === undefined || other === undefined ? undefined : name.replace(one, other);
    const { drawing, multiple } = guessDrawing(name, unitOf(name));
    const isPair = partner !== undefined && !taken.has(partner);
    taken.add(name);
    if (isPair) taken.add(partner);
    return [
      {
        id: name,
        title: words(name),
        drawing,
        multiple,
        metrics: isPair ? [name, partner] : [name],
        legends: isPair && one !== undefined && other !== undefined ? [one, other] : ["Value"],
        sparse: "hold",
      },
    ];
  };
  // Those that begin a pair come first, or their counterparts would stand alone.
  const starters = new Set(names.filter((name) => counterpart(name, all) !== undefined));
  const pairs = [...names].sort((a, b) => Number(starters.has(b)) - Number(starters.has(a))).flatMap(pairOf);
  return pairs.sort((a, b) => names.indexOf(a.metrics[0]) - names.indexOf(b.metrics[0]));
}
