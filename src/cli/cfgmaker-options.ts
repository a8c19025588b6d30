/**
 * Reads the command line of cw-cfgmaker: regions in their order, each with the options that stand before it, as
 * MRTG's cfgmaker has it for routers. Pure; files are named, not read.
 */
import { globalForm } from "../cfgmaker/plan.ts";
import { parseFilter, type Filter } from "../cfgmaker/filter.ts";
import type { ConnectionOptions } from "../cloudwatch/connection.ts";
import type { TagFilter } from "../cloudwatch/discovery.ts";
import { failure, success, type Result } from "../result.ts";
import { cwCfgmaker } from "./cfgmaker-spec.ts";
import { readWords, usageFailure, type UsageFailure } from "./options.ts";

export interface RegionRequest {
  readonly region: string;
  readonly globals: readonly string[];
  readonly namespaces: readonly string[];
  readonly tagFilters: readonly TagFilter[];
  readonly connection: ConnectionOptions;
  readonly accountId?: string;
  readonly includeLinkedAccounts: boolean;
  readonly asksRecent: boolean;
  readonly all: boolean;
  readonly filter?: Filter;
  /** The filter names tags. */
  readonly filtersTags: boolean;
  /** A file's name. */
  readonly template?: string;
  readonly subdirectories?: string;
  readonly stateDirectory?: string;
  /** The account, role or profile, where the options name one. */
  readonly account?: string;
}

export interface CfgmakerRequest {
  readonly regions: readonly RegionRequest[];
  /** `--global` lines after the last region. */
  readonly trailing: readonly string[];
  readonly output?: string;
  readonly timeoutSeconds: number;
}

const regionForm = /^[a-z]{2,3}(?:-[a-z]+)+-\d{1,2}$/;

/** Leaves the reading at the first wrong value; caught in readCfgmakerRequest only. */
class Wrong extends Error {
  readonly hint: string | undefined;
  constructor(message: string, hint?: string) {
    super(message);
    this.hint = hint;
  }
}

function tagFilter(word: string): TagFilter {
  const [, key = "", value] = /^tag:([^=]+)(?:=(.*))?$/s.exec(word) ?? [];
  if (key.trim() === "") throw new Wrong(`"${word}" names no tag: tag:KEY or tag:KEY=VALUE is needed`);
  return { key: key.trim(), values: value === undefined ? [] : [value.trim()] };
}

/** The same key again means: this value or that one. */
function addTag(filters: readonly TagFilter[], { key, values }: TagFilter): readonly TagFilter[] {
  const before = filters.find((each) => each.key === key);
  const joined = { key, values: [...(before?.values ?? []), ...values] };
  return before === undefined
    ? [...filters, joined]
    : filters.map((each) => (each === before ? joined : each));
}

