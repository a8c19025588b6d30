/**
 * Two commands that read one metric in the same manner share a reader. Within --hold seconds of each other they get
 * the same answer; later the second one takes what the first then lacks.
 */
import { titleOf } from "../../cloudwatch/source.ts";
import { canonical } from "../../ledger/identity.ts";
import type { Channel } from "../target.ts";
import { identityOf } from "../identity.ts";
import { readerKey } from "../manner.ts";
import { channelsOf, type Call, type TargetCheck } from "./check.ts";

/** What a command takes at most when all is well: Node's start, two requests. MRTG runs one after the other. */
const commandSeconds = 0.5;

/** A counter tells the same total to everybody; a gauge holds its value, unless it is told not to. */
const takesAway = ({ type, missing }: Channel): boolean =>
  type === "absolute" || (type === "gauge" && (missing === "zero" || missing === "unknown"));

function keyOf({ target, line }: Call, channel: Channel): string {
  const { stateDirectory } = target;
  const { region = "", profile, roleArn, endpointUrl } = target.connection;
  const whereabouts = {
    region,
    ...(profile === undefined ? {} : { profile: { value: profile } }),
    ...(roleArn === undefined ? {} : { roleArn }),
    ...(endpointUrl === undefined ? {} : { endpoint: { value: endpointUrl } }),
  };
  const identity = canonical(identityOf(channel, whereabouts));
  return JSON.stringify([identity, readerKey(channel), stateDirectory, line.environment]);
}

export const sharedReader: TargetCheck = {
  name: "shared-reader",
  find: (_config, calls) => {
    const order = [...new Set(calls.map(({ command }) => command.text))];
    const first = new Map<string, Call>();
    return calls.flatMap((call) => {
      const earlier = channelsOf(call).flatMap(([, channel]) => {
        const key = keyOf(call, channel);
        const before = first.get(key);
        if (before === undefined) first.set(key, call);
        if (before === undefined || before.command.text === call.command.text || !takesAway(channel))
          return [];
        const apart = order.indexOf(call.command.text) - order.indexOf(before.command.text);
        return apart * commandSeconds < channel.holdSeconds ? [] : [{ before, channel }];
      });
      return earlier.slice(0, 1).map(({ before, channel }) => ({
        place: call.command.place,
        target: call.configTarget.name,
        message:
          `reads ${titleOf(channel)} in the same manner as the command of ${before.command.place.file}:` +
          `${before.command.place.line}, and may run more than --hold ${channel.holdSeconds} seconds after it: ` +
          "then each takes what the other lacks",
        remedy: "use --type counter, or bring the targets together, or raise --hold",
      }));
    });
  },
};
