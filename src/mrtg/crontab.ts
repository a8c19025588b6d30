/** The lines of a crontab that run mrtg, and the environment they run it in. Pure. */
import type { Place } from "./config-lines.ts";

export interface MrtgJob {
  readonly place: Place;
  /** What LANG will be; undefined: not set. */
  readonly language: string | undefined;
  /** What PATH will be. */
  readonly path: string;
  /** `--user`, else the crontab's own column; undefined in a user's own crontab. */
  readonly user: string | undefined;
  /** The user whose HOME it has: the crontab's own column, which --user does not change. */
  readonly home: string | undefined;
  /** What the lines above it set. */
  readonly environment: Readonly<Record<string, string>>;
}

/** What cron gives its jobs (crontab(5) of Debian's cron). */
const cronPath = "/usr/bin:/bin";

const assignmentForm = /^\s*["']?([A-Za-z_]\w*)["']?\s*=\s*(.*?)\s*$/;
const jobForm = /^\s*(?:@\w+|(?:[\w*/,-]+\s+){4}[\w*/,-]+)\s+(.*)$/;
const mrtgForm = /(?:^|[\s/;&|(])mrtg(?=\s|$)/;

const unquoted = (text: string): string => text.replace(/^(["'])(.*)\1$/, "$2");

/**
 * `systemLanguage` is what PAM gives every job (/etc/default/locale). `hasUsers`: a system crontab, whose sixth
 * column is a user.
 */
export function mrtgJobs(
  file: string,
  text: string,
  hasUsers: boolean,
  systemLanguage: string | undefined,
): readonly MrtgJob[] {
  const environment = new Map([["PATH", cronPath]]);
  if (systemLanguage !== undefined) environment.set("LANG", systemLanguage);
  const jobs: MrtgJob[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (/^\s*(#|$)/.test(line)) continue;
    const [, schedule] = jobForm.exec(line) ?? [];
    if (schedule === undefined) {
      const [, name, value] = assignmentForm.exec(line) ?? [];
      if (name !== undefined && value !== undefined) environment.set(name, unquoted(value));
      continue;
    }
    const [, column, rest = ""] = /^(\S+)\s+(.*)$/.exec(schedule) ?? [];
    const command = hasUsers ? rest : schedule;
    if (!mrtgForm.test(command)) continue;
    const option = /\s--user[= ](\S+)/.exec(command)?.[1];
    const language = /(?:^|[\s;&(])LANG=(\S*)/.exec(command)?.[1];
    jobs.push({
      place: { file, line: index + 1 },
      language: language === undefined ? environment.get("LANG") : unquoted(language),
      path: environment.get("PATH") ?? cronPath,
      user: option ?? (hasUsers ? column : undefined),
      home: hasUsers ? column : undefined,
      environment: Object.fromEntries(environment),
    });
  }
  return jobs;
}

/** LANG of a file such as /etc/default/locale. */
export const languageIn = (text: string): string | undefined => {
  const value = /^\s*(?:export\s+)?LANG=(.*?)\s*$/m.exec(text)?.[1];
  return value === undefined ? undefined : unquoted(value);
};
