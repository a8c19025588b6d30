/**
 * The counters of a local network interface, as Linux tells them in files. What is read is a parameter, so that a
 * directory of fixtures serves as well as the machine itself. Knows neither SNMP nor CloudWatch.
 */
import { failure, success, type Result } from "../result.ts";
import type { Reading } from "../mrtg/reading.ts";

export type InterfaceFailure =
  | {
      readonly kind: "no-interface";
      readonly name: string;
      /** The interfaces there are; empty where the system tells of none. */
      readonly existing: readonly string[];
    }
  | { readonly kind: "input"; readonly path: string; readonly reason: string };

/** The files of a Linux system. Paths are absolute; undefined when there is no such file. */
export interface SystemFiles {
  read(path: string): string | undefined;
  list(path: string): readonly string[] | undefined;
}

const interfaces = "/sys/class/net";

/** What Linux allows as a name (dev_valid_name): never a path, and never empty. */
export const isInterfaceName = (name: string): boolean =>
  /^[^/\s:\p{Cc}]{1,15}$/u.test(name) && name !== "." && name !== "..";

/** Seconds as MRTG prints the uptime that it reads by SNMP: `3:04:05`, `1 day, 3:04:05`, `12 days, 3:04:05`. */
export function formatUptime(seconds: number): string {
  const whole = Math.floor(seconds);
  const days = Math.floor(whole / 86_400);
  const [minutes, rest] = [Math.floor(whole / 60) % 60, whole % 60].map((n) => String(n).padStart(2, "0"));
  const time = `${Math.floor(whole / 3600) % 24}:${minutes}:${rest}`;
  return days === 0 ? time : `${days} ${days === 1 ? "day" : "days"}, ${time}`;
}

function counter(files: SystemFiles, path: string): Result<string, InterfaceFailure> {
  // 64 bits do not fit a double: the digits are handed on as they are.
  const digits = files.read(path)?.trim();
  if (digits !== undefined && /^\d{1,20}$/.test(digits)) return success(digits);
  return failure({
    kind: "input",
    path,
    reason: digits === undefined ? "there is no such file" : "it holds no counter",
  });
}

/** Bytes received and transmitted since the interface exists, the system's uptime and its name. */
export function readInterface(files: SystemFiles, name: string): Result<Reading, InterfaceFailure> {
  const existing = files.list(interfaces) ?? [];
  if (!existing.includes(name)) return failure({ kind: "no-interface", name, existing });
  const received = counter(files, `${interfaces}/${name}/statistics/rx_bytes`);
  if (!received.ok) return received;
  const transmitted = counter(files, `${interfaces}/${name}/statistics/tx_bytes`);
  if (!transmitted.ok) return transmitted;
  const uptime = Number.parseFloat(files.read("/proc/uptime") ?? "");
  return success({
    in: received.value,
    out: transmitted.value,
    // MRTG drops the sentence about uptime for a 0.
    uptime: Number.isFinite(uptime) ? formatUptime(uptime) : "0",
    name: files.read("/proc/sys/kernel/hostname")?.trim() ?? "localhost",
  });
}
