/**
 * One poll of one target: look at the states, ask CloudWatch for both channels at once, then change each state
 * under its lock. Wires the pure steps of turn.ts to the store and the source it is given.
 */
import { join } from "node:path";
import type { CloudWatchFailure } from "../cloudwatch/failure.ts";
import { titleOf, type Question, type Series, type Source } from "../cloudwatch/source.ts";
import { tieredSource } from "../cloudwatch/catch-up.ts";
import type { StateFailure } from "../ledger/failure.ts";
import { canonical, stateFileName, type Identity } from "../ledger/identity.ts";
import type { Fate } from "../ledger/answered.ts";
import { unknown, type Offer } from "../ledger/reader.ts";
import type { Found, Store } from "../ledger/store.ts";
import { absenceAfter, failuresOf, withAbsence, type LookUp } from "./absence.ts";
import type { Channel } from "./target.ts";
import { readerKey } from "./manner.ts";
import { offerOf, prepare, settleOffer, take, type Turn } from "./turn.ts";

/** A channel with the file that is its memory. */
export interface Account {
  readonly channel: Channel;
  readonly identity: Identity;
  readonly path: string;
}

export const accountOf = (channel: Channel, identity: Identity, directory: string): Account => ({
  channel,
  identity: canonical(identity),
  path: join(directory, stateFileName(identity)),
});

export interface Outcome {
  readonly account: Account;
  readonly answer: string;
  /** Why the answer is not a whole poll's; the answer is then the policy's. */
  readonly failures: readonly (CloudWatchFailure | StateFailure)[];
  readonly before: Found;
  /** Of the offer that was taken or withdrawn for it. */
  readonly settledIds: readonly string[];
  /** Undefined when the answer was held or the state could not be read. */
  readonly question?: Question;
  readonly series?: Series;
  readonly turn?: Turn;
}

/** Where answers lie that were made before they were asked for. */
export interface Offers {
  /** What withdrawing the offer would come to; changes nothing. */
  look(offer: Offer): Promise<Fate>;
  /** Withdraws the offer, unless it was taken. Throws what the disk says. */
  withdraw(offer: Offer): Promise<Fate>;
}

export interface Ports {
  readonly store: Store;
  readonly source: Source;
  readonly offers: Offers;
  /** Undefined when the answers are for who asks now; else where each will lie. */
  readonly offerIds?: (account: Account) => readonly string[];
  readonly nowSeconds: number;
  readonly deadline: AbortSignal;
  /** What ListMetrics says of a metric that never had a datapoint; undefined: nobody is asked. */
  readonly lookUp?: LookUp;
  /** A dry run: nothing is locked, made or written. */
  readonly dry: boolean;
}

/** What is printed when even the state is out of reach: nothing new, and no number that was never counted. */
const answerWithoutState = (channel: Channel): string =>
  channel.type === "absolute" && channel.missing !== "unknown" ? "0" : unknown;

/** Without the lock the last answer may still be told, where telling it again takes nothing. */
function answerWithoutLock(channel: Channel, before: Found): string {
  if (channel.type === "absolute" || before.kind !== "state") return answerWithoutState(channel);
  return before.state.readers[readerKey(channel)]?.value ?? answerWithoutState(channel);
}

interface Asked {
  readonly account: Account;
  readonly before: Found;
  readonly question: Question;
}

async function afterOffer(
  found: Found,
  channel: Channel,
  fateOf: (offer: Offer) => Promise<Fate>,
): Promise<Found> {
  const offer = offerOf(found, channel);
  return offer === undefined ? found : settleOffer(found, channel, await fateOf(offer));
}

/** What was offered and taken within `--hold` holds for whoever asks now; what was not taken is to be withdrawn. */
async function lookAt(found: Found, channel: Channel, ports: Ports): Promise<Found> {
  const offer = offerOf(found, channel);
  const fate = offer === undefined ? undefined : await ports.offers.look(offer);
  return fate?.kind === "taken" ? settleOffer(found, channel, fate) : found;
}

