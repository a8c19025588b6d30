/**
 * kMG of commas alone, by which people mean "no prefixes": MRTG 2.17.10 then has no unit at all, and perl complains of
 * it dozens of times a round, which cron mails. The native format only; rrdtool's graphs are not MRTG's.
 */
import { placeOf } from "../config.ts";
import { logFormatOf } from "../target-keys.ts";
import { ofEveryKey, type MrtgCheck } from "./check.ts";

export const kmg: MrtgCheck = {
  name: "kmg",
  find: (config) =>
    ofEveryKey(config, "kmg", (value) =>
      /^[\s,]+$/.test(value.text) && logFormatOf(config) === "rateup"
        ? [
            {
              place: placeOf(value),
              message: `kMG "${value.text}" is broken in MRTG 2.17.10: numbers lose their unit, and every round complains on stderr`,
              remedy: "name the prefixes, as in kMG: ,k,M,G,T,P, or leave the keyword out",
            },
          ]
        : [],
    ),
};
