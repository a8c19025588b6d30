/** Commands that differ in blanks or quotes only: MRTG runs each of them, where one run would serve both. */
import { argumentsOf } from "../command-line.ts";
import { commandsOf, type Command } from "../target-expression.ts";
import type { MrtgCheck } from "./check.ts";

/** Of a command that only sh understands, no more than its blanks can be compared, and only outside quotes. */
function meaningOf(text: string): string {
  const line = argumentsOf(text);
  if (line.ok) return JSON.stringify(line.value);
  return /['"\\]/.test(text) ? text : text.trim().replace(/\s+/g, " ");
}

export const secondRun: MrtgCheck = {
  name: "second-run",
  find: (config) => {
    const first = new Map<string, Command>();
    return config.targets.flatMap((target) =>
      commandsOf(target).flatMap((command) => {
        const meaning = meaningOf(command.text);
        const before = first.get(meaning);
        if (before === undefined) first.set(meaning, command);
        if (before === undefined || before.text === command.text) return [];
        return [
          {
            place: command.place,
            target: target.name,
            message: `the command differs from that of ${before.place.file}:${before.place.line} in blanks or quotes only, so MRTG runs it a second time`,
            remedy: "write both alike, character by character",
          },
        ];
      }),
    );
  },
};
