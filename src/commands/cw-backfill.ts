/** cw-backfill: gives targets of an mrtg.cfg their CloudWatch history before, or behind, what MRTG measures itself. */
import { existsSync } from "node:fs";
import { planText, stepFor, type Called, type Step, type Work } from "../backfill/plan.ts";
import { realDisk } from "../backfill/replace.ts";
import { runPlan, type Outcome, type Reach } from "../backfill/run.ts";
import { backfillSpec as spec } from "../cli/backfill-spec.ts";
import { begin, complainOf } from "../cli/begin.ts";
import { callsOf } from "../cli/config-calls.ts";
import { configFiles } from "../cli/config-files.ts";
import { complaints, exitStatus, explain, type Failure } from "../cli/failures.ts";
import { usageFailure, type Typed } from "../cli/options.ts";
import type { Command, World } from "../cli/process.ts";
import { chosenSource } from "../cloudwatch/choice.ts";
import { connect, type Connection } from "../cloudwatch/connect.ts";
import { retentionDays } from "../cloudwatch/tiers.ts";
import { stateDirectory } from "../ledger/directory.ts";
import { fileStore } from "../ledger/store.ts";
import { readConfig, type Config } from "../mrtg/config.ts";
import { failure, success, type Result } from "../result.ts";
import { rrdtoolFrom } from "../rrdtool/rrdtool.ts";
import { identityOf, inAccount } from "../target/identity.ts";
import { accountOf } from "../target/poll.ts";
import { utcMinutes } from "../utc.ts";

interface Request {
  readonly config: Config;
  readonly names: readonly string[];
  readonly days: number;
  readonly timeoutSeconds: number;
}

function requestOf(typed: Typed): Result<Request, Failure> {
  const [path, ...names] = typed.positionals;
  if (path === undefined) return failure(usageFailure("MRTG.CFG is needed", `see ${spec.name} --help`));
  const whole = (name: string, fallback: number, most: number): number | undefined => {
    const text = typed.value(name) ?? String(fallback);
    return /^[1-9]\d{0,5}$/.test(text) && Number(text) <= most ? Number(text) : undefined;
  };
  const [days, timeoutSeconds] = [
    whole("days", retentionDays, retentionDays),
    whole("timeout", 3600, 86_400),
  ];
  if (days === undefined) return failure(usageFailure(`--days takes 1 to ${retentionDays}`));
  if (timeoutSeconds === undefined) return failure(usageFailure("--timeout takes 1 to 86400 seconds"));
  const config = readConfig(path, configFiles);
  if (!config.ok) return config;
  const known = config.value.targets.map((target) => target.name);
  const unknown = names.find((name) => !known.includes(name.toLowerCase()));
  if (unknown !== undefined)
    return failure(usageFailure(`${path} has no target ${unknown}`, `it has ${known.join(", ")}`));
  return success({
    config: config.value,
    names: names.map((name) => name.toLowerCase()),
    days,
    timeoutSeconds,
  });
}

/** The steps of the targets that were named, or of all; the ones that are none of ours are left out of the latter. */
function stepsOf({ config, names, days }: Request, typed: Typed, nowSeconds: number): readonly Step[] {
  const calls = callsOf(config);
  const circumstances = { nowSeconds, days, force: typed.flag("force"), exists: existsSync };
  return config.targets
    .filter(({ name }) => names.length === 0 || names.includes(name))
    .map((target): Step => {
      const wrong = calls.find((call) => !call.ok && call.failure.configTarget === target);
      const call = calls.find((each) => each.ok && each.value.configTarget === target);
      if (wrong?.ok === false) {
        const { reason } = wrong.failure;
        const text =
          reason.kind === "usage" ? reason.message : `only sh can tell what "${reason.text}" means`;
        return { kind: "skip", name: target.name, why: "fault", reason: `its cw-mrtg command: ${text}` };
      }
      const called: Called | undefined = call?.ok
        ? { target: call.value.target, environment: call.value.line.environment }
        : undefined;
      return stepFor(config, target, called, circumstances);
    })
    .filter((step) => names.length > 0 || step.kind !== "skip" || step.why !== "not ours");
}

/** Where a target keeps its states: MRTG's user must come to the same place. */
function statesOf(world: World, { target, environment: own }: Called) {
  const environment = { ...world.environment, ...Object.fromEntries(own) };
  const home = environment["HOME"] ?? world.homeDirectory;
  return {
    environment,
    home,
    directory: stateDirectory(target.stateDirectory, environment, home, existsSync),
  };
}

