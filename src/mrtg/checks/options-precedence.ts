/** Words in Options that have no effect, because a stronger one stands beside them. */
import { placeOf } from "../config.ts";
import { storageWordsOf } from "../target-keys.ts";
import { ofEveryKey, type MrtgCheck } from "./check.ts";

export const optionsPrecedence: MrtgCheck = {
  name: "options-precedence",
  find: (config) =>
    ofEveryKey(config, "options", (value, target) => {
      const [effective, ...others] = storageWordsOf(target);
      return others.length === 0 || effective === undefined
        ? []
        : [
            {
              place: placeOf(value),
              message: `${others.join(" and ")} beside ${effective}: MRTG stores as ${effective} alone`,
              remedy: `keep the one that is meant; for ${effective} values per minute, multiply in Target or use Factor`,
            },
          ];
    }),
};
