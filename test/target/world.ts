/**
 * A metric in CloudWatch, a target that reads it, and a memory for its state: fakes of the two ports a poll has.
 */
import { parseCommandLine } from "../../src/cli/options.ts";
import { readTarget } from "../../src/cli/target-options.ts";
import { cwMrtg } from "../../src/cli/target-spec.ts";
import type { CloudWatchFailure } from "../../src/cloudwatch/failure.ts";
import type { Question, Source } from "../../src/cloudwatch/source.ts";
import type { Fate } from "../../src/ledger/answered.ts";
import type { Offer } from "../../src/ledger/reader.ts";
import { parseState } from "../../src/ledger/state-reader.ts";
import { formatState, type State } from "../../src/ledger/state.ts";
import type { Found, Store } from "../../src/ledger/store.ts";
import { failure, success } from "../../src/result.ts";
import { identityOf } from "../../src/target/identity.ts";
import { accountOf, poll, type Offers, type Outcome } from "../../src/target/poll.ts";
import type { LookUp } from "../../src/target/absence.ts";
import type { Target } from "../../src/target/target.ts";
import { datapointsAt, type Sample } from "../ledger/replay.ts";

/** 2031-02-28T00:00:00Z, a multiple of 300 and 600. */
export const start = 1_930_003_200;

/** State files as text in memory, so that every state also passes through its JSON. */
export class MemoryStore implements Store {
  readonly files = new Map<string, string>();

  look(path: string): Promise<ReturnType<typeof success<Found>>> {
    const content = this.files.get(path);
    if (content === undefined) return Promise.resolve(success({ kind: "none" }));
    const parsed = parseState(content);
    if (parsed.ok) return Promise.resolve(success({ kind: "state", state: parsed.value }));
    if (parsed.failure.kind === "newer") throw new Error("these tests know one version");
    return Promise.resolve(success(parsed.failure));
  }

  update: Store["update"] = async (path, _deadline, change) => {
    const found = await this.look(path);
    const { state, value } = await change(found.value);
    if (state !== undefined) this.files.set(path, formatState(state));
    if (found.value.kind !== "corrupt") return success({ value });
    return success({ value, warning: { kind: "state-corrupt", path, setAsideAs: `${path}.corrupt` } });
  };

  /** Of the only file there is. */
  only(): State {
    const [content = ""] = this.files.values();
    const parsed = parseState(content);
    if (!parsed.ok) throw new Error("no state");
    return parsed.value;
  }
}

/** What became of offers, as the marks on a disk would say it. */
export class MemoryOffers implements Offers {
  readonly taken = new Map<string, number>();
  readonly withdrawn = new Set<string>();

  look({ ids }: Offer): Promise<Fate> {
    const takenSeconds = ids.map((id) => this.taken.get(id)).find((each) => each !== undefined);
    return Promise.resolve(
      takenSeconds === undefined ? { kind: "withdrawn" } : { kind: "taken", takenSeconds },
    );
  }

  async withdraw(offer: Offer): Promise<Fate> {
    const fate = await this.look(offer);
    if (fate.kind === "withdrawn") for (const id of offer.ids) this.withdrawn.add(id);
    return fate;
  }

  /** What the launcher does: false when it is too late. */
  take(id: string, nowSeconds: number): boolean {
    if (this.withdrawn.has(id) || this.taken.has(id)) return false;
    this.taken.set(id, nowSeconds);
    return true;
  }
}

export function targetOf(commandLine: string): Target {
  const typed = parseCommandLine(cwMrtg, commandLine.split(" "));
  const target = typed.ok ? readTarget(typed.value) : typed;
  if (!target.ok) throw new Error(target.failure.message);
  return target.value;
}

const day = 86_400;

/** As CloudWatch remembers: a period too fine for so long ago has an answer without datapoints. */
function rememberedAt(samples: readonly Sample[], question: Question, nowSeconds: number) {
  const age = nowSeconds - question.startSeconds;
  const unit = age > 63 * day ? 3600 : age > 15 * day ? 300 : age > 3 * 3600 ? 60 : 1;
  if (question.periodSeconds % unit !== 0) return [];
  return datapointsAt(
    samples.filter(({ timeSeconds }) => timeSeconds >= nowSeconds - 455 * day),
    question,
    question.periodSeconds,
    nowSeconds,
  );
}

/** A target polled in a world of samples. `broken` makes every request fail. */
export class PolledTarget {
  readonly store = new MemoryStore();
  readonly offers = new MemoryOffers();
  readonly questions: Question[] = [];
  broken: CloudWatchFailure | undefined;
  /** What ListMetrics says; nobody is asked by default. */
  lookUp: LookUp | undefined;
  samples: readonly Sample[];

  constructor(samples: readonly Sample[] = []) {
    this.samples = samples;
  }

  private source(nowSeconds: number): Source {
    return {
      ask: (questions) => {
        this.questions.push(...questions);
        return Promise.resolve(
          questions.map((question) =>
            this.broken === undefined
              ? success(rememberedAt(this.samples, question, nowSeconds))
              : failure(this.broken),
          ),
        );
      },
    };
  }

  async outcomes(commandLine: string, nowSeconds: number, dry = false): Promise<readonly Outcome[]> {
    const target = targetOf(commandLine);
    const accounts = [target.in, ...(target.out === undefined ? [] : [target.out])].map((channel) =>
      accountOf(channel, identityOf(channel, { region: "eu-west-1" }), "/state"),
    );
    const outcomes = await poll(accounts, {
      store: this.store,
      offers: this.offers,
      source: this.source(nowSeconds),
      nowSeconds,
      deadline: new AbortController().signal,
      dry,
      ...(this.lookUp === undefined ? {} : { lookUp: this.lookUp }),
    });
    if (outcomes === undefined) throw new Error("interrupted");
    return outcomes;
  }

  /** The first line of the reading. */
  async answer(commandLine: string, nowSeconds: number): Promise<string> {
    const [outcome] = await this.outcomes(commandLine, nowSeconds);
    return outcome?.answer ?? "nothing";
  }
}

/** Samples of one value a minute, visible a minute after they end. */
export const steady = (value: number, minutes: number, fromSeconds = start): Sample[] =>
  Array.from({ length: minutes }, (_, minute) => ({
    timeSeconds: fromSeconds + minute * 60,
    value,
    visibleSeconds: fromSeconds + minute * 60 + 60,
  }));
