/**
 * Readings that cw-collect leaves for cw-mrtg's launcher, which prints them without Node: their names, their text, and
 * how long they hold. Pure; bin/cw-mrtg does the same in sh, and ready-files.ts touches the disk.
 *
 * Under STATE/ready/ there lies for every command line a file `r=KEY`: a line of facts, then the four lines of the
 * reading. Whoever prints it first makes the file `taken/ID`, which only one can make; whoever takes the reading back
 * into its ledger makes a symbolic link of that name. So of a reading's two ends exactly one comes about, whatever dies
 * on the way:
 *
 * - collecting: settle the last offer (see reader.ts) and commit each state with the offer of the new ID; replace
 *   `r=KEY`; remove the mark of the last ID. Dies it in between, nobody can take the new ID, and it is withdrawn later.
 * - printing: read `r=KEY`, make the mark, see that `r=KEY` has still that ID, print. Asked again within `--hold`, the
 *   mark is there and young, and the same is printed again.
 * - polling: under the state's lock, withdraw or learn that it was taken, and read on from there.
 */

/** What decides, beside the command line, which answer it gets. In the launcher's order. */
export const decidingVariables = [
  "AWS_PROFILE",
  "AWS_REGION",
  "AWS_DEFAULT_REGION",
  "AWS_ENDPOINT_URL",
  "AWS_ENDPOINT_URL_CLOUDWATCH",
  "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
  "AWS_CONFIG_FILE",
  "AWS_SHARED_CREDENTIALS_FILE",
  "AWS_ACCESS_KEY_ID",
] as const;

/** A path has 4096 bytes at most, and a name in it 255. */
const mostKeyBytes = 2000;
const pieceBytes = 200;

/**
 * The file for these arguments under ready/; undefined for those that have none and are polled for. A TAB parts the
 * words and a backslash stands for the slash: what has one of these itself cannot be told apart.
 */
export function readyPath(
  commandLine: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const words = [...commandLine, ...decidingVariables.map((name) => environment[name] ?? "")];
  if (words.some((word) => /[\p{Cc}\\\ufffd]/u.test(word))) return undefined;
  const key = [commandLine.length, ...words].join("\t").replaceAll("/", "\\");
  const bytes = Buffer.byteLength(key);
  if (bytes > mostKeyBytes || (bytes > pieceBytes && bytes > key.length)) return undefined;
  const pieces = key.match(new RegExp(`[^]{1,${pieceBytes}}`, "g")) ?? [];
  return pieces.map((piece, index) => `${index < pieces.length - 1 ? "d" : "r"}=${piece}`).join("/");
}

/** A moment on the one clock that sh can read without a process: seconds since this boot. */
export interface Moment {
  /** Without a blank. */
  readonly boot: string;
  readonly seconds: number;
}

export interface Ready {
  readonly id: string;
  readonly made: Moment;
  readonly validSeconds: number;
  /** How long after it was taken it is printed again. */
  readonly repeatSeconds: number;
  /** Four lines, each with its LF. */
  readonly reading: string;
}

/** Counters and gauges take nothing by being printed. */
export const repeatSecondsFor = (takes: boolean, holdSeconds: number): number =>
  takes ? holdSeconds : 86_400;

/** Until shortly before the next round: what is left of this one is the better by being folded into that. */
export const validSecondsFor = (intervalSeconds: number): number =>
  Math.floor(Math.min(240, intervalSeconds * 0.8));

export const formatReady = ({ id, made, validSeconds, repeatSeconds, reading }: Ready): string =>
  `1 ${made.boot} ${made.seconds} ${made.seconds + validSeconds} ${repeatSeconds} ${id}\n${reading}`;

export function parseReady(text: string): Ready | undefined {
  const match = /^1 (\S+) (\d+) (\d+) (\d+) (\S+)\n((?:.*\n){4})$/.exec(text);
  if (match === null) return undefined;
  const [, boot = "", from, until, repeat, id = "", reading = ""] = match;
  return {
    id,
    made: { boot, seconds: Number(from) },
    validSeconds: Number(until) - Number(from),
    repeatSeconds: Number(repeat),
    reading,
  };
}

export const isFresh = ({ made, validSeconds }: Ready, now: Moment): boolean =>
  made.boot === now.boot && now.seconds >= made.seconds && now.seconds < made.seconds + validSeconds;

const daySeconds = 86_400;

/** Marks lie by the day, so that what nobody cleared away can be cleared away by the day. */
export const dayOf = (epochSeconds: number): number => Math.floor(epochSeconds / daySeconds);

/** After so many days an offer counts as taken; its mark is kept for a day longer than anybody asks for it. */
const offerDays = 7;
export const isForgotten = (madeSeconds: number, nowSeconds: number): boolean =>
  nowSeconds - madeSeconds > offerDays * daySeconds;
export const isOldDay = (day: number, nowSeconds: number): boolean => day < dayOf(nowSeconds) - offerDays - 1;

/** Where /proc is: the launcher asks in the same way. */
export function procRoot(environment: Readonly<Record<string, string | undefined>>): string {
  const given = environment["CW_MRTG_PROC"] ?? "";
  return given === "" ? "/proc" : given;
}

/** The moment that /proc/uptime and the boot's id tell; on systems without them, the clock's. */
export function momentOf(
  uptime: string | undefined,
  bootId: string | undefined,
  epochSeconds: number,
): Moment {
  const seconds = /^\d+/.exec(uptime ?? "")?.[0];
  const boot = /^\S+/.exec(bootId ?? "")?.[0] ?? "-";
  return { boot, seconds: seconds === undefined ? epochSeconds : Number(seconds) };
}
