/** The values of a state's datapoints as MRTG would store them. Pure arithmetic. */
import { formatAmount, scaleAmount } from "../../ledger/amount.ts";
import { endOf } from "../../ledger/ledger.ts";
import type { State } from "../../ledger/state.ts";
import type { Channel } from "../target.ts";
import type { Seen } from "./check.ts";

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
