/**
 * The way to CloudWatch and to the state of every call, in the environment in which mrtg will run it. Opens
 * connections, but asks nobody.
 */
import { existsSync, readFileSync } from "node:fs";
import { connect, type Connection } from "../cloudwatch/connect.ts";
import { mayHaveCredentials } from "../cloudwatch/credential-sources.ts";
import type { CloudWatchFailure } from "../cloudwatch/failure.ts";
import { profileFiles } from "../cloudwatch/profiles.ts";
import { stateDirectory } from "../ledger/directory.ts";
import type { StateFailure } from "../ledger/failure.ts";
import type { MrtgJob } from "../mrtg/crontab.ts";
import type { Result } from "../result.ts";
import type { Call } from "../target/checks/check.ts";
import { findUser, isAwsMachine } from "./machine.ts";
import type { World } from "./process.ts";
import type { User } from "./users.ts";

export interface Way {
  readonly connection: Result<Connection, CloudWatchFailure>;
  readonly hasCredentials: boolean;
  readonly directory: Result<{ readonly path: string }, StateFailure>;
}

/** As whom and in which environment mrtg runs. */
export interface Runtime {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly home: string | undefined;
  readonly user: User | undefined;
}

/** What the crontab says; where there is none, that of whoever asks. */
export function runtimeOf(world: World, job: MrtgJob | undefined, user: User | undefined): Runtime {
  if (job === undefined)
    return { environment: world.environment, home: user?.home ?? world.homeDirectory, user };
  const owner = job.home === undefined ? user : findUser(job.home);
  return { environment: job.environment, home: job.environment["HOME"] ?? owner?.home, user };
}

export async function waysOf(
  calls: readonly Call[],
  world: World,
  runtime: Runtime,
): Promise<ReadonlyMap<Call, Way>> {
  const ways = new Map<Call, Way>();
  const onAws = isAwsMachine();
  const connections = new Map<string, Result<Connection, CloudWatchFailure>>();
  for (const call of calls) {
    const { target, line } = call;
    const environment = { ...runtime.environment, ...Object.fromEntries(line.environment) };
    const surroundings = {
      environment,
      homeDirectory: runtime.home,
      nowMilliseconds: () => world.nowMilliseconds(),
    };
    const key = JSON.stringify([target.connection, line.environment]);
    const connection = connections.get(key) ?? (await connect(target.connection, surroundings));
    connections.set(key, connection);
    const files = profileFiles(environment, runtime.home, (path) => readFileSync(path, "utf8"));
    ways.set(call, {
      connection,
      hasCredentials: mayHaveCredentials(target.connection, environment, files, onAws),
      directory: stateDirectory(target.stateDirectory, environment, runtime.home, existsSync),
    });
  }
  return ways;
}

export const closeWays = (ways: ReadonlyMap<Call, Way>): void => {
  for (const { connection } of ways.values()) if (connection.ok) connection.value.api.close();
};
