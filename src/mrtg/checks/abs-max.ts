/** AbsMax below MaxBytes: `mrtg --check` passes it, and the round dies in the middle. */
import { placeOf } from "../config.ts";
import { maxBytesOf } from "../target-keys.ts";
import { ofEveryKey, type MrtgCheck } from "./check.ts";

export const absMax: MrtgCheck = {
  name: "abs-max",
  find: (config) =>
    ofEveryKey(config, "absmax", (value, target) => {
      const [limitIn = 0, limitOut = 0] = maxBytesOf(target);
      const most = Math.max(limitIn, limitOut);
      const isBelow = !/^\d+$/.test(value.text) || Number(value.text) < most;
      return isBelow
        ? [
            {
              place: placeOf(value),
              message: `AbsMax ${value.text} is below MaxBytes ${most}: mrtg dies here in the middle of its round`,
              remedy: `raise AbsMax to ${most} or more, or leave it out`,
            },
          ]
        : [];
    }),
};
