/** The values of a state's datapoints as MRTG would store them. Pure arithmetic. */
import { formatAmount, scaleAmount } from "../../ledger/amount.ts";
import { endOf } from "../../ledger/ledger.ts";
import type { State } from "../../ledger/state.ts";
import { nameOf } from "../../cloudwatch/statistic.ts";
import type { Channel } from "../target.ts";
import type { Seen } from "./check.ts";

const sorted = (pairs: unknown): string =>
  JSON.stringify(Array.isArray(pairs) ? pairs.map((pair) => JSON.stringify(pair)).sort() : []);

/** Whether the state is this channel's, as far as the metric goes; where it lies in the world is not compared. */
export function isStateOf(channel: Channel, { identity }: State): boolean {
  const { metric, unit, periodSeconds, aggregate } = channel;
  return (
    identity["namespace"] === metric.namespace &&
    identity["metric"] === metric.name &&
    sorted(identity["dimensions"]) === sorted(metric.dimensions.map(({ name, value }) => [name, value])) &&
    identity["unit"] === unit &&
    identity["period"] === periodSeconds &&
    identity["aggregate"] === nameOf(aggregate)
  );
}

/** Per second where MRTG divides by time, else as they are. */
export function seenIn(channel: Channel, { ledger }: State): Seen {
  const isRate = channel.type !== "gauge" || channel.perSecond;
  return ledger.entries.map((entry) => {
    const value = Number(formatAmount(scaleAmount(entry.value, channel.scale)));
    const samples = entry.samples === undefined ? 1 : Number(formatAmount(entry.samples));
    const mean = channel.aggregate.kind === "average" && samples > 0 ? value / samples : value;
    return isRate ? mean / (endOf(ledger, entry) - entry.timeSeconds) : mean;
  });
}
