/** `--verify`: its span as typed, and what it found, in words. Pure text. */
import { formatAmount } from "../ledger/amount.ts";
import { nameOf } from "../cloudwatch/statistic.ts";
import { failure, success, type Result } from "../result.ts";
import type { Target } from "../target/target.ts";
import { isVerifiable, type Verification } from "../target/verify.ts";
import { utcSeconds } from "../utc.ts";
import { usageFailure, type Typed, type UsageFailure } from "./options.ts";

const secondsOf: Readonly<Record<string, number>> = { m: 60, h: 3600, d: 86_400 };

const spanForms = "a number of minutes, hours or days: 90m, 24h, 2d";

/** `24h` in seconds; undefined for what is none. */
export function parseSpan(text: string): number | undefined {
  const [, number = "", unit = ""] = /^(\d{1,6})([mhd])$/.exec(text) ?? [];
  const seconds = Number(number) * (secondsOf[unit] ?? 0);
  return seconds > 0 ? seconds : undefined;
}

/** The span of `--verify`, and whether what is read can be verified at all. */
export function verificationSpan(typed: Typed, target: Target): Result<number, UsageFailure> {
  const text = typed.value("verify") ?? "";
  const seconds = parseSpan(text);
  if (seconds === undefined) return failure(usageFailure(`--verify takes ${spanForms}, not "${text}"`));
  const { aggregate } =
    [target.in, target.out].find((channel) => channel !== undefined && !isVerifiable(channel.aggregate)) ??
    {};
  if (aggregate === undefined) return success(seconds);
  return failure(
    usageFailure(`--verify needs sums, and ${nameOf(aggregate)} of an hour is not that of its parts`),
  );
}

const plural = (count: number, one: string): string => `${count} ${one}${count === 1 ? "" : "s"}`;

function percentage({ counted, published }: Verification): string {
  if (published === 0n) return counted === 0n ? "100.000 %" : "more than all";
  const thousandths = (counted * 100_000n + published / 2n) / published;
  return `${thousandths / 1000n}.${(thousandths % 1000n).toString().padStart(3, "0")} %`;
}

/** One line, and one more for every hour that differs. */
export function verificationText(title: string, found: Verification | undefined): string {
  if (found === undefined) return `${title}: nothing to verify yet; datapoints are closed after --recount\n`;
  const { startSeconds, endSeconds, published, late, revised, differing } = found;
  const head = [
    `${title}: counted ${percentage(found)} of ${formatAmount(published, 3)}`,
    `from ${utcSeconds(startSeconds)} to ${utcSeconds(endSeconds)},`,
    `${plural(late, "late datapoint")}, ${revised} revised`,
  ].join(" ");
  const lines = differing.map(
    (each) =>
      `  ${utcSeconds(each.startSeconds)}: counted ${formatAmount(each.counted, 3)}, published ${formatAmount(each.published, 3)}`,
  );
  return [head, ...lines, ""].join("\n");
}
