/** Backticks without a partner: `mrtg --check` passes them, and the target never gets a value. */
import { placeAt } from "../config.ts";
import { parseTarget } from "../target-expression.ts";
import { ofEveryKey, type MrtgCheck } from "./check.ts";

export const backtick: MrtgCheck = {
  name: "backtick",
  find: (config) =>
    ofEveryKey(config, "target", (value) => {
      const between = parseTarget(value).between;
      const rest = between.at(-1) ?? "";
      const at = rest.indexOf("`");
      if (at >= 0)
        return [
          {
            place: placeAt(value, value.text.length - rest.length + at),
            message: "a backtick without its partner: this target never gets a value",
            remedy: "close the command with a second backtick; a backtick inside a command is written \\`",
          },
        ];
      return [];
    }),
};
