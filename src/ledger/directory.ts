/**
 * Which directory holds the state, and why. Decided by what exists, never by what may be written, so that root's
 * cron and a user's try never split the state silently. Pure: existence is asked of a parameter.
 */
import { join } from "node:path";

export interface StateDirectory {
  readonly path: string;
  /** For --debug: the rule that chose it. */
  readonly reason: string;
}

export const systemDirectory = "/var/lib/cw-mrtg";

export function stateDirectory(
  option: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
  home: string,
  exists: (path: string) => boolean,
): StateDirectory {
  const set = (name: string): string | undefined => {
    const value = environment[name];
    return value === undefined || value === "" ? undefined : value;
  };
  const own = set("CW_MRTG_STATE_DIR");
  // systemd gives several directories separated by colons; the first is ours.
  const [systemd = ""] = (set("STATE_DIRECTORY") ?? "").split(":");
  const xdg = set("XDG_STATE_HOME");
  if (option !== undefined) return { path: option, reason: "--state-dir" };
  if (own !== undefined) return { path: own, reason: "$CW_MRTG_STATE_DIR" };
  if (systemd !== "") return { path: systemd, reason: "$STATE_DIRECTORY" };
  if (exists(systemDirectory)) return { path: systemDirectory, reason: "it exists" };
  if (xdg !== undefined) return { path: join(xdg, "cw-mrtg"), reason: "$XDG_STATE_HOME" };
  return {
    path: join(home, ".local/state/cw-mrtg"),
    reason: "the home directory; no other is set or exists",
  };
}
