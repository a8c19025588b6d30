/** Backslashes at the end of a line: they continue nothing, but give sh an argument that begins with a blank. */
import { ofEveryTarget, type MrtgCheck } from "./check.ts";

export const backslash: MrtgCheck = {
  name: "backslash",
  find: (config) =>
    ofEveryTarget(config, ({ keys }) =>
      [...keys].flatMap(([keyword, { text, pieces }]) =>
        pieces.flatMap(({ offset, place }, index) => {
          const end = pieces[index + 1]?.offset ?? text.length;
          return text.slice(offset, end).endsWith("\\")
            ? [
                {
                  place,
                  message:
                    keyword === "target"
                      ? "the backslash at the end of the line gives the command an argument that begins with a blank"
                      : "the backslash at the end of the line becomes a part of the value",
                  remedy: "leave it out: a line that begins with a blank continues the one before",
                },
              ]
            : [];
        }),
      ),
    ),
};
