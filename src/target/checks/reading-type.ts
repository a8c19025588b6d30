/** A command's type and the word in Options that must go with it. */
import type { ReadingType } from "../../ledger/reader.ts";
import { placeOf } from "../../mrtg/config.ts";
import { storageOf, type Storage } from "../../mrtg/target-keys.ts";
import type { TargetCheck } from "./check.ts";

const fitting: Readonly<Record<ReadingType, readonly Storage[]>> = {
  absolute: ["absolute"],
  counter: ["counter", "perminute", "perhour", "derive"],
  gauge: ["gauge"],
};

const advice: Readonly<Record<ReadingType, (name: string, storage: Storage) => string>> = {
  absolute: (name, storage) =>
    storage === "gauge"
      ? `write Options[${name}]: absolute, or call cw-mrtg with --type gauge --per second`
      : `write Options[${name}]: absolute, or call cw-mrtg with --type counter`,
  counter: (name) => `take absolute and gauge out of Options[${name}], for counter is MRTG's default`,
  gauge: (name) => `write Options[${name}]: gauge`,
};

const effects: Readonly<Record<ReadingType, string>> = {
  absolute: "what is new since the last reading",
  counter: "a total that only grows",
  gauge: "a value as it is",
};

export const readingType: TargetCheck = {
  name: "reading-type",
  find: (_config, calls) =>
    calls.flatMap(({ configTarget, command, target }) => {
      const { type } = target.in;
      const storage = storageOf(configTarget);
      if (fitting[type].includes(storage)) return [];
      const options = configTarget.keys.get("options");
      return [
        {
          place: options === undefined ? command.place : placeOf(options),
          target: configTarget.name,
          message: `cw-mrtg prints ${effects[type]} (${type}), and MRTG stores it as ${storage}`,
          remedy: advice[type](configTarget.name, storage),
        },
      ];
    }),
};
