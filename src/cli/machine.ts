/** What cw-check looks up on the machine it runs on: crontabs, users, programs, whether it is AWS's. */
import { accessSync, constants, statSync } from "node:fs";
import { languageIn, mrtgJobs, type MrtgJob } from "../mrtg/crontab.ts";
import { configFiles } from "./config-files.ts";
import { userNamed, type FileFacts, type User } from "./users.ts";

const usualCrontabs = ["/etc/cron.d/mrtg", "/etc/crontab"];

/** Crontabs of the system have a column of users. */
const hasUsers = (path: string): boolean => path === "/etc/crontab" || /(?:^|\/)cron\.d\/[^/]+$/.test(path);

/** The jobs of the crontabs; where one is named that cannot be read, its path. */
export function jobsIn(named: readonly string[]): {
  readonly jobs: readonly MrtgJob[];
  readonly unreadable: readonly string[];
} {
  const locale = configFiles.read("/etc/default/locale");
  const language = locale === undefined ? undefined : languageIn(locale);
  const read = (named.length > 0 ? named : usualCrontabs).map((path) => ({
    path,
    text: configFiles.read(path),
  }));
  return {
    jobs: read.flatMap(({ path, text }) =>
      text === undefined ? [] : mrtgJobs(path, text, hasUsers(path), language),
    ),
    unreadable:
      named.length === 0 ? [] : read.filter(({ text }) => text === undefined).map(({ path }) => path),
  };
}

export const findUser = (name: string): User | undefined =>
  userNamed(name, configFiles.read("/etc/passwd") ?? "", configFiles.read("/etc/group") ?? "");

export function factsOf(path: string): FileFacts | undefined {
  try {
    const stats = statSync(path);
    return { uid: stats.uid, gid: stats.gid, mode: stats.mode, isDirectory: stats.isDirectory() };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    if (["ENOENT", "ENOTDIR", "EACCES"].includes(code)) return undefined;
    throw error;
  }
}

export function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    if (["ENOENT", "ENOTDIR", "EACCES"].includes(code)) return false;
    throw error;
  }
}

/** AWS's machines say so, and can give credentials to what runs on them. */
export const isAwsMachine = (): boolean =>
  ["/sys/devices/virtual/dmi/id/sys_vendor", "/sys/hypervisor/uuid"].some((path) =>
    /^(?:Amazon EC2|ec2)/i.test(configFiles.read(path) ?? ""),
  );
