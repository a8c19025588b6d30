/** cw-cfgmaker: finds the metrics of AWS accounts and writes an mrtg.cfg for them, in the manner of MRTG's cfgmaker. */
import { readFileSync } from "node:fs";
import { askInventory, type Account } from "../cfgmaker/ask.ts";
import { merge, userTargets } from "../cfgmaker/blocks.ts";
import { plan, type RegionPlan } from "../cfgmaker/plan.ts";
import { parseTemplate, type Template } from "../cfgmaker/template.ts";
import { begin, complainOf } from "../cli/begin.ts";
import { faultOfBlocks, faultOfFile, judge } from "../cli/cfgmaker-check.ts";
import { readCfgmakerRequest, type CfgmakerRequest, type RegionRequest } from "../cli/cfgmaker-options.ts";
import { cwCfgmaker } from "../cli/cfgmaker-spec.ts";
import { configFiles } from "../cli/config-files.ts";
import { exitStatus, type Failure } from "../cli/failures.ts";
import type { Command, World } from "../cli/process.ts";
import { replaceFile } from "../cli/replace-file.ts";
import { connect } from "../cloudwatch/connect.ts";
import type { ConnectionOptions } from "../cloudwatch/connection.ts";
import { connectDiscovery } from "../cloudwatch/discovery-client.ts";
import type { CloudWatchFailure } from "../cloudwatch/failure.ts";
import { shellQuote } from "../mrtg/quoting.ts";
import { failure, success, type Result } from "../result.ts";

export type OpenAccount = (
  options: ConnectionOptions,
  world: World,
) => Promise<Result<Account, CloudWatchFailure>>;

const openAccount: OpenAccount = async (options, world) => {
  const connection = await connect(options, world);
  if (!connection.ok) return connection;
  const discovery = connectDiscovery(options, world);
  if (!discovery.ok) return discovery;
  return success({ api: connection.value.api, discovery: discovery.value.api });
};

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Undefined when there is no such file. */
function existingText(path: string): Result<string | undefined, Failure> {
  try {
    return success(readFileSync(path, "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return success(undefined);
    return failure({ kind: "input", path, reason: reasonOf(error) });
  }
}

function templateOf(path: string | undefined): Result<Template | undefined, Failure> {
  if (path === undefined) return success(undefined);
  const text = existingText(path);
  if (!text.ok) return text;
  if (text.value === undefined) return failure({ kind: "input", path, reason: "no such file" });
  const template = parseTemplate(text.value);
  return template.ok ? template : failure({ kind: "input", path, reason: template.failure });
}

async function askRegion(
  request: RegionRequest,
  open: OpenAccount,
  world: World,
  deadline: AbortSignal,
): Promise<Result<RegionPlan, Failure>> {
  const { region, connection, globals, namespaces, tagFilters, all, filter } = request;
  const template = templateOf(request.template);
  if (!template.ok) return template;
  const account = await open(connection, world);
  if (!account.ok) return account;
  const { api, discovery } = account.value;
  const progress = (sentence: string): void => {
    if (world.stderrIsTerminal()) world.complain(`--base: ${region}: ${sentence}\n`);
  };
  const namesTags = template.value?.some(
    (part) => part.kind === "placeholder" && part.name.startsWith("tag."),
  );
  const question = { ...request, needsTags: request.filtersTags || namesTags === true };
  const now = Math.floor(world.nowMilliseconds() / 1000);
  const found = await askInventory(account.value, question, now, deadline, progress);
  api.close();
  discovery.close();
  if (!found.ok) return found;
  return success({
    globals,
    origin: {
      region,
      connection,
      ...(request.accountId === undefined ? {} : { accountId: request.accountId }),
      ...(request.stateDirectory === undefined ? {} : { stateDirectory: request.stateDirectory }),
      ...(request.account === undefined ? {} : { account: request.account }),
      ...(request.subdirectories === undefined ? {} : { subdirectories: request.subdirectories }),
    },
    wishes: { namespaces, taggedOnly: tagFilters.length > 0, all },
    ...(filter === undefined ? {} : { filter }),
    ...(template.value === undefined ? {} : { template: template.value }),
    ...found.value,
  });
}

async function make(
  request: CfgmakerRequest,
  open: OpenAccount,
  world: World,
): Promise<Result<undefined, Failure>> {
  const deadline = AbortSignal.any([AbortSignal.timeout(request.timeoutSeconds * 1000), world.interrupted]);
  const { output } = request;
  const existing = output === undefined ? success(undefined) : existingText(output);
  if (!existing.ok) return existing;
  const regions: RegionPlan[] = [];
  for (const region of request.regions) {
    const asked = await askRegion(region, open, world, deadline);
    if (!asked.ok) return asked;
    regions.push(asked.value);
  }
  const commandLine = [cwCfgmaker.name, ...world.commandLine]
    .map(shellQuote)
    .join(" ")
    .replace(/\p{Cc}+/gu, " ");
  const planned = plan(regions, commandLine, request.trailing, userTargets(existing.value ?? ""), judge);
  const merged = merge(existing.value, planned.blocks);
  const path = output ?? "stdout";
  const fault = faultOfBlocks(planned.blocks) ?? faultOfFile(merged.text, existing.value, path, configFiles);
  if (fault !== undefined) return failure({ kind: "output", path, reason: fault });
  const isEmpty = planned.targets.length === 0;
  if (output === undefined) world.print(merged.text);
  else if (!isEmpty && merged.text !== existing.value) {
    const written = replaceFile(output, merged.text);
    if (!written.ok) return written;
  }
  if (isEmpty)
    return failure({ kind: "nothing-found", where: request.regions.map(({ region }) => region).join(", ") });
  if (world.stderrIsTerminal()) {
    world.complain(`--base: ${planned.targets.length} targets, ${planned.rejected.length} commented out\n`);
    for (const id of merged.kept) world.complain(`--base: kept as you edited it: ${id}\n`);
    for (const id of merged.dropped) world.complain(`--base: no longer there: ${id}\n`);
  }
  return success(undefined);
}

export const cfgmaker =
  (open: OpenAccount): Command =>
  async (world) => {
    const typed = begin(world, cwCfgmaker);
    if (!typed.ok) return typed.failure;
    const request = readCfgmakerRequest(world.commandLine);
    if (!request.ok) return complainOf(world, cwCfgmaker.name, request.failure);
    const made = await make(request.value, open, world);
    return made.ok ? exitStatus.success : complainOf(world, cwCfgmaker.name, made.failure);
  };

export const command = cfgmaker(openAccount);
