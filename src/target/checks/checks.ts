/** All checks of cw-mrtg commands in an mrtg.cfg, in the order in which their findings are told. Pure. */
import type { Finding } from "../../mrtg/checks/check.ts";
import type { Config } from "../../mrtg/config.ts";
import type { Call, TargetCheck, TargetSurroundings } from "./check.ts";
import { connection } from "./connection.ts";
import { hold } from "./hold.ts";
import { maxBytesSeen, smallNumbers } from "./max-bytes-seen.ts";
import { percentage } from "./percentage.ts";
import { period } from "./period.ts";
import { readingType } from "./reading-type.ts";
import { sharedReader } from "./shared-reader.ts";
import { stateDirectory } from "./state-directory.ts";

export const targetChecks: readonly TargetCheck[] = [
  readingType,
  sharedReader,
  hold,
  period,
  percentage,
  maxBytesSeen,
  smallNumbers,
  connection,
  stateDirectory,
];

export const checkTargets = (
  config: Config,
  calls: readonly Call[],
  surroundings: TargetSurroundings,
): readonly Finding[] =>
  targetChecks.flatMap(({ name, find }) =>
    find(config, calls, surroundings).map((said) => ({ check: name, ...said })),
  );
