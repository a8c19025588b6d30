/** A comparison as a sysadmin reads it: pure text, at most 80 columns wide. Times are UTC. */
import { utcMinutes } from "../utc.ts";
import type { ChannelComparison, Comparison, Difference } from "./compare.ts";

const prefixes = ["", "k", "M", "G", "T", "P", "E"];

/** Four digits and a prefix of 1000: `1.234 M`. */
function inShort(value: number): string {
  if (value === 0) return "0";
  const power = Math.floor(Math.log10(Math.abs(value)) / 3);
  const index = Math.min(Math.max(power, 0), prefixes.length - 1);
  const shown = (value / 1000 ** index).toPrecision(4);
  // Rounding may have made a thousand of it.
  if (Number(shown) >= 1000 && index < prefixes.length - 1)
    return `${(value / 1000 ** (index + 1)).toPrecision(4)} ${prefixes[index + 1] ?? ""}`;
  return `${shown.includes("e") ? value.toFixed(0) : shown} ${prefixes[index] ?? ""}`.trim();
}

/** `7 min 3 s`, `2 d 4 h`: the two largest parts. */
function duration(seconds: number): string {
  const whole = Math.abs(Math.round(seconds));
  const parts: [number, string][] = [
    [Math.floor(whole / 86_400), "d"],
    [Math.floor(whole / 3600) % 24, "h"],
    [Math.floor(whole / 60) % 60, "min"],
    [whole % 60, "s"],
  ];
  const first = parts.findIndex(([amount]) => amount > 0);
  if (first < 0) return "0 s";
  return parts
    .slice(first, first + 2)
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(" ");
}

/** How much more B is than A. */
const percentOf = (ratio: number): string => {
  const percent = (ratio - 1) * 100;
  return `${percent < 0 ? "-" : "+"}${Math.abs(percent).toFixed(Math.abs(percent) < 10 ? 2 : 1)} %`;
};

function lagLine({ lagSeconds, lagFrom, stepSeconds, steps }: Comparison): string {
  if (lagFrom === "too little") return "unknown: too little that changes in both; compared without";
  const basis = lagFrom === "given" ? "as given" : `best of ${steps} steps of ${duration(stepSeconds)}`;
  if (lagSeconds === 0) return `none (${basis})`;
  return `${duration(lagSeconds)}, ${lagSeconds > 0 ? "B behind A" : "A behind B"} (${basis})`;
}

const columns = (label: string, ...cells: readonly string[]): string =>
  `${label.padEnd(14)}${cells.map((cell) => cell.padStart(16)).join("")}`.trimEnd();

function worstLines(name: string, hours: readonly Difference[]): string[] {
  if (hours.length === 0) return [];
  return [
    "",
    columns(`worst: ${name}`, "A per second", "B per second", "B - A"),
    ...hours.map(({ hourSeconds, a, b }) =>
      columns(
        utcMinutes(hourSeconds).slice(5) + "h",
        inShort(a),
        inShort(b),
        a === 0 ? inShort(b - a) : percentOf(b / a),
      ),
    ),
  ];
}

/** The verdict in one line: "they should roughly match up", as a number. */
function verdict({ in: incoming, out }: Comparison): string {
  const ratios = [incoming.ratio, out.ratio].filter((ratio) => ratio !== null);
  if (ratios.length === 0) return "A carried nothing: there is nothing to compare with.";
  const worst = Math.max(...ratios.map((ratio) => Math.abs(ratio - 1) * 100));
  return `The totals agree within ${worst < 10 ? worst.toFixed(2) : worst.toFixed(0)} %.`;
}

export function comparisonText(
  comparison: Comparison,
  names: { readonly a: string; readonly b: string },
): string {
  const { fromSeconds, toSeconds, knownSeconds } = comparison;
  const each = (of: (channel: ChannelComparison) => string): [string, string] => [
    of(comparison.in),
    of(comparison.out),
  ];
  const gaps = toSeconds - fromSeconds - knownSeconds;
  return [
    `A  ${names.a}`,
    `B  ${names.b}`,
    `from ${utcMinutes(fromSeconds)} to ${utcMinutes(toSeconds)} UTC, ${duration(toSeconds - fromSeconds)}${
      gaps >= 1 ? `, without ${duration(gaps)} that not both know` : ""
    }`,
    "",
    columns("", "in", "out"),
    columns("A total", ...each(({ totalA }) => inShort(totalA))),
    columns("B total", ...each(({ totalB }) => inShort(totalB))),
    columns("B / A", ...each(({ ratio }) => (ratio === null ? "-" : ratio.toFixed(4)))),
    columns("difference", ...each(({ ratio }) => (ratio === null ? "-" : percentOf(ratio)))),
    columns(
      "correlation",
      ...each(({ correlation }) => (correlation === null ? "-" : correlation.toFixed(4))),
    ),
    "",
    `lag            ${lagLine(comparison)}`,
    ...worstLines("in", comparison.in.worstHours),
    ...worstLines("out", comparison.out.worstHours),
    "",
    verdict(comparison),
    "",
  ].join("\n");
}
