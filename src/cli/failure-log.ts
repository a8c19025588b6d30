/**
 * `--log`: the failures that MRTG's daemon would lose, each written once and then counted, so that cron does not mail
 * one trouble 288 times a day. What to write is decided by `note`, which is pure; the rest touches files.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { appendFileSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeDirectory } from "../ledger/make-directory.ts";
import { failure, success, type Result } from "../result.ts";
import { utcSeconds } from "../utc.ts";
import type { Failure } from "./failures.ts";

/** A trouble that goes on. */
export interface Trouble {
  readonly complaint: string;
  readonly count: number;
  readonly sinceSeconds: number;
  readonly writtenSeconds: number;
}

export interface Note {
  /** What to remember; undefined when all is well. */
  readonly trouble: Trouble | undefined;
  /** What to write into the log. */
  readonly line?: string;
  /** Whether stderr is to hear of it too. */
  readonly isNews: boolean;
}

/** A trouble that lasts is written again once a day. */
const reminderSeconds = 86_400;

/** Failures in one line, and whether they are news; undefined: the poll went well. */
export function note(before: Trouble | undefined, complaint: string | undefined, nowSeconds: number): Note {
  if (complaint === undefined) {
    if (before === undefined) return { trouble: undefined, isNews: false };
    const times = `${before.count} ${before.count === 1 ? "failure" : "failures"} since ${utcSeconds(before.sinceSeconds)}`;
    return { trouble: undefined, line: `well again after ${times}: ${before.complaint}`, isNews: false };
  }
  if (before?.complaint !== complaint)
    return {
      trouble: { complaint, count: 1, sinceSeconds: nowSeconds, writtenSeconds: nowSeconds },
      line: complaint,
      isNews: true,
    };
  const count = before.count + 1;
  if (nowSeconds - before.writtenSeconds < reminderSeconds)
    return { trouble: { ...before, count }, isNews: false };
  return {
    trouble: { ...before, count, writtenSeconds: nowSeconds },
    line: `${count} times since ${utcSeconds(before.sinceSeconds)}: ${complaint}`,
    isNews: true,
  };
}

function remembered(path: string): Trouble | undefined {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as Trouble;
  } catch (error) {
    // Never written, or cut off by a crash: the trouble is then told once more, which does no harm. What else keeps it
    // from being read keeps the next from being written, and is told then.
    if ((error as NodeJS.ErrnoException).code === undefined && !(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}

function remember(path: string, directory: string, trouble: Trouble | undefined): void {
  if (trouble === undefined) {
    rmSync(path, { force: true });
    return;
  }
  makeDirectory(directory);
  const beside = `${path}.${process.pid}.new`;
  writeFileSync(beside, JSON.stringify(trouble), { mode: 0o600 });
  renameSync(beside, path);
}

function append(log: string, line: string): void {
  if (log !== "syslog") {
    appendFileSync(log, line);
    return;
  }
  const { error } = spawnSync("logger", ["-t", "cw-mrtg", "-p", "daemon.err", "--", line.trim()]);
  if (error !== undefined) throw error;
}

export interface FailureLog {
  /** A path, or `syslog`. */
  readonly log: string;
  readonly stateDirectory: string;
  /** What is polled, for people; also what troubles are told apart by. */
  readonly subject: string;
  readonly nowSeconds: number;
}

/**
 * Writes what is to be written; answers whether stderr is to hear of it. Fails where the log cannot be written, or
 * the memory of what was; the log is written all the same.
 */
export function logFailures(
  { log, stateDirectory, subject, nowSeconds }: FailureLog,
  complaint: string | undefined,
): Result<boolean, Failure> {
  const directory = join(stateDirectory, "troubles");
  const key = createHash("sha256").update(subject).digest("hex").slice(0, 24);
  const path = join(directory, `${key}.json`);
  const oneLine = complaint?.trim().replaceAll("\n", "; ");
  let writing = log;
  try {
    const { trouble, line, isNews } = note(remembered(path), oneLine, nowSeconds);
    if (line !== undefined) append(log, `${utcSeconds(nowSeconds)} ${line} (${subject})\n`);
    writing = path;
    if (trouble !== undefined || line !== undefined) remember(path, directory, trouble);
    return success(isNews);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return failure({ kind: "output", path: writing, reason: code });
  }
}
