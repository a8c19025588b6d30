/** Words in Options that MRTG does not know, or not in this LogFormat. */
import { placeOf } from "../config.ts";
import { knownOptions, logFormatOf, optionWords } from "../target-keys.ts";
import { ofEveryKey, type MrtgCheck } from "./check.ts";

export const optionsWord: MrtgCheck = {
  name: "options-word",
  find: (config) =>
    ofEveryKey(config, "options", (value, target) => {
      const place = placeOf(value);
      const words = optionWords(target);
      const unknown = words
        .filter((word) => !knownOptions.has(word))
        .map((word) => ({
          place,
          message: `MRTG knows no option "${word}" and stops`,
          remedy: "mend the spelling; options are separated by commas or blanks",
        }));
      return words.includes("derive") && logFormatOf(config) === "rateup"
        ? [
            ...unknown,
            { place, message: "derive needs LogFormat: rrdtool", remedy: "use counter, or rrdtool" },
          ]
        : unknown;
    }),
};
