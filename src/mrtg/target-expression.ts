/**
 * What stands after `Target[x]:`: commands between backticks amid arithmetic and SNMP addresses. Follows targparser
 * in MRTG_lib.pm 2.17.10. Pure; runs nothing.
 */
import type { Place } from "./config-lines.ts";
import { placeAt, type Value } from "./config.ts";

export interface Command {
  /** Exactly what MRTG runs: equal texts run once a round, however many targets have them. */
  readonly text: string;
  /** The line on which it begins. */
  readonly place: Place;
}

export interface TargetExpression {
  readonly commands: readonly Command[];
  /** Everything else: operators, numbers, SNMP targets; one text more than there are commands. */
  readonly between: readonly string[];
}

// MRTG's own expression. An escaped backtick belongs to the command, but ends it where no other does. Outside a
// command a line's end, which only X[_], X[^] and X[$] can bring in, stops the search.
const commandForm = /^([^\n]*?)`((?:\\`|[^`])+)`([^\n]*)$/;

export function parseTarget(value: Value): TargetExpression {
  const commands: Command[] = [];
  const between: string[] = [];
  let rest = value.text;
  for (;;) {
    const [, before, raw, after] = commandForm.exec(rest) ?? [];
    if (before === undefined || raw === undefined || after === undefined) break;
    const offset = value.text.length - rest.length + before.length + 1;
    commands.push({ text: raw.replaceAll("\\`", "`"), place: placeAt(value, offset) });
    between.push(before);
    rest = after;
  }
  return { commands, between: [...between, rest] };
}

/** The commands between backticks, in order, the same one as often as it stands there. */
export const commandsOf = (target: { readonly keys: ReadonlyMap<string, Value> }): readonly Command[] => {
  const value = target.keys.get("target");
  return value === undefined ? [] : parseTarget(value).commands;
};
