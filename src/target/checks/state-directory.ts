/** State directories in which mrtg's user cannot write. */
import { ofEveryCall, type TargetCheck } from "./check.ts";

export const stateDirectory: TargetCheck = {
  name: "state-directory",
  find: (_config, calls, { stateAccess }) => {
    const told = new Set<string>();
    return ofEveryCall(calls, (call) => {
      const { path, problem } = stateAccess(call);
      if (problem === undefined || told.has(path)) return [];
      told.add(path);
      return [
        {
          message: `the state directory ${path}: ${problem}`,
          remedy: "make it and give it to mrtg's user, or name another by --state-dir",
        },
      ];
    });
  },
};
