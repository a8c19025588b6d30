/** Collects by a plan: connects, asks together for what can be asked together, and tells what came of it. */
import { chosenSource, freeMetrics, type ApiOption } from "../cloudwatch/choice.ts";
import { connect, type Connection } from "../cloudwatch/connect.ts";
import type { Store } from "../ledger/store.ts";
import { type Result } from "../result.ts";
import { lookUpBy } from "../target/absence.ts";
import { collect, type Group, type Wanted } from "../target/collect.ts";
import { identityOf, inAccount } from "../target/identity.ts";
import { accountOf } from "../target/poll.ts";
import { validSecondsFor } from "../target/ready.ts";
import { readyFiles, timeBy } from "../target/ready-files.ts";
import { procRoot } from "../target/ready.ts";
import { printsNothing, type Failure } from "./failures.ts";
import type { CollectPlan, Left, Planned } from "./collect-plan.ts";
import type { World } from "./process.ts";

export interface CollectOptions {
  readonly api: ApiOption;
  /** For each request with its repetitions, and the locks of what it answers. */
  readonly timeoutSeconds: number;
  readonly store: Store;
  progress(done: number): void;
}

export interface CollectReport {
  readonly ready: number;
  readonly left: readonly Left[];
  readonly failures: readonly Failure[];
}

/** Metrics without a datapoint that one round looks up. */
const looksAround = 10;

const channelsOf = ({ target }: Planned) => [target.in, ...(target.out === undefined ? [] : [target.out])];

function wantedOf(planned: Planned, connection: Connection): Wanted {
  const accounts = channelsOf(planned)
    .map((channel) => inAccount(channel, connection.accountId))
    .map((channel) => accountOf(channel, identityOf(channel, connection), planned.stateDirectory));
  return { target: planned.target, accounts, readyPath: planned.readyPath };
}

/** The API that the target says, or the collector; else the free one, while it is free for all of them together. */
function apiFor({ target }: Planned, plan: CollectPlan, option: ApiOption): ApiOption {
  if (target.api !== "auto") return target.api;
  const metrics = plan.planned.flatMap(channelsOf).length;
  return option === "auto" && metrics > freeMetrics(plan.intervalSeconds) ? "data" : option;
}

export async function collectBy(
  plan: CollectPlan,
  options: CollectOptions,
  world: World,
): Promise<CollectReport> {
  const nowSeconds = Math.floor(world.nowMilliseconds() / 1000);
  const time = timeBy(procRoot(world.environment), nowSeconds);
  const connections = new Map<string, Result<Connection, Failure>>();
  const groups = new Map<string, Group & { readonly wanted: Wanted[] }>();
  const left = [...plan.left];
  for (const planned of plan.planned) {
    const { way, environment, target, stateDirectory } = planned;
    const connected = connections.get(way) ?? (await connect(target.connection, { ...world, environment }));
    connections.set(way, connected);
    // The command will say itself what is wrong, in MRTG's words.
    if (!connected.ok) {
      left.push({ place: planned.place, reason: connected.failure.kind });
      continue;
    }
    const api = apiFor(planned, plan, options.api);
    const key = JSON.stringify([way, api, stateDirectory]);
    const group = groups.get(key) ?? {
      source: chosenSource(api, connected.value.api, plan.intervalSeconds),
      lookUp: lookUpBy(connected.value.api, looksAround, () =>
        AbortSignal.timeout(options.timeoutSeconds * 1000),
      ),
      files: readyFiles(stateDirectory, time),
      wanted: [],
    };
    groups.set(key, group);
    group.wanted.push(wantedOf(planned, connected.value));
  }
  const collected = await collect([...groups.values()], {
    store: options.store,
    nowSeconds,
    moment: time().moment,
    validSeconds: validSecondsFor(plan.intervalSeconds),
    deadline: () => AbortSignal.any([AbortSignal.timeout(options.timeoutSeconds * 1000), world.interrupted]),
    interrupted: world.interrupted,
    leaves: printsNothing,
    progress: (done) => {
      options.progress(done);
    },
  });
  for (const connection of connections.values()) if (connection.ok) connection.value.api.close();
  return { ready: collected.ready, left, failures: collected.failures };
}
