/** Lines that stop MRTG, or that it drops, while it reads. */
import type { Problem } from "../config.ts";
import type { MrtgCheck } from "./check.ts";

const explanations: Readonly<Record<Problem["kind"], (text: string) => { message: string; remedy: string }>> =
  {
    nonsense: (text) => ({
      message: `MRTG stops here: "${text}" is neither a keyword nor a continuation`,
      remedy: "begin keywords in column 0, as Keyword[target]: value, and continuations with a blank",
    }),
    duplicate: (text) => ({
      message: `MRTG stops here: ${text.split(":")[0] ?? ""} is defined a second time`,
      remedy: "keep one of the two lines; target names are the same in upper and lower case",
    }),
    "no-include": (path) => ({
      message: `MRTG stops here: it cannot open ${path}`,
      remedy:
        "name a file that is readable in MRTG's working directory or beside the main file, or its whole path",
    }),
    "dropped-continuation": () => ({
      message: "MRTG drops this line: keywords without [target] are not continued",
      remedy: "write the whole value on one line",
    }),
  };

export const unreadableLine: MrtgCheck = {
  name: "unreadable-line",
  find: ({ problems }) => problems.map(({ kind, place, text }) => ({ place, ...explanations[kind](text) })),
};
