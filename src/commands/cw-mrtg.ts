/** cw-mrtg: one reading of one target, four lines on stdout. Wires command line, CloudWatch and ledger together. */
import { existsSync } from "node:fs";
import { begin, complainOf } from "../cli/begin.ts";
import { debugReport } from "../cli/debug.ts";
import { complaint, complaints, exitStatus, explain, printsNothing, type Failure } from "../cli/failures.ts";
import type { Typed } from "../cli/options.ts";
import type { Command, World } from "../cli/process.ts";
import { readTarget } from "../cli/target-options.ts";
import { cwMrtg } from "../cli/target-spec.ts";
import { chosenSource } from "../cloudwatch/choice.ts";
import { connect, type Connection } from "../cloudwatch/connect.ts";
import { titleOf } from "../cloudwatch/source.ts";
import { stateDirectory, type StateDirectory } from "../ledger/directory.ts";
import { fileStore } from "../ledger/store.ts";
import { success } from "../result.ts";
import { answerLines, nameOf } from "../target/answer.ts";
import { lookUpBy } from "../target/absence.ts";
import { identityOf, inAccount } from "../target/identity.ts";
import { procRoot } from "../target/ready.ts";
import { readyFiles, timeBy } from "../target/ready-files.ts";
import { accountOf, poll, type Account, type Ports } from "../target/poll.ts";
import type { Target } from "../target/target.ts";

/** What a poll of this target needs: where CloudWatch is, where the state is, how both are asked. */
interface Setting {
  readonly target: Target;
  readonly directory: StateDirectory;
  readonly connection: Connection;
  readonly accounts: readonly Account[];
  readonly ports: Ports;
  readonly reasons: () => readonly string[];
}

async function prepare(world: World, typed: Typed): Promise<Setting | number> {
  const complain = (failure: Failure): number => complainOf(world, cwMrtg.name, failure);
  const read = readTarget(typed);
  if (!read.ok) return complain(read.failure);
  const target = read.value;
  const directory = stateDirectory(target.stateDirectory, world.environment, world.homeDirectory, existsSync);
  if (!directory.ok) return complain(directory.failure);
  const connected = await connect(target.connection, world);
  if (!connected.ok) return complain(connected.failure);
  const connection = connected.value;
  const source = chosenSource(target.api, connection.api);
  const nowSeconds = Math.floor(world.nowMilliseconds() / 1000);
  const deadline = AbortSignal.any([AbortSignal.timeout(target.timeoutSeconds * 1000), world.interrupted]);
  const channels = [target.in, ...(target.out === undefined ? [] : [target.out])].map((channel) =>
    inAccount(channel, connection.accountId),
  );
  return {
    target,
    directory: directory.value,
    connection,
    accounts: channels.map((channel) =>
      accountOf(channel, identityOf(channel, connection), directory.value.path),
    ),
    ports: {
      store: fileStore,
      source,
      offers: readyFiles(directory.value.path, timeBy(procRoot(world.environment), nowSeconds)),
      nowSeconds,
      deadline,
      lookUp: lookUpBy(connection.api, 2, () => deadline),
      dry: typed.flag("debug"),
    },
    reasons: () => source.reasons(),
  };
}

/** stderr, and the log where one is named: it hears of good news too, and then stderr of a trouble only once. */
async function complainOnce(world: World, typed: Typed, setting: Setting, text: string): Promise<void> {
  const log = typed.value("log");
  if (log === undefined || setting.ports.dry) {
    world.complain(text);
    return;
  }
  const { logFailures } = await import("../cli/failure-log.ts");
  const logged = logFailures(
    {
      log,
      stateDirectory: setting.directory.path,
      subject: typed.positionals.join(" ") || nameOf(setting.target),
      nowSeconds: setting.ports.nowSeconds,
    },
    text === "" ? undefined : text,
  );
  if (!logged.ok) world.complain(text + complaint(cwMrtg.name, logged.failure));
  else if (logged.value) world.complain(text);
}

/** `--verify`: one line a channel on stdout; status 1 when CloudWatch holds something else. */
async function verifyAll(world: World, typed: Typed, setting: Setting): Promise<number> {
  const { verificationText, verificationSpan } = await import("../cli/verification.ts");
  const { verify } = await import("../target/verify.ts");
  const span = verificationSpan(typed, setting.target);
  if (!span.ok) return complainOf(world, cwMrtg.name, span.failure);
  const { store, source, nowSeconds, deadline } = setting.ports;
  let differs = false;
  for (const { channel, path } of setting.accounts) {
    const found = await store.look(path);
    if (!found.ok) return complainOf(world, cwMrtg.name, found.failure);
    const when = { spanSeconds: span.value, nowSeconds, deadline };
    const verified =
      found.value.kind === "state"
        ? await verify(found.value.state.ledger, channel, source, when)
        : success(undefined);
    if (!verified.ok) return complainOf(world, cwMrtg.name, verified.failure);
    world.print(verificationText(titleOf(channel), verified.value));
    differs ||= (verified.value?.differing.length ?? 0) > 0;
  }
  return differs ? exitStatus.findings : exitStatus.success;
}

/** `--collect`: what somebody has collected for this command line, this process perhaps. */
async function collectedBefore(world: World, typed: Typed, setting: Setting): Promise<string | undefined> {
  const config = typed.value("collect");
  if (config === undefined) return undefined;
  const { collectedReading } = await import("../cli/collect-first.ts");
  const { target, directory } = setting;
  const { timeoutSeconds } = target;
  return collectedReading({ config, stateDirectory: directory.path, timeoutSeconds }, world);
}

export const command: Command = async (world) => {
  const begun = begin(world, cwMrtg);
  if (!begun.ok) return begun.failure;
  const typed = begun.value;
  const setting = await prepare(world, typed);
  if (typeof setting === "number") return setting;
  const { target, connection, accounts, ports } = setting;
  if (typed.value("verify") !== undefined) {
    const status = await verifyAll(world, typed, setting);
    connection.api.close();
    return status;
  }
  const collected = ports.dry ? undefined : await collectedBefore(world, typed, setting);
  if (collected !== undefined) {
    connection.api.close();
    world.print(collected);
    return exitStatus.success;
  }
  const outcomes = await poll(accounts, ports, world.interrupted);
  connection.api.close();
  // Interrupted before anything was changed: the signal is raised again, and nobody reads a status.
  if (outcomes === undefined) return exitStatus.tryAgain;
  const failures: Failure[] = outcomes.flatMap((outcome) => outcome.failures);
  const [worst] = [...failures.filter(printsNothing), ...failures];
  if (worst === undefined || !printsNothing(worst))
    world.print(
      answerLines(
        target,
        outcomes.map(({ answer }) => answer),
      ),
    );
  if (ports.dry) world.complain(debugReport({ ...setting, typed, outcomes, nowSeconds: ports.nowSeconds }));
  await complainOnce(world, typed, setting, complaints(cwMrtg.name, failures));
  return worst === undefined ? exitStatus.success : explain(worst).status;
};
