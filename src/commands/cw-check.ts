/** cw-check: what is wrong with an mrtg.cfg, what it costs a month, which IAM policy it needs. Changes nothing. */
import { begin, complainOf } from "../cli/begin.ts";
import { closeWays, runtimeOf, waysOf, type Runtime, type Way } from "../cli/call-ways.ts";
import { cwCheck } from "../cli/check-spec.ts";
import { checkWorld } from "../cli/check-world.ts";
import { callFindings, callsOf, type WrongCall } from "../cli/config-calls.ts";
import { configFiles } from "../cli/config-files.ts";
import { policiesOf, policyJson } from "../cli/config-policy.ts";
import { costJson, costText } from "../cli/cost-report.ts";
import { exitStatus, type Failure } from "../cli/failures.ts";
import { findingsJson, findingsText, inOrder } from "../cli/findings-report.ts";
import { liveFindings } from "../cli/live-check.ts";
import { findUser, isProgram, jobsIn } from "../cli/machine.ts";
import { usageFailure, type Typed } from "../cli/options.ts";
import type { Command, World } from "../cli/process.ts";
import { costOf, roundOf } from "../cloudwatch/prices.ts";
import type { Surroundings } from "../mrtg/checks/check.ts";
import { checkMrtg } from "../mrtg/checks/checks.ts";
import { readConfig, type Config } from "../mrtg/config.ts";
import { intervalSecondsOf } from "../mrtg/target-keys.ts";
import { failure, success, type Result } from "../result.ts";
import { channelsOf, type Call } from "../target/checks/check.ts";
import { checkTargets } from "../target/checks/checks.ts";
import { inAccount } from "../target/identity.ts";

interface Matter {
  readonly typed: Typed;
  readonly config: Config;
  readonly calls: readonly Call[];
  readonly wrong: readonly WrongCall[];
  readonly surroundings: Surroundings;
  readonly runtime: Runtime;
  readonly ways: ReadonlyMap<Call, Way>;
  readonly timeoutSeconds: number;
}

const usage = (message: string): Result<never, Failure> =>
  failure(usageFailure(message, `see ${cwCheck.name} --help`));

async function prepare(world: World, typed: Typed): Promise<Result<Matter, Failure>> {
  const [file, ...more] = typed.positionals;
  if (file === undefined || more.length > 0) return usage("one MRTG.CFG is needed");
  if (typed.flag("cost") && typed.flag("policy")) return usage("--cost and --policy do not go together");
  const timeout = typed.value("timeout") ?? "60";
  if (!/^[1-9]\d{0,5}$/.test(timeout)) return usage(`--timeout takes whole seconds, not "${timeout}"`);
  const config = readConfig(file, configFiles);
  if (!config.ok) return config;
  const { jobs, unreadable } = jobsIn(typed.values("crontab"));
  const [missing] = unreadable;
  if (missing !== undefined)
    return failure({ kind: "input", path: missing, reason: "no such file, or no permission to read it" });
  const [job] = jobs;
  const userName = typed.value("user") ?? job?.user;
  const user = userName === undefined ? undefined : findUser(userName);
  if (userName !== undefined && user === undefined) return usage(`there is no user ${userName}`);
  const runtime = runtimeOf(world, job, user);
  const read = callsOf(config.value);
  const calls = read.flatMap((call) => (call.ok ? [call.value] : []));
  return success({
    typed,
    config: config.value,
    calls,
    wrong: read.flatMap((call) => (call.ok ? [] : [call.failure])),
    surroundings: { path: job?.path ?? world.environment["PATH"] ?? "/usr/bin:/bin", isProgram, jobs },
    runtime,
    ways: await waysOf(calls, world, runtime),
    timeoutSeconds: Number(timeout),
  });
}

const connectionOf = ({ ways }: Matter, call: Call) => {
  const connection = ways.get(call)?.connection;
  return connection?.ok === true ? connection.value : undefined;
};

function tellCost(world: World, matter: Matter): number {
  const { typed, config, calls, wrong } = matter;
  const intervalSeconds = intervalSecondsOf(config);
  const distinct = [...new Map(calls.map((call) => [call.command.text, call])).values()];
  const processes = distinct.map((call) =>
    channelsOf(call).map(([, channel]) => inAccount(channel, connectionOf(matter, call)?.accountId)),
  );
  const report = {
    file: config.file,
    intervalSeconds,
    targets: new Set(calls.map(({ configTarget }) => configTarget)).size,
    commands: distinct.length,
    unread: wrong.length,
    alone: costOf(roundOf(processes), intervalSeconds),
    collected: costOf(roundOf([processes.flat()]), intervalSeconds),
  };
  world.print(typed.flag("json") ? costJson(report) : costText(report));
  return exitStatus.success;
}

function tellPolicy(world: World, matter: Matter): number {
  const regionOf = (call: Call) => connectionOf(matter, call)?.region;
  world.print(policyJson(policiesOf(matter.calls, regionOf, intervalSecondsOf(matter.config))));
  return exitStatus.success;
}

async function tellFindings(world: World, matter: Matter): Promise<number> {
  const { typed, config, calls, wrong, surroundings, runtime, ways, timeoutSeconds } = matter;
  const deadline = AbortSignal.any([AbortSignal.timeout(timeoutSeconds * 1000), world.interrupted]);
  const findings = inOrder(
    [
      ...checkMrtg(config, surroundings),
      ...callFindings(wrong),
      ...checkTargets(config, calls, await checkWorld(ways, runtime)),
      ...(typed.flag("live") ? await liveFindings(ways, deadline) : []),
    ],
    [...new Set([config.file, ...config.targets.map(({ place }) => place.file)])],
  );
  world.print(
    typed.flag("json")
      ? findingsJson(findings, config.file)
      : findingsText(findings, config.file, config.targets.length),
  );
  return findings.length === 0 ? exitStatus.success : exitStatus.findings;
}

export const command: Command = async (world) => {
  const begun = begin(world, cwCheck);
  if (!begun.ok) return begun.failure;
  const matter = await prepare(world, begun.value);
  if (!matter.ok) return complainOf(world, cwCheck.name, matter.failure);
  const status = begun.value.flag("cost")
    ? tellCost(world, matter.value)
    : begun.value.flag("policy")
      ? tellPolicy(world, matter.value)
      : await tellFindings(world, matter.value);
  closeWays(matter.value.ways);
  return status;
};
