/** Keys without which MRTG does not begin. */
import { ofEveryTarget, type MrtgCheck, type Said } from "./check.ts";

const directories = ["workdir", "logdir", "htmldir", "imagedir"];

export const requiredKey: MrtgCheck = {
  name: "required-key",
  find: (config) => {
    const lacking: Said[] = directories.some((keyword) => config.globals.has(keyword))
      ? []
      : [
          {
            place: { file: config.file, line: 1 },
            message: "WorkDir is missing",
            remedy: "add WorkDir: and the directory for MRTG's files",
          },
        ];
    const ofTargets = ofEveryTarget(config, ({ name, place, keys }) => {
      const say = (keyword: string, remedy: string) => ({
        place,
        message: `${keyword}[${name}] is missing`,
        remedy,
      });
      const hasMaxBytes = keys.has("maxbytes") || (keys.has("maxbytes1") && keys.has("maxbytes2"));
      return [
        ...(keys.has("target")
          ? []
          : [say("Target", `add Target[${name}], or mend the name if it is misspelt here`)]),
        ...(keys.has("title") ? [] : [say("Title", `add Title[${name}]`)]),
        ...(hasMaxBytes
          ? []
          : [say("MaxBytes", `add MaxBytes[${name}]: the largest value that can be true`)]),
      ];
    });
    return [...lacking, ...ofTargets];
  },
};
