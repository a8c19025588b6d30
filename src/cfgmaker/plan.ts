/**
 * From inventories to the blocks of an mrtg.cfg: the plan that is written, and nothing else is. Pure.
 */
import { createHash } from "node:crypto";
import { formatConfigLine } from "../mrtg/quoting.ts";
import type { Block } from "./blocks.ts";
import { candidatesOf, identityOf, type Candidate, type LeftOver, type Wishes } from "./candidates.ts";
import { fieldsOf } from "./fields.ts";
import type { Filter } from "./filter.ts";
import type { Inventory } from "./inventory.ts";
import { pageText } from "./page.ts";
import type { Origin } from "./command.ts";
import { planTarget, proposedName, targetLines, type PlannedTarget } from "./target.ts";
import { fillTemplate, type Template } from "./template.ts";

/** One region of the command line, with the options that stood before it. */
export interface RegionPlan {
  /** `--global` lines that stand before this region. */
  readonly globals: readonly string[];
  readonly origin: Origin;
  readonly wishes: Wishes;
  readonly filter?: Filter;
  readonly template?: Template;
  readonly inventory: Inventory;
  /** What could not be found out, in a sentence. */
  readonly remarks: readonly string[];
}

interface Rejected {
  readonly target: PlannedTarget;
  readonly reasons: readonly string[];
}

export interface Plan {
  readonly blocks: readonly Block[];
  readonly targets: readonly PlannedTarget[];
  readonly rejected: readonly Rejected[];
}

/** Why cw-mrtg could not be asked for this; undefined when it could. */
export type Judge = (target: PlannedTarget) => string | undefined;

/** One line of text that can stand in a comment. */
const commentText = (text: string): string => pageText(text);

const identify = ({ resource, pair }: Candidate, origin: Origin): string =>
  JSON.stringify([origin, resource.accountId, resource.namespace, resource.dimensions, pair.id]);

/** Names that are free; the later of two equal ones carries a hash of what it is. */
class Names {
  private readonly taken: Set<string>;

  constructor(taken: readonly string[]) {
    this.taken = new Set(taken);
  }

  next(candidate: Candidate, origin: Origin): string {
    const name = proposedName(candidate, origin);
    const hash = createHash("sha256").update(identify(candidate, origin)).digest("hex").slice(0, 8);
    const free = this.taken.has(name) ? `${name}_${hash}` : name;
    this.taken.add(free);
    return free;
  }
}

const commented = (lines: string): string =>
  lines
    .split("\n")
    .slice(0, -1)
    .map((line) => `### ${line}\n`)
    .join("");

function rejectedLines({ target, reasons }: Rejected): string {
  const why = reasons.map((reason) => `###   --> ${commentText(reason)}\n`).join("");
  return `### The following target is commented out because:\n${why}${commented(targetLines(target))}\n`;
}

const leftOverLine = ({ resource, metricNames, reason }: LeftOver): string => {
  const words = [resource.namespace, identityOf(resource.dimensions)].filter((word) => word !== "").join(" ");
  return `### ${commentText(`${words}: ${metricNames.join(", ")}: ${reason}`)}\n`;
};

function planRegion(
  region: RegionPlan,
  index: number,
  names: Names,
  judge: Judge,
  userNames: ReadonlySet<string>,
): Plan {
  const { origin, inventory, wishes, filter, template } = region;
  const { candidates, leftOver } = candidatesOf(inventory, wishes);
  const targets: PlannedTarget[] = [];
  const rejected: Rejected[] = [];
  for (const candidate of candidates) {
    const target = planTarget(candidate, origin, names.next(candidate, origin));
    const isFiltered = filter !== undefined && !filter(fieldsOf(candidate, origin));
    const reasons = [
      ...(candidate.objection === undefined ? [] : [candidate.objection]),
      ...(isFiltered ? ["--filter leaves it out"] : []),
      ...(userNames.has(target.id) ? ["a target of this name stands elsewhere in the file"] : []),
      ...[judge(target)].flatMap((reason) =>
        reason === undefined ? [] : [`cw-mrtg could not read it: ${reason}`],
      ),
    ];
    if (reasons.length === 0) targets.push(target);
    else rejected.push({ target, reasons });
  }
  const globals = region.globals.map((line, at): Block => {
    const [, keyword = "", value = ""] = globalForm.exec(line) ?? [];
    return { id: `global-${index + 1}.${at + 1}`, body: formatConfigLine(keyword, undefined, value) };
  });
  const rejections = [
    ...region.remarks.map((remark) => `### ${commentText(remark)}\n`),
    ...rejected.map(rejectedLines),
    ...leftOver.map(leftOverLine),
  ].join("");
  const id = [origin.account, origin.region].filter((word) => word !== undefined).join("_");
  return {
    blocks: [
      ...globals,
      ...targets.map((target): Block => ({
        id: target.id,
        body: template === undefined ? targetLines(target) : fillTemplate(template, target),
      })),
      ...(rejections === "" ? [] : [{ id: `rejected-${index + 1}-${id}`, body: rejections }]),
    ],
    targets,
    rejected,
  };
}

/** `Keyword: value` or `Keyword[_]: value`. */
export const globalForm = /^([A-Za-z0-9*]+(?:\[[_^$]\])?)\s*:\s*(\S.*)$/;

/**
 * @param commandLine as sh would read it again
 * @param trailing `--global` lines after the last region
 * @param userNames targets that stand in the user's own lines, or in blocks that the user edited under another id
 */
export function plan(
  regions: readonly RegionPlan[],
  commandLine: string,
  trailing: readonly string[],
  userNames: ReadonlySet<string>,
  judge: Judge,
): Plan {
  const names = new Names([]);
  const plans = regions.map((region, index) => planRegion(region, index, names, judge, userNames));
  const targets = plans.flatMap((each) => each.targets);
  const rejected = plans.flatMap((each) => each.rejected);
  const header: Block = {
    id: "header",
    body:
      `# Created by\n# ${commandLine}\n#\n` +
      `# ${targets.length} targets; ${rejected.length} more are commented out. Run the command again to bring this file up\n` +
      "# to date: blocks between begin and end are replaced unless you edited them; all other lines stay.\n",
  };
  const last = trailing.map((line, at): Block => {
    const [, keyword = "", value = ""] = globalForm.exec(line) ?? [];
    return { id: `global-end.${at + 1}`, body: formatConfigLine(keyword, undefined, value) };
  });
  return { blocks: [header, ...plans.flatMap((each) => each.blocks), ...last], targets, rejected };
}
