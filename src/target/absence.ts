/**
 * A metric that never had a datapoint may be asked for wrongly. When to look it up, and what is remembered of it, so
 * that it costs one look an hour. Pure but for the look itself, which is a parameter.
 */
import { absenceFailure, mayLookUp, presenceOf } from "../cloudwatch/absence.ts";
import type { CloudWatchApi } from "../cloudwatch/api.ts";
import type { CloudWatchFailure } from "../cloudwatch/failure.ts";
import type { Series } from "../cloudwatch/source.ts";
import type { Absence, State } from "../ledger/state.ts";
import type { Found } from "../ledger/store.ts";
import type { Channel } from "./target.ts";

/** Undefined when the metric exists or nothing can be said; `later` when there was no time for it in this round. */
export type LookUp = (channel: Channel) => Promise<CloudWatchFailure | undefined | "later">;

/** Looks by ListMetrics, which gives 25 answers a second: a round of many targets looks up a few at a time. */
export function lookUpBy(api: CloudWatchApi, most: number, deadline: () => AbortSignal): LookUp {
  let looks = 0;
  return async ({ metric, accountId }) => {
    if (metric === undefined) return undefined;
    looks += 1;
    if (looks > most) return "later";
    return absenceFailure(metric, await presenceOf(api, metric, accountId, deadline()));
  };
}

/**
 * What is known of the metric's absence after this answer; undefined where there is none to speak of. With
 * `--missing zero` the user has said that silence means zero.
 */
export async function absenceAfter(
  channel: Channel,
  found: Found,
  series: Series,
  nowSeconds: number,
  lookUp: LookUp | undefined,
): Promise<Absence | undefined> {
  if (!series.ok || series.value.length > 0 || lookUp === undefined || channel.missing === "zero")
    return undefined;
  const state = found.kind === "state" ? found.state : undefined;
  const { lastSeenSeconds } = state?.ledger ?? {};
  const known = state?.absence;
  if (lastSeenSeconds !== undefined) return undefined;
  if (known !== undefined && !mayLookUp(known, nowSeconds)) return known;
  const failure = await lookUp(channel);
  if (failure === "later") return known;
  if (failure?.kind !== "no-such-metric") return { lookedUpSeconds: nowSeconds };
  return { lookedUpSeconds: nowSeconds, wrong: { reason: failure.reason, instead: failure.instead } };
}

/** The failure that an absence is, now and until it is looked up again. */
export const failuresOf = (absence: Absence | undefined): CloudWatchFailure[] =>
  absence?.wrong === undefined ? [] : [{ kind: "no-such-metric", ...absence.wrong }];

/** The state with what is known of the absence, which ends with the first datapoint. */
export const withAbsence = (state: State, absence: Absence | undefined): State =>
  absence === undefined && state.ledger.lastSeenSeconds === undefined ? state : { ...state, absence };
