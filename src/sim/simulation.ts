/**
 * The simulated CloudWatch: one account, published to whoever asks on loopback. Gets its clock from whoever starts it;
 * files and arguments are the command's business.
 */
import type { Metric } from "../cloudwatch/metric.ts";
import { openFaultBox, type Fault } from "./fault.ts";
import { punctual, type Publication } from "./publication.ts";
import { replaySource, unitOf, type Row } from "./replay.ts";
import type { RequestSeen } from "./request-log.ts";
import { listen } from "./server.ts";
import { smallAccount } from "./small-account.ts";
import { truthOf, type Truth, type TruthQuestion } from "./truth.ts";
import {
  openAccount,
  ownAccount,
  type Account,
  type MetricOfWorld,
  type Place,
  type World,
} from "./world.ts";

export interface Replay {
  readonly metric: Metric;
  readonly rows: readonly Row[];
  /** Guessed from the metric's name unless given. */
  readonly unit?: string;
  /** Where the first row is moved to. */
  readonly fromSeconds?: number;
  /** Seen in every region unless given. */
  readonly region?: string;
}

export interface SimulationOptions {
  /** Epoch milliseconds; `request` believes the request's own x-amz-date. */
  readonly clock: "request" | (() => number);
  /** 0, the default: any free port. */
  readonly port?: number;
  /** All that happens by chance follows from it. */
  readonly seed?: string;
  /** A small account in eu-west-1 by default. */
  readonly world?: World;
  readonly replays?: readonly Replay[];
  readonly publication?: Partial<Publication>;
  /** Of EC2 instances and replays: basic (the default) publishes five minutes at once, detailed each minute. */
  readonly monitoring?: "basic" | "detailed";
  /** Datapoints, metrics or resources a page at most. */
  readonly pageSize?: number;
  readonly faults?: readonly Fault[];
}

export interface Simulation {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** What was asked, oldest first: the last 10,000 requests or 64 million characters of them. */
  readonly requests: readonly RequestSeen[];
  readonly account: Account;
  forgetRequests(): void;
  /** Replaces all faults. */
  setFaults(faults: readonly Fault[]): void;
  /** In eu-west-1 and the own account unless said otherwise. */
  truth(question: TruthQuestion & Partial<Place>): Truth;
  close(): Promise<void>;
}

export const defaultPlace: Place = { region: "eu-west-1", accountId: ownAccount };

function metricOf(replay: Replay, monitoring: "basic" | "detailed"): MetricOfWorld {
  const { metric, rows, unit = unitOf(metric.name), fromSeconds, region } = replay;
  return {
    metric,
    unit,
    ...(region === undefined ? {} : { region }),
    monitoring: "instance",
    source: (key) =>
      replaySource(rows, key, { unit, monitoring, ...(fromSeconds === undefined ? {} : { fromSeconds }) }),
  };
}

export async function startSimulation(options: SimulationOptions): Promise<Simulation> {
  const { clock, seed = "1", world = smallAccount(), replays = [], monitoring = "basic" } = options;
  const replayed = replays.map((replay) => metricOf(replay, monitoring));
  const account = openAccount(
    { ...world, metrics: [...world.metrics, ...replayed] },
    { seed, monitoring, publication: { ...punctual, ...options.publication } },
  );
  const faults = openFaultBox(options.faults ?? []);
  const server = await listen({
    account,
    faults,
    clock,
    port: options.port ?? 0,
    pageSize: options.pageSize,
  });
  return {
    url: server.url,
    requests: server.log.seen,
    account,
    forgetRequests() {
      server.log.clear();
    },
    setFaults(next) {
      faults.set(next);
    },
    truth: ({ region, accountId, ...question }) =>
      truthOf(
        account,
        { region: region ?? defaultPlace.region, accountId: accountId ?? defaultPlace.accountId },
        question,
      ),
    close: () => server.close(),
  };
}
