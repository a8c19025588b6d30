/** MaxBytes that is no whole number above 0: MRTG takes neither 1e9 nor 1.5. */
import { placeOf } from "../config.ts";
import { isLimit } from "../target-keys.ts";
import { ofEveryKey, type MrtgCheck } from "./check.ts";

const keywords = [
  ["maxbytes", "MaxBytes"],
  ["maxbytes1", "MaxBytes1"],
  ["maxbytes2", "MaxBytes2"],
] as const;

export const maxBytes: MrtgCheck = {
  name: "max-bytes",
  find: (config) =>
    keywords.flatMap(([keyword, spelling]) =>
      ofEveryKey(config, keyword, (value) =>
        isLimit(value.text)
          ? []
          : [
              {
                place: placeOf(value),
                message: `${spelling} is "${value.text}", which MRTG does not take`,
                remedy: "write a whole number above 0 in digits only",
              },
            ],
      ),
    ),
};
