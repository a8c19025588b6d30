/**
 * How a channel reads its ledger: the manner its options amount to, which of the ledger's readers is its own, and how
 * far behind the clock it reads. Asks nothing and changes nothing. Pure.
 */
import { settlingSeconds } from "../cloudwatch/settling.ts";
import type { Aggregate } from "../cloudwatch/statistic.ts";
import type { Combination } from "../ledger/aggregate.ts";
import { settledAfterSeconds, slew } from "../ledger/lateness.ts";
import type { Manner, Reader } from "../ledger/reader.ts";
import type { Found } from "../ledger/store.ts";
import type { Channel } from "./target.ts";

/** How the values of several datapoints become one. */
export const combinations: Readonly<Record<Aggregate["kind"], Combination>> = {
  sum: "sum",
  samplecount: "sum",
  average: "mean",
  minimum: "minimum",
  maximum: "maximum",
  extended: "newest",
};

/** What the channel's options say to the ledger. */
export const mannerOf = (channel: Channel, lagSeconds: number): Manner => ({
  type: channel.type,
  combination: combinations[channel.aggregate.kind],
  scale: channel.scale,
  perSecond: channel.perSecond,
  lagSeconds,
  lookbackSeconds: channel.lookbackSeconds,
  recountSeconds: channel.recountSeconds,
  holdSeconds: channel.holdSeconds,
  ...(channel.missing === undefined ? {} : { missing: channel.missing }),
});

const kindOf = (channel: Channel): string =>
  `${channel.type}${channel.perSecond ? " per second" : ""} scale=${channel.scaleSpelling}`;

/** What a reader is known by in the state: targets that read differently do not take from each other. */
export const readerKey = (channel: Channel): string => `${kindOf(channel)} lag=${channel.lag}`;

/** A reader that begins where another stands. */
export const joining = (latest: Reader): Reader => ({ ...latest, previous: latest.position, whole: false });

/**
 * The channel's own reader; else a new one that joins where the last reader of its kind stands, so that a changed
 * lag neither hands anything out twice nor makes a counter fall.
 */
export function readerFor(readers: Readonly<Record<string, Reader>>, channel: Channel): Reader | undefined {
  const own = readers[readerKey(channel)];
  if (own !== undefined) return own;
  const prefix = `${kindOf(channel)} lag=`;
  const [latest] = Object.entries(readers)
    .filter(([key]) => key.startsWith(prefix))
    // A reader that was told its lag stands there; one that learned it remembers.
    .map(([key, reader]) => ({ lagSeconds: Number(key.slice(prefix.length)), ...reader }))
    .sort((a, b) => b.answeredSeconds - a.answeredSeconds);
  return latest === undefined ? undefined : joining(latest);
}

/** An expression is settled when the last of its metrics is; of what a search finds nothing is known. */
function startingLag({ metric, expression, periodSeconds }: Channel): number {
  const metrics = expression === undefined ? [metric] : expression.metrics.map((each) => each.metric);
  const namespaces = metrics.length === 0 ? [""] : metrics.map(({ namespace }) => namespace);
  return Math.max(...namespaces.map((namespace) => settlingSeconds(namespace, periodSeconds)));
}

/** The lag of this poll: as said, or learned and on its way there. */
export function lagNow(found: Found, channel: Channel, nowSeconds: number): number {
  if (channel.lag !== "auto") return channel.lag;
  const startSeconds = startingLag(channel);
  if (found.kind !== "state") return startSeconds;
  const { ledger, readers } = found.state;
  const reader = readerFor(readers, channel);
  const settledSeconds = settledAfterSeconds(ledger.lateness) ?? startSeconds;
  if (reader === undefined) return settledSeconds;
  return slew(reader.lagSeconds ?? startSeconds, settledSeconds, nowSeconds - reader.answeredSeconds);
}
