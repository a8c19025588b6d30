/**
 * The content of a target's file with history in it: MRTG's .log, or an .rrd made by rrdtool in a directory of its
 * own. Reads the file that is there; writes nothing near it.
 */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { History } from "../mrtg/history.ts";
import { behind, logOf, type Unknown } from "../mrtg/log-history.ts";
import { formatLog, parseLog } from "../mrtg/log.ts";
import { fillDump } from "../mrtg/rrd-history.ts";
import { createArguments } from "../mrtg/rrd.ts";
import type { Stored } from "../mrtg/stored.ts";
import { failure, success, type Result } from "../result.ts";
import type { Rrdtool, RrdtoolFailure } from "../rrdtool/rrdtool.ts";

export type ContentFailure =
  { readonly kind: "input"; readonly path: string; readonly reason: string } | RrdtoolFailure;

export interface Contents {
  readonly history: History;
  /** What counters go on from. */
  readonly last: { readonly in: string; readonly out: string };
  readonly stored: Stored;
}

const inputFailure = (path: string, reason: string): Result<never, ContentFailure> =>
  failure({ kind: "input", path, reason });

async function logContent(contents: Contents, isThere: boolean): Promise<Result<string, ContentFailure>> {
  const { history, last, stored } = contents;
  const unknown: Unknown = stored.type === "GAUGE" ? "left out" : "nothing";
  if (!isThere) return success(formatLog(logOf(history, last, unknown)));
  let content: string;
  try {
    content = await readFile(stored.path, "utf8");
  } catch (error) {
    return inputFailure(stored.path, (error as NodeJS.ErrnoException).code ?? String(error));
  }
  const log = parseLog(content);
  if (!log.ok) return inputFailure(stored.path, `line ${log.failure.line} ${log.failure.reason}`);
  return success(formatLog(behind(log.value, history, unknown)));
}

/** rrdtool takes a leading dash for an option. */
const asWord = (path: string): string => (path.startsWith("-") ? `./${path}` : path);

async function rrdContent(
  { history, last, stored }: Contents,
  isThere: boolean,
  rrdtool: Rrdtool,
): Promise<Result<Uint8Array, ContentFailure>> {
  const directory = await mkdtemp(join(tmpdir(), "cw-backfill-"));
  try {
    const [empty, xml, filled] = ["empty.rrd", "filled.xml", "filled.rrd"].map((name) =>
      join(directory, name),
    ) as [string, string, string];
    if (!isThere) {
      const created = await rrdtool(["create", ...createArguments(empty, history.endSeconds, stored.shape)]);
      if (!created.ok) return created;
    }
    const dump = await rrdtool(["dump", isThere ? asWord(stored.path) : empty]);
    if (!dump.ok) return dump;
    const text = fillDump(dump.value, history, isThere ? undefined : last);
    if (!text.ok) return inputFailure(stored.path, text.failure);
    await writeFile(xml, text.value);
    const restored = await rrdtool(["restore", xml, filled]);
    if (!restored.ok) return restored;
    return success(await readFile(filled));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** What the target's file is to hold; with `isThere`, behind what it holds already. */
export const contentFor = (
  contents: Contents,
  isThere: boolean,
  rrdtool: Rrdtool,
): Promise<Result<string | Uint8Array, ContentFailure>> =>
  contents.stored.format === "rateup"
    ? logContent(contents, isThere)
    : rrdContent(contents, isThere, rrdtool);
