/** Answers what the checks of cw-mrtg commands want to know of the world. Reads state; asks nobody and writes nothing. */
import { fileStore } from "../ledger/store.ts";
import { identityOf, inAccount } from "../target/identity.ts";
import { accountOf } from "../target/poll.ts";
import { channelsOf, type Call, type Seen, type TargetSurroundings } from "../target/checks/check.ts";
import { seenIn } from "../target/checks/seen.ts";
import type { Channel } from "../target/target.ts";
import type { Runtime, Way } from "./call-ways.ts";
import { explain } from "./failures.ts";
import { factsOf } from "./machine.ts";
import { obstacle } from "./users.ts";

async function seenBy(channel: Channel, way: Way): Promise<Seen> {
  if (!way.connection.ok || !way.directory.ok) return [];
  const connection = way.connection.value;
  const own = inAccount(channel, connection.accountId);
  const { path } = accountOf(own, identityOf(own, connection), way.directory.value.path);
  const found = await fileStore.look(path);
  return found.ok && found.value.kind === "state" ? seenIn(channel, found.value.state) : [];
}

function stateAccess({ directory }: Way, { user }: Runtime) {
  if (!directory.ok) return { path: "", problem: explain(directory.failure).message };
  const { path } = directory.value;
  const problem = user === undefined || !path.startsWith("/") ? undefined : obstacle(user, path, factsOf);
  return { path, ...(problem === undefined ? {} : { problem }) };
}

export async function checkWorld(
  ways: ReadonlyMap<Call, Way>,
  runtime: Runtime,
): Promise<TargetSurroundings> {
  const seen = new Map<Channel, Seen>();
  for (const [call, way] of ways)
    for (const [, channel] of channelsOf(call)) seen.set(channel, await seenBy(channel, way));
  const wayOf = (call: Call): Way => {
    const way = ways.get(call);
    if (way === undefined) throw new Error("a call without a way");
    return way;
  };
  return {
    seen: (_call, channel) => seen.get(channel) ?? [],
    reach: (call) => {
      const { connection, hasCredentials } = wayOf(call);
      if (connection.ok) return { kind: "found", region: connection.value.region, hasCredentials };
      const { message, hint } = explain(connection.failure);
      return { kind: "failed", message, ...(hint === undefined ? {} : { hint }) };
    },
    stateAccess: (call) => stateAccess(wayOf(call), runtime),
  };
}
