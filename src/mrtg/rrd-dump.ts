/**
 * The XML that `rrdtool dump` prints and `rrdtool restore` takes, as far as MRTG's files go: two data sources, and
 * archives of averages and maxima. Pure text, line by line as rrdtool 1.4 to 1.9 write it.
 */
import { failure, success, type Result } from "../result.ts";

interface DumpRow {
  readonly timeSeconds: number;
  /** NaN is unknown. */
  readonly in: number;
  readonly out: number;
}

interface DumpArchive {
  /** AVERAGE, MAX, or another that MRTG does not make by itself. */
  readonly consolidation: string;
  readonly rowSeconds: number;
  /** Oldest first. */
  readonly rows: readonly DumpRow[];
}

export interface Dump {
  readonly stepSeconds: number;
  readonly lastSeconds: number;
  readonly archives: readonly DumpArchive[];
}

export const rowForm = /^(.*?\/ (\d+) --> *<row>)(<v>([^<]*)<\/v><v>([^<]*)<\/v>)(<\/row>.*)$/;
export const tagForm = /^\s*<(step|lastupdate|cf|pdp_per_row)>\s*([^<\s]+)\s*</;

/** rrdtool prints NaN, -nan and, in old versions, U. */
export const numberOf = (text: string): number => Number.parseFloat(text.trim());

/** Reads a dump. Fails on one that is not of two data sources, as all of MRTG's are. */
export function parseDump(xml: string): Result<Dump, string> {
  const head = { step: Number.NaN, lastupdate: Number.NaN };
  const archives: { consolidation: string; rowSeconds: number; rows: DumpRow[] }[] = [];
  for (const line of xml.split("\n")) {
    const [, tag, value = ""] = tagForm.exec(line) ?? [];
    if (tag === "cf") archives.push({ consolidation: value, rowSeconds: head.step, rows: [] });
    const archive = archives.at(-1);
    if (tag === "step" || tag === "lastupdate") head[tag] = Number(value);
    if (tag === "pdp_per_row" && archive !== undefined) archive.rowSeconds = head.step * Number(value);
    const row = rowForm.exec(line);
    if (row !== null)
      archive?.rows.push({
        timeSeconds: Number(row[2]),
        in: numberOf(row[4] ?? ""),
        out: numberOf(row[5] ?? ""),
      });
    else if (line.includes("<row>")) return failure("it has not two data sources");
  }
  if (!Number.isSafeInteger(head.step) || !Number.isSafeInteger(head.lastupdate) || archives.length === 0)
    return failure("it is no dump of an .rrd");
  return success({ stepSeconds: head.step, lastSeconds: head.lastupdate, archives });
}
