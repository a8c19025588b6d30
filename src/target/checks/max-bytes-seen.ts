/** MaxBytes below values that have been seen: MRTG takes those for unknown. And values so small that it stores 0. */
import { titleOf } from "../../cloudwatch/source.ts";
import { placeOf } from "../../mrtg/config.ts";
import { parseTarget } from "../../mrtg/target-expression.ts";
import { logFormatOf, maxBytesOf, storageOf } from "../../mrtg/target-keys.ts";
import { channelsOf, type Call, type TargetCheck } from "./check.ts";

/** The command alone: what arithmetic makes of its values is not worked out here. */
function isBare({ configTarget }: Call): boolean {
  const value = configTarget.keys.get("target");
  return value !== undefined && parseTarget(value).between.every((text) => text.trim() === "");
}

const spellings = ["in", "out"] as const;

export const maxBytesSeen: TargetCheck = {
  name: "max-bytes-seen",
  find: (_config, calls, { seen }) =>
    calls.filter(isBare).flatMap((call) => {
      const { configTarget } = call;
      const { keys, name } = configTarget;
      // perminute and perhour have their own scale.
      if (["perminute", "perhour"].includes(storageOf(configTarget))) return [];
      return channelsOf(call).flatMap(([index, channel]) => {
        const absMax = keys.get("absmax");
        const limit = absMax === undefined ? maxBytesOf(configTarget)[index] : Number(absMax.text);
        const most = Math.max(0, ...seen(call, channel));
        const value = absMax ?? keys.get(`maxbytes${index + 1}`) ?? keys.get("maxbytes");
        return limit === undefined || value === undefined || most <= limit
          ? []
          : [
              {
                place: placeOf(value),
                target: name,
                message: `${titleOf(channel)} (${spellings[index]}) reached ${Math.ceil(most)}, above the limit of ${limit}: MRTG takes such values for unknown`,
                remedy: `raise ${absMax === undefined ? "MaxBytes" : "AbsMax"}[${name}] to ${Math.ceil(most * 2)} or so`,
              },
            ];
      });
    }),
};

export const smallNumbers: TargetCheck = {
  name: "small-numbers",
  find: (config, calls, { seen }) =>
    logFormatOf(config) === "rrdtool"
      ? []
      : calls.filter(isBare).flatMap((call) => {
          if (!["absolute", "counter"].includes(storageOf(call.configTarget))) return [];
          return channelsOf(call).flatMap(([, channel]) => {
            const most = Math.max(0, ...seen(call, channel));
            // MRTG rounds: below a half nothing is left.
            return most === 0 || most >= 0.5
              ? []
              : [
                  {
                    place: call.command.place,
                    target: call.configTarget.name,
                    message: `${titleOf(channel)} reached no more than ${most.toPrecision(2)} a second, of which the native format stores 0`,
                    remedy:
                      "add perminute or perhour to Options with --type counter, or use LogFormat: rrdtool",
                  },
                ];
          });
        }),
};
