/** kMG of commas alone, by which people mean "no prefixes": MRTG 2.17.10 then prints no unit and no value right. */
import { placeOf } from "../config.ts";
import { ofEveryKey, type MrtgCheck } from "./check.ts";

export const kmg: MrtgCheck = {
  name: "kmg",
  find: (config) =>
    ofEveryKey(config, "kmg", (value) =>
      /^[\s,]+$/.test(value.text)
        ? [
            {
              place: placeOf(value),
              message: `kMG "${value.text}" is broken in MRTG 2.17.10: numbers lose their unit`,
              remedy: "name the prefixes, as in kMG: ,k,M,G,T,P, or leave the keyword out",
            },
          ]
        : [],
    ),
};
