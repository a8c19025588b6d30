/**
 * The .rrd that MRTG makes (`LogFormat: rrdtool`): the arguments of `rrdtool create` as bin/mrtg 2.17.10 gives
 * them. Pure; rrdtool itself is run elsewhere.
 */

export type SourceType = "ABSOLUTE" | "COUNTER" | "DERIVE" | "GAUGE";

export interface RrdShape {
  /** MRTG's `Interval:` in seconds. */
  readonly intervalSeconds: number;
  readonly type: SourceType;
  /** AbsMax, else MaxBytes1 and MaxBytes2; 0 stands for no bound. */
  readonly maxIn: number;
  readonly maxOut: number;
  /** RRDRowCount and its kin; undefined: MRTG's own numbers. */
  readonly rowCounts?: {
    readonly base?: number;
    readonly halfHours?: number;
    readonly twoHours?: number;
    readonly days?: number;
  };
  /** RRDHWRRAs, split into words. */
  readonly furtherArchives?: readonly string[];
}

/** No row in MRTG's archives holds less than this many of its intervals' minutes. */
const [halfHour, twoHours, day] = [30, 120, 1440];

const rowsOfMrtg = 800;

/** The words after `rrdtool create`; the file takes updates later than `lastSeconds`. */
export function createArguments(path: string, lastSeconds: number, shape: RrdShape): string[] {
  const { intervalSeconds, type, maxIn, maxOut, rowCounts = {}, furtherArchives = [] } = shape;
  const minutes = intervalSeconds / 60;
  // bin/mrtg doubles the whole seconds and takes 600 at least.
  const heartbeat = Math.max(600, Math.floor(intervalSeconds) * 2);
  const bound = (value: number): string => (value === 0 ? "U" : String(value));
  const archives: readonly (readonly [steps: number, rows: number])[] = [
    [1, rowCounts.base ?? Math.floor(4000 / minutes)],
    ...(minutes < halfHour
      ? [[Math.floor(halfHour / minutes), rowCounts.halfHours ?? rowsOfMrtg] as const]
      : []),
    [Math.floor(twoHours / minutes), rowCounts.twoHours ?? rowsOfMrtg],
    [Math.floor(day / minutes), rowCounts.days ?? rowsOfMrtg],
  ];
  return [
    path,
    ...["-b", String(lastSeconds), "-s", String(Math.floor(intervalSeconds))],
    `DS:ds0:${type}:${heartbeat}:0:${bound(maxIn)}`,
    `DS:ds1:${type}:${heartbeat}:0:${bound(maxOut)}`,
    ...archives.map(([steps, rows]) => `RRA:AVERAGE:0.5:${steps}:${rows}`),
    ...archives.map(([steps, rows]) => `RRA:MAX:0.5:${steps}:${rows}`),
    ...furtherArchives,
  ];
}