function namespaceOf(word: string): string {
  const namespace = word.replace(/^namespace:/, "");
  if (/^[A-Za-z0-9._\-/#:]{1,255}$/.test(namespace)) return namespace;
  throw new Wrong(`"${namespace}" is no namespace: up to 255 letters, digits and . - _ / # : are`);
}

/** The options as they stand at one place of the command line. */
class Standing {
  private readonly values = new Map<string, string>();

  set(name: string, value: string): void {
    const [, taken = ""] = /^no-(all|recent)$/.exec(name) ?? [];
    if (taken !== "") this.values.set(taken, "no");
    else if (!this.takesValue(name)) this.values.set(name, "yes");
    else if (value === "") this.values.delete(name);
    else this.values.set(name, value);
  }

  text(name: string): string | undefined {
    return this.values.get(name);
  }

  flag(name: string, fallback: boolean): boolean {
    const value = this.values.get(name);
    return value === undefined ? fallback : value === "yes";
  }

  private takesValue(name: string): boolean {
    return cwCfgmaker.options.find((option) => option.name === name)?.value !== undefined;
  }
}

const optional = <Name extends string>(
  name: Name,
  value: string | undefined,
): Partial<Record<Name, string>> => (value === undefined ? {} : ({ [name]: value } as Record<Name, string>));

function checkedGlobal(line: string): string {
  if (!globalForm.test(line) || /\p{Cc}/u.test(line))
    throw new Wrong(`--global takes one line "Keyword: value", not "${line}"`);
  return line;
}

function checkedDirectory(format: string | undefined): string | undefined {
  if (
    format !== undefined &&
    (format.startsWith("/") || format.split("/").some((part) => /^\.*$/.test(part)))
  )
    throw new Wrong(`--subdirs takes a path below WorkDir, not "${format}"`);
  return format;
}

function filterOf(text: string): Filter {
  const filter = parseFilter(text);
  if (!filter.ok) throw new Wrong(`--filter: ${filter.failure}`);
  return filter.value;
}

function regionRequest(region: string, globals: readonly string[], standing: Standing): RegionRequest {
  const [roleArn, profile, accountId] = ["role-arn", "profile", "account-id"].map((name) =>
    standing.text(name),
  );
  const filter = standing.text("filter");
  return {
    region,
    globals,
    namespaces: [],
    tagFilters: [],
    connection: {
      region,
      ...optional("profile", profile),
      ...optional("roleArn", roleArn),
      ...optional("externalId", standing.text("external-id")),
      ...optional("endpointUrl", standing.text("endpoint-url")),
      dualstack: standing.flag("dualstack", false),
      fips: standing.flag("fips", false),
    },
    ...optional("accountId", accountId),
    includeLinkedAccounts: standing.flag("linked-accounts", false),
    asksRecent: standing.flag("recent", true),
    all: standing.flag("all", false),
    ...(filter === undefined ? {} : { filter: filterOf(filter) }),
    filtersTags: filter?.includes("tag.") === true,
    ...optional("template", standing.text("template")),
    ...optional("subdirectories", checkedDirectory(standing.text("subdirs"))),
    ...optional("stateDirectory", standing.text("state-dir")),
    ...optional("account", accountId ?? /^arn:[^:]*:iam::(\d{12}):/.exec(roleArn ?? "")?.[1] ?? profile),
  };
}

export function readCfgmakerRequest(commandLine: readonly string[]): Result<CfgmakerRequest, UsageFailure> {
  const words = readWords(cwCfgmaker, commandLine);
  if (!words.ok) return words;
  const standing = new Standing();
  const regions: RegionRequest[] = [];
  let globals: string[] = [];
  const change = (word: string, more: (last: RegionRequest) => Partial<RegionRequest>): void => {
    const last = regions.pop();
    if (last === undefined) throw new Wrong(`a region must stand before "${word}"`, "such as eu-west-1");
    regions.push({ ...last, ...more(last) });
  };
  try {
    for (const word of words.value) {
      const { value } = word;
      if (word.kind === "option" && word.option.name === "global") globals.push(checkedGlobal(value));
      else if (word.kind === "option") standing.set(word.option.name, value);
      else if (regionForm.test(value)) {
        regions.push(regionRequest(value, globals, standing));
        globals = [];
      } else if (value.startsWith("tag:"))
        change(value, (last) => ({ tagFilters: addTag(last.tagFilters, tagFilter(value)) }));
      else change(value, (last) => ({ namespaces: [...new Set([...last.namespaces, namespaceOf(value)])] }));
    }
    if (regions.length === 0) throw new Wrong("a region is needed", "such as eu-west-1");
    const timeout = standing.text("timeout") ?? "300";
    if (!/^[1-9]\d{0,5}$/.test(timeout))
      throw new Wrong(`--timeout takes whole seconds from 1, not "${timeout}"`);
    const output = standing.text("output");
    return success({
      regions,
      trailing: globals,
      ...optional("output", output),
      timeoutSeconds: Number(timeout),
    });
  } catch (error) {
    if (error instanceof Wrong) return failure(usageFailure(error.message, error.hint));
    throw error;
  }
}
