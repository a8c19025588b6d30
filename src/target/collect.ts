/**
 * A round of polls for many targets at once: one question for every ledger, as few requests as hold them all, and for
 * every command line a ready file. Wires poll.ts to the ports it is given; what remains of a round that dies is exact.
 */
import type { CloudWatchFailure } from "../cloudwatch/failure.ts";
import type { Series, Source } from "../cloudwatch/source.ts";
import type { StateFailure } from "../ledger/failure.ts";
import type { Store } from "../ledger/store.ts";
import { answerLines } from "./answer.ts";
import type { LookUp } from "./absence.ts";
import { keyOf, poll, type Account, type Outcome } from "./poll.ts";
import { repeatSecondsFor, type Moment } from "./ready.ts";
import type { ReadyFiles } from "./ready-files.ts";
import type { Target } from "./target.ts";

export type PollFailure = CloudWatchFailure | StateFailure;

/** A command line, and where its ledgers and its ready file lie. */
export interface Wanted {
  readonly target: Target;
  /** Of its channels, in order. */
  readonly accounts: readonly Account[];
  readonly readyPath: string;
}

/** Command lines that are asked for together: one connection, one state directory. */
export interface Group {
  readonly source: Source;
  readonly lookUp?: LookUp;
  readonly files: ReadyFiles;
  readonly wanted: readonly Wanted[];
}

export interface CollectPorts {
  readonly store: Store;
  readonly nowSeconds: number;
  readonly moment: Moment;
  readonly validSeconds: number;
  /** For each of the rounds in which a group is asked. */
  deadline(): AbortSignal;
  readonly interrupted: AbortSignal;
  /** The command's own answer to this would be an error and no reading: left to it. */
  leaves(failure: PollFailure): boolean;
  progress(done: number): void;
}

export interface Collected {
  readonly ready: number;
  /** Left to direct polling. */
  readonly left: number;
  readonly failures: readonly PollFailure[];
}

/** What one request answers, times the requests in flight: so much is in memory at a time. */
const mostAccounts = 2000;

/** Once nothing could be reached, the rest is answered so at once: it would wait as long, and as vainly. */
function givingUp(source: Source): Source {
  let reason: (Series & { ok: false }) | undefined;
  return {
    async ask(questions, deadline) {
      if (reason !== undefined) return questions.map(() => reason as Series);
      const answers = await source.ask(questions, deadline);
      const [first] = answers;
      const isLost = (answer: Series) =>
        !answer.ok &&
        ["unreachable", "timeout", "no-credentials", "bad-credentials"].includes(answer.failure.kind);
      if (first?.ok === false && answers.every(isLost)) reason = first;
      return answers;
    },
  };
}

/** What is kept of an outcome until all command lines that show it are ready. */
type Kept = Pick<Outcome, "answer" | "failures" | "settledIds"> & { readonly isCommitted: boolean };

function* chunksOf(wanted: readonly Wanted[]): Generator<readonly Wanted[]> {
  let chunk: Wanted[] = [];
  let accounts = 0;
  for (const each of wanted) {
    if (accounts + each.accounts.length > mostAccounts) {
      yield chunk;
      chunk = [];
      accounts = 0;
    }
    chunk.push(each);
    accounts += each.accounts.length;
  }
  if (chunk.length > 0) yield chunk;
}

/** One request has one period; and one ledger's command lines lie side by side. */
const byPeriodAndPath = ({ accounts: [a] }: Wanted, { accounts: [b] }: Wanted): number =>
  (a?.channel.periodSeconds ?? 0) - (b?.channel.periodSeconds ?? 0) ||
  ((a?.path ?? "") < (b?.path ?? "") ? -1 : 1);

function makeReady(
  wanted: Wanted,
  id: string,
  kept: ReadonlyMap<string, Kept>,
  { files }: Group,
  ports: CollectPorts,
) {
  const outcomes = wanted.accounts.flatMap((account) => kept.get(keyOf(account)) ?? []);
  const isWhole =
    outcomes.length === wanted.accounts.length && outcomes.every(({ isCommitted }) => isCommitted);
  if (!isWhole || outcomes.some(({ failures }) => failures.some((each) => ports.leaves(each)))) return false;
  const { type, holdSeconds } = wanted.target.in;
  const before = files.put(wanted.readyPath, {
    id,
    made: ports.moment,
    validSeconds: ports.validSeconds,
    repeatSeconds: repeatSecondsFor(type === "absolute", holdSeconds),
    reading: answerLines(
      wanted.target,
      outcomes.map(({ answer }) => answer),
    ),
  });
  // Nobody asks for its mark again once every ledger that offered it has settled that offer.
  if (before !== undefined && outcomes.every(({ settledIds }) => settledIds.includes(before)))
    files.forget(before);
  return true;
}

async function collectGroup(
  group: Group,
  ports: CollectPorts,
  done: (count: number) => void,
): Promise<Collected> {
  const { wanted, files } = group;
  const ids = new Map(wanted.map((each) => [each, files.newId()]));
  const idsOf = new Map<string, string[]>();
  for (const [{ accounts }, id] of ids)
    for (const key of new Set(accounts.map(keyOf))) idsOf.set(key, [...(idsOf.get(key) ?? []), id]);
  const source = givingUp(group.source);
  const kept = new Map<string, Kept>();
  const failures: PollFailure[] = [];
  let ready = 0;
  for (const chunk of chunksOf([...wanted].sort(byPeriodAndPath))) {
    if (ports.interrupted.aborted) break;
    const accounts = chunk.flatMap((each) => each.accounts).filter((account) => !kept.has(keyOf(account)));
    const outcomes = await poll(
      // Whoever repeats a command is not here: whatever is new is for the next round.
      accounts.map((account) => ({ ...account, channel: { ...account.channel, holdSeconds: 0 } })),
      {
        ...ports,
        source,
        ...(group.lookUp === undefined ? {} : { lookUp: group.lookUp }),
        offers: files,
        offerIds: (account) => idsOf.get(keyOf(account)) ?? [],
        deadline: ports.deadline(),
        dry: false,
      },
      ports.interrupted,
    );
    if (outcomes === undefined) break;
    for (const { account, answer, failures: own, turn, settledIds } of outcomes) {
      kept.set(keyOf(account), { answer, failures: own, isCommitted: turn !== undefined, settledIds });
      // The command will complain of what is left to it.
      failures.push(...own.filter((failure) => !ports.leaves(failure)));
    }
    for (const each of chunk) if (makeReady(each, ids.get(each) ?? "", kept, group, ports)) ready += 1;
    done(chunk.length);
  }
  return { ready, left: wanted.length - ready, failures };
}

/** Group after group; a failure of one is none of another's. */
export async function collect(groups: readonly Group[], ports: CollectPorts): Promise<Collected> {
  let all: Collected = { ready: 0, left: 0, failures: [] };
  let done = 0;
  for (const group of groups) {
    const { ready, left, failures } = await collectGroup(group, ports, (count) => {
      done += count;
      ports.progress(done);
    });
    all = { ready: all.ready + ready, left: all.left + left, failures: [...all.failures, ...failures] };
  }
  return all;
}
