/** Programs that mrtg will not find: `mrtg --check` runs no command. */
import { argumentsOf, withoutWrappers } from "../command-line.ts";
import type { Config } from "../config.ts";
import { commandsOf } from "../target-expression.ts";
import { ofEveryTarget, type MrtgCheck, type Surroundings } from "./check.ts";

function isFound(program: string, config: Config, { path, isProgram }: Surroundings): boolean {
  if (program.startsWith("/")) return isProgram(program);
  // From MRTG's working directory, which nobody knows.
  if (program.includes("/")) return true;
  const added = config.globals.get("pathadd")?.text;
  const directories = [...(added === undefined ? [] : [added]), ...path.split(":")];
  return directories.some((directory) => isProgram(`${directory.replace(/\/$/, "")}/${program}`));
}

export const program: MrtgCheck = {
  name: "program",
  find: (config, surroundings) =>
    ofEveryTarget(config, (target) =>
      commandsOf(target).flatMap(({ text, place }) => {
        const line = argumentsOf(text);
        if (!line.ok) return [];
        const { argv, environment } = withoutWrappers(line.value);
        const ownPath = environment.findLast(([name]) => name === "PATH")?.[1];
        const here = ownPath === undefined ? surroundings : { ...surroundings, path: ownPath };
        return isFound(argv[0], config, here)
          ? []
          : [
              {
                place,
                message: argv[0].startsWith("/")
                  ? `there is no program ${argv[0]}`
                  : `${argv[0]} is not found in ${here.path}`,
                remedy: "write the whole path of the program, or add its directory by PathAdd",
              },
            ];
      }),
    ),
};
