/**
 * Puts history into the dump of an .rrd: into a new one that is empty but for its shape, or behind what an existing
 * one holds. What rrdtool keeps between two updates (the unfinished rows) is filled with it. Pure text.
 */
import { failure, success, type Result } from "../result.ts";
import { condense, type Condensed, type History } from "./history.ts";
import { numberOf, parseDump, rowForm, tagForm, type Dump } from "./rrd-dump.ts";

/** rrdtool's share of a row that may be unknown: MRTG creates all archives with 0.5. */
const unknownShare = 0.5;

/** `%0.10e`, as rrdtool prints a number. */
const print = (value: number): string => (Number.isNaN(value) ? "NaN" : value.toExponential(10));

const tag = (name: string, text: string): string => `<${name}>${text}</${name}>`;

type Channel = "in" | "out";
const channels = ["in", "out"] as const;

/** From when on the file itself knows a channel; Infinity when it knows nothing. */
function firstKnown(dump: Dump, consolidation: string, rowSeconds: number, channel: Channel): number {
  const archive = dump.archives.find(
    (each) => each.consolidation === consolidation && each.rowSeconds === rowSeconds,
  );
  return archive?.rows.find((row) => !Number.isNaN(row[channel]))?.timeSeconds ?? Infinity;
}

interface Filling {
  readonly history: History;
  readonly dump: Dump;
  readonly isNew: boolean;
}

const condenseChannel = ({ history }: Filling, channel: Channel, from: number, to: number): Condensed =>
  condense(history, history[channel], from, to);

/** The text of one value of a row: the file's own where it has one or had one before. */
function cell(
  filling: Filling,
  archive: { readonly consolidation: string; readonly rowSeconds: number },
  timeSeconds: number,
  channel: Channel,
  own: string,
  known: number,
): string {
  const { consolidation, rowSeconds } = archive;
  const isOurs = consolidation === "AVERAGE" || consolidation === "MAX";
  if (!isOurs || !Number.isNaN(numberOf(own)) || timeSeconds > known) return own;
  const condensed = condenseChannel(filling, channel, timeSeconds - rowSeconds, timeSeconds);
  if (rowSeconds - condensed.knownSeconds > unknownShare * rowSeconds) return own;
  return print(consolidation === "MAX" ? condensed.maximum : condensed.mean);
}

/**
 * The unfinished row of an archive: for averages rrdtool keeps the sum of its steps, for maxima the highest, and in
 * both how many steps are unknown.
 */
function unfinished(
  filling: Filling,
  archive: { readonly consolidation: string; readonly rowSeconds: number },
  channel: Channel,
  own: { readonly value: number; readonly unknownSteps: number },
): { value: number; unknownSteps: number } {
  const { dump, isNew } = filling;
  const { stepSeconds } = dump;
  const until = Math.floor(dump.lastSeconds / stepSeconds) * stepSeconds;
  const from = Math.floor(until / archive.rowSeconds) * archive.rowSeconds;
  const ownFrom = isNew
    ? until
    : Math.min(until, firstKnown(dump, "AVERAGE", stepSeconds, channel) - stepSeconds);
  if (ownFrom <= from) return own;
  const condensed = condenseChannel(filling, channel, from, ownFrom);
  const steps = Math.min(own.unknownSteps, Math.round(condensed.knownSeconds / stepSeconds));
  if (steps === 0) return own;
  const before = Number.isNaN(own.value) ? undefined : own.value;
  return {
    value:
      archive.consolidation === "MAX"
        ? Math.max(condensed.maximum, before ?? -Infinity)
        : condensed.mean * steps + (before ?? 0),
    unknownSteps: own.unknownSteps - steps,
  };
}

/** The unfinished step of a data source that has had no update yet. */
function begunStep(filling: Filling, channel: Channel): { value: number; unknownSeconds: number } {
  const { lastSeconds, stepSeconds } = filling.dump;
  const from = Math.floor(lastSeconds / stepSeconds) * stepSeconds;
  const { mean, knownSeconds } = condenseChannel(filling, channel, from, lastSeconds);
  return {
    value: knownSeconds === 0 ? 0 : mean * knownSeconds,
    unknownSeconds: lastSeconds - from - knownSeconds,
  };
}

/**
 * The dump with history in it. `last`, given for a new file only: the raw values that counters go on from.
 */
export function fillDump(
  xml: string,
  history: History,
  last?: { readonly in: string; readonly out: string },
): Result<string, string> {
  const parsed = parseDump(xml);
  if (!parsed.ok) return parsed;
  const filling: Filling = { history, dump: parsed.value, isNew: last !== undefined };
  const { stepSeconds } = parsed.value;
  let archive: { consolidation: string; rowSeconds: number } | undefined;
  let source = -1;
  let known: Record<Channel, number> = { in: Infinity, out: Infinity };
  let value = Number.NaN;
  const lines = xml.split("\n");
  for (const [index, line] of lines.entries()) {
    const [, name, text = ""] = tagForm.exec(line) ?? [];
    if (name === "cf") archive = { consolidation: text, rowSeconds: 0 };
    if (name === "pdp_per_row" && archive !== undefined) {
      archive.rowSeconds = stepSeconds * Number(text);
      const { consolidation, rowSeconds } = archive;
      known = {
        in: firstKnown(parsed.value, consolidation, rowSeconds, "in"),
        out: firstKnown(parsed.value, consolidation, rowSeconds, "out"),
      };
      source = -1;
    }
    if (/^\s*<ds>/.test(line)) source += 1;
    const channel = channels[source];
    if (archive === undefined && last !== undefined && channel !== undefined) {
      const begun = begunStep(filling, channel);
      lines[index] = line
        .replace(/<last_ds>[^<]*<\/last_ds>/, tag("last_ds", last[channel]))
        .replace(/<value>[^<]*<\/value>/, tag("value", print(begun.value)))
        .replace(/<unknown_sec>[^<]*<\/unknown_sec>/, tag("unknown_sec", ` ${begun.unknownSeconds} `));
    }
    if (archive === undefined) continue;
    const row = rowForm.exec(line);
    if (row !== null) {
      const [, head = "", time = "", , ownIn = "", ownOut = "", tail = ""] = row;
      const at = Number(time);
      const cells = [
        cell(filling, archive, at, "in", ownIn, known.in),
        cell(filling, archive, at, "out", ownOut, known.out),
      ];
      lines[index] = `${head}${cells.map((each) => tag("v", each)).join("")}${tail}`;
      continue;
    }
    const [, prepared] = /<value>([^<]*)<\/value>/.exec(line) ?? [];
    if (prepared !== undefined) value = numberOf(prepared);
    const [, unknownSteps] = /<unknown_datapoints>\s*(\d+)\s*<\/unknown_datapoints>/.exec(line) ?? [];
    const isOurs = ["AVERAGE", "MAX"].includes(archive.consolidation) && archive.rowSeconds > stepSeconds;
    if (unknownSteps === undefined || channel === undefined || !isOurs) continue;
    const filled = unfinished(filling, archive, channel, { value, unknownSteps: Number(unknownSteps) });
    lines[index - 1] = (lines[index - 1] ?? "").replace(/<value>[^<]*</, `<value>${print(filled.value)}<`);
    lines[index] = line.replace(/>\s*\d+\s*</, `>${filled.unknownSteps}<`);
  }
  return lines.some((line) => line.includes("</rrd>")) ? success(lines.join("\n")) : failure("it ends early");
}
