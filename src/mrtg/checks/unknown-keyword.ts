/** Keywords that MRTG does not know, which stop it. */
import { placeOf, type Value } from "../config.ts";
import { globalKeywords, isOwnKeyword, targetKeywords } from "../keywords.ts";
import { ofEveryTarget, type MrtgCheck, type Said } from "./check.ts";

function unknownAmong(
  keys: ReadonlyMap<string, Value>,
  known: ReadonlySet<string>,
  brackets: string,
): Said[] {
  return [...keys]
    .filter(([keyword]) => !known.has(keyword) && !isOwnKeyword(keyword))
    .map(([keyword, value]) => ({
      place: placeOf(value),
      message: `MRTG knows no keyword ${keyword}${brackets} and stops`,
      remedy: "mend the spelling; a keyword of your own needs a star: my*Keyword",
    }));
}

export const unknownKeyword: MrtgCheck = {
  name: "unknown-keyword",
  find: (config) => [
    ...unknownAmong(config.globals, globalKeywords, ""),
    ...ofEveryTarget(config, ({ keys }) => unknownAmong(keys, targetKeywords, "[]")),
  ],
};
