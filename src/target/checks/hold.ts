/** --hold as long as MRTG's interval: every other round repeats the answer of the one before. */
import { intervalSecondsOf } from "../../mrtg/target-keys.ts";
import { channelsOf, ofEveryCall, type TargetCheck } from "./check.ts";

export const hold: TargetCheck = {
  name: "hold",
  find: (config, calls) => {
    const intervalSeconds = intervalSecondsOf(config);
    return ofEveryCall(calls, (call) => {
      const [longest] = channelsOf(call).filter(([, { holdSeconds }]) => holdSeconds >= intervalSeconds);
      return longest === undefined
        ? []
        : [
            {
              message: `--hold ${longest[1].holdSeconds} is no shorter than MRTG's interval of ${intervalSeconds} seconds: rounds repeat the answer of the round before`,
              remedy: `give --hold ${Math.floor(intervalSeconds / 2)} or less`,
            },
          ];
    });
  },
};
