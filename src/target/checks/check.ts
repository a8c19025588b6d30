/** What a check of an mrtg.cfg's cw-mrtg commands is given. Pure; what it must know of the world was found out before. */
import type { CommandLine } from "../../mrtg/command-line.ts";
import type { Config, ConfigTarget } from "../../mrtg/config.ts";
import type { Said } from "../../mrtg/checks/check.ts";
import type { Command } from "../../mrtg/target-expression.ts";
import type { Metric } from "../../cloudwatch/metric.ts";
import type { Channel, Target } from "../target.ts";

/** A cw-mrtg command in an mrtg.cfg. */
export interface Call {
  readonly configTarget: ConfigTarget;
  readonly command: Command;
  readonly line: CommandLine;
  readonly target: Target;
}

/** Values as MRTG would store them, of the datapoints that the state still knows; empty when there are none. */
export type Seen = readonly number[];

/** How a call's way to CloudWatch looks, without asking. */
type Reach =
  | { readonly kind: "found"; readonly region: string; readonly hasCredentials: boolean }
  | { readonly kind: "failed"; readonly message: string; readonly hint?: string };

/** Whether mrtg's user can keep state there. */
interface StateAccess {
  readonly path: string;
  /** What mrtg's user may not do; undefined when all is well. */
  readonly problem?: string;
}

export interface TargetSurroundings {
  readonly seen: (call: Call, channel: Channel) => Seen;
  readonly reach: (call: Call) => Reach;
  readonly stateAccess: (call: Call) => StateAccess;
}

export interface TargetCheck {
  readonly name: string;
  readonly find: (
    config: Config,
    calls: readonly Call[],
    surroundings: TargetSurroundings,
  ) => readonly Said[];
}

export const ofEveryCall = (
  calls: readonly Call[],
  find: (call: Call) => readonly { readonly message: string; readonly remedy: string }[],
): readonly Said[] =>
  calls.flatMap((call) =>
    find(call).map((said) => ({ place: call.command.place, target: call.configTarget.name, ...said })),
  );

/** The channels that are read, with their number. */
export const channelsOf = ({ target }: Call): readonly (readonly [index: 0 | 1, channel: Channel])[] => [
  [0, target.in],
  ...(target.out === undefined ? [] : [[1, target.out] as const]),
];

/** The metrics a channel needs: its own, or those its expression names. */
export const metricsOf = (channel: Channel): readonly Metric[] =>
  channel.expression === undefined
    ? [channel.metric]
    : channel.expression.metrics.map(({ metric }) => metric);
