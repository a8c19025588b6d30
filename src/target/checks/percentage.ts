/**
 * Percentages in MRTG's native format, which keeps whole numbers only: either they lose their decimals, or they are
 * stored times 100 and then need Factor for the table and YTicsFactor for the axis.
 */
import { titleOf } from "../../cloudwatch/source.ts";
import type { ConfigTarget } from "../../mrtg/config.ts";
import { parseTarget } from "../../mrtg/target-expression.ts";
import { logFormatOf } from "../../mrtg/target-keys.ts";
import type { Channel } from "../target.ts";
import { channelsOf, ofEveryCall, type TargetCheck } from "./check.ts";

const isPercentage = ({ metric, unit, aggregate }: Channel): boolean =>
  !["sum", "samplecount"].includes(aggregate.kind) &&
  (unit === "Percent" || (metric !== undefined && /utilization|percent/i.test(metric.name)));

/** By how much the stored value is larger; undefined when the expression does more than multiply. */
function multiplierOf({ keys }: ConfigTarget, channel: Channel): number | undefined {
  const target = keys.get("target");
  const [before = "", after = "", ...more] = target === undefined ? [] : parseTarget(target).between;
  const times = /^\s*(?:\*\s*(\d+(?:\.\d+)?)\s*)?$/.exec(after);
  if (before.trim() !== "" || more.length > 0 || times === null) return undefined;
  const factor: string | undefined = times[1];
  return Number(channel.scaleSpelling) * Number(factor ?? 1);
}

const isInverse = (target: ConfigTarget, keyword: string, multiplier: number): boolean =>
  Math.abs(Number(target.keys.get(keyword)?.text ?? 1) * multiplier - 1) < 1e-6;

export const percentage: TargetCheck = {
  name: "percentage",
  find: (config, calls) =>
    logFormatOf(config) === "rrdtool"
      ? []
      : ofEveryCall(calls, (call) => {
          const { configTarget } = call;
          const [first] = channelsOf(call).filter(([, channel]) => isPercentage(channel));
          const multiplier = first === undefined ? undefined : multiplierOf(configTarget, first[1]);
          if (first === undefined || multiplier === undefined) return [];
          const name = titleOf(first[1]);
          if (multiplier === 1)
            return [
              {
                message: `${name} is a percentage, and the native format stores whole numbers only`,
                remedy: `give --scale 100 and write Factor[${configTarget.name}]: 0.01 and YTicsFactor[${configTarget.name}]: 0.01, or use LogFormat: rrdtool`,
              },
            ];
          const lacking = [["factor", "Factor"] as const, ["yticsfactor", "YTicsFactor"] as const].filter(
            ([keyword]) => !isInverse(configTarget, keyword, multiplier),
          );
          return lacking.length === 0
            ? []
            : [
                {
                  message: `${name} is stored times ${multiplier}, and the page shows it so`,
                  remedy: `write ${lacking.map(([, spelling]) => `${spelling}[${configTarget.name}]: ${1 / multiplier}`).join(" and ")}`,
                },
              ];
        }),
};
