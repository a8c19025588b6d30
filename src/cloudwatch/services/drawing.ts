/**
 * How a quantity is best read from CloudWatch and drawn by MRTG, by what it is. Pure data.
 *
 * MRTG's native format stores integers only. So what may be small is stored as a multiple: percentages and money in
 * hundredths and rates in thousandths, which Factor and YTicsFactor take back, and durations in microseconds, which
 * `kMG: u,m,,k` names. Sums are read as counters: whatever comes late is still drawn, and nothing is ever lost.
 */

export interface Drawing {
  readonly type: "counter" | "gauge";
  /** `--aggregate` where the pair names none. */
  readonly aggregate: string;
  /** `--scale`: stored per natural unit. A decimal number; the shell and CloudWatch see it as it stands here. */
  readonly scale: number;
  /** Factor and YTicsFactor. */
  readonly factor?: string;
  /** Words for Options beyond `growright`, `gauge` and `nopercent`. */
  readonly options: readonly string[];
  /** Also the unit in the legends. */
  readonly yLegend: string;
  /** Never with the option bits: given both, and kMG, MRTG writes bytes under the name of bits into its table. */
  readonly shortLegend?: string;
  readonly kMG?: string;
  readonly kilo?: number;
  /** What is never exceeded, in natural units; per second for a counter. Times the scale it is MaxBytes. */
  readonly maximum: number;
  /** AbsMax: what is above the maximum now and then is drawn all the same. */
  readonly limit?: number;
}

/** 100 Gbit/s: what a single network interface does not exceed where nothing better is known. */
const widestLink = 12_500_000_000;

const traffic = {
  scale: 1,
  options: ["bits"],
  yLegend: "Bits per second",
  kMG: ",k,M,G,T",
  maximum: widestLink,
} as const;

const throughput = {
  scale: 1,
  options: [],
  yLegend: "Bytes per second",
  shortLegend: "B/s",
  kMG: ",k,M,G,T",
  maximum: widestLink,
} as const;

const perSecond = {
  factor: "0.001",
  scale: 1000,
  options: ["withzeroes"],
  yLegend: "per second",
  shortLegend: "/s",
  kMG: ",k,M,G",
  maximum: 1_000_000_000,
} as const;

const duration = {
  type: "gauge",
  aggregate: "average",
  options: [],
  yLegend: "seconds",
  shortLegend: "s",
  kMG: "u,m,,k",
} as const;

const hundredths = { scale: 100, factor: "0.01" } as const;

const drawings = {
  /** Bytes sent and received, drawn as bits per second. */
  traffic: { type: "counter", aggregate: "sum", ...traffic },
  /** The same, published as bytes per second. */
  "traffic-rate": { type: "gauge", aggregate: "average", ...traffic },
  /** Published as bits per second. */
  "bit-rate": {
    type: "gauge",
    aggregate: "average",
    ...traffic,
    options: [],
    shortLegend: "b/s",
    maximum: 8 * widestLink,
  },
  /** Bytes read and written. */
  throughput: { type: "counter", aggregate: "sum", ...throughput },
  "throughput-rate": { type: "gauge", aggregate: "average", ...throughput },
  /** What happens many times a second. */
  operations: { type: "counter", aggregate: "sum", ...perSecond },
  "operations-rate": { type: "gauge", aggregate: "average", ...perSecond, options: [] },
  /** What happens so seldom that per second it would be a fraction. */
  events: {
    type: "counter",
    aggregate: "sum",
    scale: 60_000,
    factor: "0.001",
    options: ["withzeroes"],
    yLegend: "per minute",
    shortLegend: "/min",
    kMG: ",k,M,G",
    maximum: 10_000_000,
  },
  /** Time spent, as a share of the time that passed: two busy at once are 200 %. */
  busy: {
    type: "counter",
    aggregate: "sum",
    scale: 10_000,
    factor: "0.01",
    options: ["withzeroes"],
    yLegend: "percent",
    shortLegend: "%",
    maximum: 10_000,
  },
  /** How many there are: connections, messages, hosts. */
  level: {
    type: "gauge",
    aggregate: "average",
    ...hundredths,
    options: [],
    yLegend: "count",
    shortLegend: "&nbsp;",
    kMG: ",k,M,G",
    maximum: 10_000_000_000,
  },
  /** How many bytes are held: storage, memory. */
  bytes: {
    type: "gauge",
    aggregate: "average",
    scale: 1,
    options: [],
    yLegend: "bytes",
    shortLegend: "B",
    kMG: ",Ki,Mi,Gi,Ti,Pi",
    kilo: 1024,
    maximum: 1_000_000_000_000_000,
  },
  percent: {
    type: "gauge",
    aggregate: "average",
    ...hundredths,
    options: [],
    yLegend: "percent",
    shortLegend: "%",
    maximum: 100,
    // Rounding alone may lift a whole hundred above itself.
    limit: 1000,
  },
  seconds: { ...duration, scale: 1_000_000, maximum: 1_000_000 },
  milliseconds: { ...duration, scale: 1000, maximum: 1_000_000_000 },
  microseconds: { ...duration, scale: 1, maximum: 1_000_000_000_000 },
  /** Seconds that may become hours. */
  age: {
    type: "gauge",
    aggregate: "maximum",
    scale: 1,
    options: [],
    yLegend: "seconds",
    shortLegend: "s",
    maximum: 1_000_000_000,
  },
  /** 0 or 1. */
  state: {
    type: "gauge",
    aggregate: "maximum",
    scale: 1,
    options: ["integer", "withzeroes"],
    yLegend: "0 or 1",
    shortLegend: "&nbsp;",
    maximum: 1,
  },
  money: {
    type: "gauge",
    aggregate: "maximum",
    ...hundredths,
    options: [],
    yLegend: "US dollars",
    shortLegend: "USD",
    kMG: ",k,M",
    maximum: 1_000_000_000,
  },
  /** A number of which nothing is known. */
  number: {
    type: "gauge",
    aggregate: "average",
    scale: 1000,
    factor: "0.001",
    options: [],
    yLegend: "value",
    shortLegend: "&nbsp;",
    kMG: ",k,M,G",
    maximum: 1_000_000_000_000,
  },
} as const satisfies Readonly<Record<string, Drawing>>;

export type DrawingName = keyof typeof drawings;

/** The drawing by its name. */
export const drawingOf = (name: DrawingName): Drawing => drawings[name];