/** One line for every directory, with the rule that chose it. */
const stateLines = (world: World, works: readonly Work[]): string =>
  [
    ...new Set(
      works.map(({ called }) => {
        const { directory } = statesOf(world, called);
        return directory.ok ? `states are kept in ${directory.value.path} (${directory.value.reason})\n` : "";
      }),
    ),
  ].join("");

/** Connections by what leads to them, so that targets of one account share theirs. */
function reaching(world: World) {
  const known = new Map<string, { connection: Connection; reach: Reach }>();
  return {
    close: () => {
      for (const { connection } of known.values()) connection.api.close();
    },
    reach: async (called: Called): Promise<Result<Reach, Failure>> => {
      const { target, environment: own } = called;
      const key = JSON.stringify([target.connection, target.api, target.stateDirectory, own]);
      const before = known.get(key);
      if (before !== undefined) return success(before.reach);
      const { environment, home, directory } = statesOf(world, called);
      if (!directory.ok) return directory;
      const connected = await connect(target.connection, { ...world, environment, homeDirectory: home });
      if (!connected.ok) return connected;
      const connection = connected.value;
      const month = 30 * 86_400;
      const reach: Reach = {
        source: chosenSource(target.api, connection.api, month),
        account: (channel) => {
          const own = inAccount(channel, connection.accountId);
          return accountOf(own, identityOf(own, connection), directory.value.path);
        },
      };
      known.set(key, { connection, reach });
      return success(reach);
    },
  };
}

function reportOf(steps: readonly Step[], outcomes: readonly Outcome<Failure>[]): string {
  const lines = outcomes.flatMap(({ result }) => {
    if (!result.ok) return [];
    const { name, path, backup, fromSeconds, endSeconds, respected } = result.value;
    const span =
      fromSeconds === undefined
        ? "CloudWatch has nothing of it"
        : `${utcMinutes(fromSeconds)} to ${utcMinutes(endSeconds)} UTC`;
    const stood = respected ? ", where the polls of its state file stand" : "";
    return [`${name}: ${path}: ${span}${stood}${backup === undefined ? "" : `; before: ${backup}`}`];
  });
  const skipped = steps.flatMap((step) =>
    step.kind === "skip" ? [`${step.name}: skipped: ${step.reason}`] : [],
  );
  return [...lines, ...skipped].map((line) => `${line.replace(/\p{Cc}+/gu, " ")}\n`).join("");
}

export const command: Command = async (world) => {
  const begun = begin(world, spec);
  if (!begun.ok) return begun.failure;
  const typed = begun.value;
  const request = requestOf(typed);
  if (!request.ok) return complainOf(world, spec.name, request.failure);
  const nowSeconds = Math.floor(world.nowMilliseconds() / 1000);
  const steps = stepsOf(request.value, typed, nowSeconds);
  const faults: Failure[] = steps.flatMap((step) =>
    step.kind === "skip" && step.why === "fault"
      ? [{ kind: "configuration", reason: `${step.name}: ${step.reason}` } as const]
      : [],
  );
  const works = steps.filter((step): step is Work => step.kind !== "skip");
  if (typed.flag("dry-run")) {
    world.print(planText(steps) + stateLines(world, works));
    return exitStatus.success;
  }

  const isTerminal = world.stderrIsTerminal();
  const way = reaching(world);
  const { config, timeoutSeconds } = request.value;
  const search = [config.globals.get("pathadd")?.text, world.environment["PATH"]];
  const outcomes = await runPlan<Failure>(
    works,
    {
      store: fileStore,
      disk: realDisk,
      rrdtool: rrdtoolFrom(search.filter((each) => each !== undefined).join(":")),
      nowSeconds,
      deadline: AbortSignal.any([AbortSignal.timeout(timeoutSeconds * 1000), world.interrupted]),
      opened: new Set(),
      reach: way.reach,
      progress: (finished, name) => {
        if (isTerminal) world.complain(`\r\u001b[K${finished} of ${works.length}: ${name}`);
      },
    },
    world.interrupted,
  );
  way.close();
  if (isTerminal && works.length > 0) world.complain("\r\u001b[K");
  world.print(reportOf(steps, outcomes) + stateLines(world, works));
  const failures: Failure[] = [
    ...outcomes.flatMap(({ result }): readonly Failure[] =>
      result.ok ? result.value.warnings : [result.failure],
    ),
    ...faults,
  ];
  const [first] = failures;
  if (first === undefined) return exitStatus.success;
  world.complain(complaints(spec.name, failures));
  return explain(first).status;
};