async function settle({ account, before, question }: Asked, series: Series, ports: Ports): Promise<Outcome> {
  const { channel, identity, path } = account;
  const datapoints = series.ok ? series.value : undefined;
  const absence = await absenceAfter(channel, before, series, ports.nowSeconds, ports.lookUp);
  const change = (found: Found): Turn => {
    const turn = take(
      found,
      channel,
      { ...identity },
      datapoints,
      ports.nowSeconds,
      ports.offerIds?.(account),
    );
    return { ...turn, state: withAbsence(turn.state, absence) };
  };
  const failures = series.ok ? failuresOf(absence) : [series.failure];
  const forgotten = ({ gone }: Turn): CloudWatchFailure[] =>
    gone.map((span) => ({ kind: "forgotten", title: titleOf(channel), ...span }));
  const outcome = { account, before, question, series, settledIds: [] };
  if (ports.dry) {
    const turn = change(await afterOffer(before, channel, (offer) => ports.offers.look(offer)));
    return { ...outcome, answer: turn.answer, failures: [...failures, ...forgotten(turn)], turn };
  }
  const updated = await ports.store.update(path, ports.deadline, async (found) => {
    const turn = change(await afterOffer(found, channel, (offer) => ports.offers.withdraw(offer)));
    return { state: turn.state, value: { turn, settledIds: offerOf(found, channel)?.ids ?? [] } };
  });
  if (!updated.ok)
    return {
      ...outcome,
      answer: answerWithoutLock(channel, before),
      failures: [...failures, updated.failure],
    };
  const { value, warning } = updated.value;
  const { turn, settledIds } = value;
  return {
    ...outcome,
    settledIds,
    answer: turn.answer,
    failures: [...(warning === undefined ? [] : [warning]), ...failures, ...forgotten(turn)],
    turn,
  };
}

/** Accounts of one key are one reader of one ledger. */
export const keyOf = ({ path, channel }: Account): string => `${path} ${readerKey(channel)}`;

/**
 * The outcomes of all accounts, in order. Two accounts with one file and one manner of reading are one question
 * and one answer. Undefined when `interrupted` before anything was changed.
 */
export async function poll(
  accounts: readonly Account[],
  ports: Ports,
  interrupted?: AbortSignal,
): Promise<readonly Outcome[] | undefined> {
  const distinct = [...new Map(accounts.map((account) => [keyOf(account), account])).values()];
  const looked = await Promise.all(distinct.map(({ path }) => ports.store.look(path)));
  const outcomes = new Map<string, Outcome>();
  const asked: Asked[] = [];
  for (const [index, account] of distinct.entries()) {
    const found = looked[index];
    if (found === undefined) continue;
    if (!found.ok) {
      const answer = answerWithoutState(account.channel);
      outcomes.set(keyOf(account), {
        account,
        answer,
        failures: [found.failure],
        before: { kind: "none" },
        settledIds: [],
      });
      continue;
    }
    const before = await lookAt(found.value, account.channel, ports);
    const preparation = prepare(before, account.channel, ports.nowSeconds);
    if (preparation.kind === "ask") asked.push({ account, before, question: preparation.question });
    else
      outcomes.set(keyOf(account), {
        account,
        answer: preparation.answer,
        failures: [],
        before,
        settledIds: [],
      });
  }
  const answers = await tieredSource(ports.source, ports.nowSeconds).ask(
    asked.map(({ question }) => question),
    ports.deadline,
  );
  if (interrupted?.aborted === true) return undefined;
  // One file is changed by one after the other; its lock would make them wait anyway.
  const queues = new Map<string, Promise<unknown>>();
  await Promise.all(
    asked.map((one, index) => {
      const series = answers[index];
      if (series === undefined) throw new Error("a source left a question unanswered");
      const { account } = one;
      const settled = (queues.get(account.path) ?? Promise.resolve())
        .then(() => settle(one, series, ports))
        .then((outcome) => outcomes.set(keyOf(account), outcome));
      queues.set(account.path, settled);
      return settled;
    }),
  );
  return accounts.flatMap((account) => outcomes.get(keyOf(account)) ?? []);
}
