/** CloudWatch's statistics, as a user spells them and as CloudWatch wants them. Pure. */
import { failure, success, type Result } from "../result.ts";
import type { SimpleStatistic } from "./api.ts";

export type Aggregate =
  | { readonly kind: "sum" | "average" | "minimum" | "maximum" | "samplecount" }
  /** Percentiles, trimmed and winsorized means and their kin, in CloudWatch's canonical spelling. */
  | { readonly kind: "extended"; readonly spelling: string; readonly countsUp: boolean };

export const aggregateForms =
  "sum, average, minimum, maximum, samplecount, p99.9, tm99, tm(10%:90%), wm98, tc90, ts90, iqm, pr(:300)";

const simple = ["sum", "average", "minimum", "maximum", "samplecount"] as const;

/** 0 to 100 and any number not below zero, with up to ten decimals (CloudWatch statistics definitions). */
const percent = /^(?:100(?:\.0{1,10})?|\d{1,2}(?:\.\d{1,10})?)$/;
const bound = /^\d+(?:\.\d{1,10})?$/;

/** One spelling for one number, so that `p99.90` and `p99.9` are one series: no idle zeros. */
const plain = (number: string): string =>
  number
    .replace(/^0+(?=\d)/, "")
    .replace(/(\.\d*?)0+(?=%?$)/, "$1")
    .replace(/\.(?=%?$)/, "");

const trimmed: readonly string[] = ["tm", "wm", "tc", "ts"];

const byNumber = (name: string, number: string): string | undefined =>
  (name === "p" || trimmed.includes(name)) && percent.test(number) ? `${name}${plain(number)}` : undefined;

/** `10%:90%`, `:90%`, `150:1000`, `:300`: one side may be open, both sides are of one sort, the lower is lower. */
function byRange(name: string, range: string): string | undefined {
  const [from = "", to = "", ...more] = range.split(":").map((side) => side.trim());
  const sides = [from, to].filter((side) => side !== "");
  if (more.length > 0 || sides.length === 0 || !range.includes(":")) return undefined;
  const inUnits = (name === "pr" || trimmed.includes(name)) && sides.every((side) => bound.test(side));
  const inPercent =
    trimmed.includes(name) && sides.every((side) => side.endsWith("%") && percent.test(side.slice(0, -1)));
  if (!inUnits && !inPercent) return undefined;
  if (sides.length === 2 && Number.parseFloat(from) >= Number.parseFloat(to)) return undefined;
  return `${name.toUpperCase()}(${plain(from)}:${plain(to)})`;
}

function extendedSpelling(text: string): string | undefined {
  const lower = text.toLowerCase();
  if (lower === "iqm") return "IQM";
  const [, name = "", number, range] = /^([a-z]{1,2})(?:(\d[\d.]*)|\((.*)\))$/.exec(lower) ?? [];
  if (number !== undefined) return byNumber(name, number);
  return range === undefined ? undefined : byRange(name, range);
}

/** Reads `--aggregate`; the failure names the valid forms. */
export function parseAggregate(text: string): Result<Aggregate, string> {
  const kind = simple.find((name) => name === text.toLowerCase());
  if (kind !== undefined) return success({ kind });
  const spelling = extendedSpelling(text);
  if (spelling === undefined)
    return failure(`CloudWatch has no statistic "${text}"; it has ${aggregateForms}`);
  return success({ kind: "extended", spelling, countsUp: /^t[cs]/i.test(spelling) });
}

/** Whether values of several periods may be added up: only then can a counter or an absolute be made of it. */
export const addsUp = (aggregate: Aggregate): boolean =>
  aggregate.kind === "extended" ? aggregate.countsUp : ["sum", "samplecount"].includes(aggregate.kind);

/** The canonical spelling, for the identity of a state and for messages. */
export const nameOf = (aggregate: Aggregate): string =>
  aggregate.kind === "extended" ? aggregate.spelling : aggregate.kind;

/** What CloudWatch must be asked for; an average needs the two that can be combined. */
export function statisticsOf(aggregate: Aggregate): {
  readonly simple: readonly SimpleStatistic[];
  readonly extended: readonly string[];
} {
  switch (aggregate.kind) {
    case "sum":
      return { simple: ["Sum"], extended: [] };
    case "average":
      return { simple: ["Sum", "SampleCount"], extended: [] };
    case "minimum":
      return { simple: ["Minimum"], extended: [] };
    case "maximum":
      return { simple: ["Maximum"], extended: [] };
    case "samplecount":
      return { simple: ["SampleCount"], extended: [] };
    case "extended":
      return { simple: [], extended: [aggregate.spelling] };
  }
}
