/** SetEnv by which a command should get its environment: it comes too late, or reaches all commands. */
import { placeOf } from "../config.ts";
import { commandsOf } from "../target-expression.ts";
import { ofEveryKey, type MrtgCheck } from "./check.ts";

export const setEnv: MrtgCheck = {
  name: "set-env",
  find: (config) =>
    ofEveryKey(config, "setenv", (value, target) => {
      const names = [...value.text.matchAll(/([-\w]+)="/g)].map(([, name = ""]) => name);
      // What cfgmaker and indexmaker use it for.
      const meant = names.filter((name) => !name.startsWith("MRTG_"));
      return meant.length === 0 || commandsOf(target).length === 0
        ? []
        : [
            {
              place: placeOf(value),
              message: `SetEnv ${meant.join(", ")} does not reach the command in a single run, and reaches all commands in a daemon`,
              remedy: `write \`${meant[0] ?? ""}=… command\` in Target`,
            },
          ];
    }),
};
