/** The four lines of a target's answers, as cw-mrtg prints them whoever polled. Pure. */
import { titleOf } from "../cloudwatch/source.ts";
import { formatReading } from "../mrtg/reading.ts";
import type { Target } from "./target.ts";

/** The fourth line. */
export const nameOf = ({ in: incoming, out }: Target): string =>
  `cloudwatch: ${titleOf(incoming)}${out === undefined ? "" : ` and ${titleOf(out)}`}`;

/** `answers`: of the channels in order. */
export function answerLines(target: Target, answers: readonly string[]): string {
  const [incoming = "", outgoing = "0"] = answers;
  return formatReading({ in: incoming, out: outgoing, uptime: "0", name: nameOf(target) });
}
