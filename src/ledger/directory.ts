/**
 * Which directory holds the state, and why. Decided by what exists, never by what may be written, so that root's
 * cron and a user's try never split the state silently. Pure: existence is asked of a parameter.
 */
import { join } from "node:path";
import { failure, success, type Result } from "../result.ts";
import type { StateFailure } from "./failure.ts";

export interface StateDirectory {
  readonly path: string;
  /** For --debug: the rule that chose it. */
  readonly reason: string;
}

export const systemDirectory = "/var/lib/cw-mrtg";

export function stateDirectory(
  option: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
  home: string | undefined,
  exists: (path: string) => boolean,
): Result<StateDirectory, StateFailure> {
  const set = (name: string): string | undefined => {
    const value = environment[name];
    return value === undefined || value === "" ? undefined : value;
  };
  const own = set("CW_MRTG_STATE_DIR");
  // systemd gives several directories separated by colons; the first is ours.
  const [systemd = ""] = (set("STATE_DIRECTORY") ?? "").split(":");
  const xdg = set("XDG_STATE_HOME");
  const chosen = (path: string, reason: string) => success({ path, reason });
  if (option !== undefined) return chosen(option, "--state-dir");
  if (own !== undefined) return chosen(own, "$CW_MRTG_STATE_DIR");
  if (systemd !== "") return chosen(systemd, "$STATE_DIRECTORY");
  if (exists(systemDirectory)) return chosen(systemDirectory, "it exists");
  if (xdg !== undefined) return chosen(join(xdg, "cw-mrtg"), "$XDG_STATE_HOME");
  if (home === undefined)
    return failure({ kind: "state-directory", path: "~/.local/state/cw-mrtg", reason: "no home directory" });
  return chosen(join(home, ".local/state/cw-mrtg"), "the home directory; no other is set or exists");
}
