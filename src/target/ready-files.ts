/** The ready files of one state directory and the marks beside them, on the disk. ready.ts says what they mean. */
import { randomBytes } from "node:crypto";
import { readFileSync, readdirSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Fate } from "../ledger/answered.ts";
import { give, makeDirectory } from "../ledger/make-directory.ts";
import type { Offer } from "../ledger/reader.ts";
import type { Offers } from "./poll.ts";
import {
  dayOf,
  formatReady,
  isForgotten,
  isFresh,
  isOldDay,
  momentOf,
  parseReady,
  type Moment,
  type Ready,
} from "./ready.ts";

/** When it is: on the wall and since the boot. */
export interface Time {
  readonly epochSeconds: number;
  readonly moment: Moment;
}

export interface ReadyFiles extends Offers {
  /** Places for offers made now. */
  newId(): string;
  /** Replaces the file; the ID that it had, if any. */
  put(path: string, ready: Ready): string | undefined;
  /** Clears a mark away that nobody asks for any more. */
  forget(id: string): void;
  /** The four lines, if they are fresh and nobody has taken them. */
  take(path: string): string | undefined;
}

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? "";

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (["ENOENT", "ENOTDIR", "ENAMETOOLONG"].includes(codeOf(error))) return undefined;
    throw error;
  }
}

/** `procRoot`: /proc, or fixtures. Reads once, when asked for the first time. */
export function timeBy(procRoot: string, epochSeconds: number): () => Time {
  let time: Time | undefined;
  const read = (file: string): string | undefined => readIfThere(join(procRoot, file));
  return () => {
    time ??= {
      epochSeconds,
      moment: momentOf(read("uptime"), read("sys/kernel/random/boot_id"), epochSeconds),
    };
    return time;
  };
}

/** Runs again with the directory made, where it is missing. */
function inDirectory(path: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
    makeDirectory(dirname(path));
    work();
  }
}

/** True when this call made it: of all who try, one. */
function makeExclusively(make: () => void): boolean {
  try {
    make();
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  }
}

/** What lies there for more than a day, of targets that are no more, and marks of long ago. */
function sweep(root: string, nowSeconds: number): void {
  const oldest = nowSeconds - 86_400;
  for (const name of readdirSync(root, { recursive: true, encoding: "utf8" })) {
    const path = join(root, name);
    if (name.startsWith("taken/")) {
      const [, day = "", more] = name.split("/");
      if (more === undefined && isOldDay(Number(day), nowSeconds)) rmSync(path, { recursive: true });
    } else if (/(^|\/)[rt]=[^/]*$/.test(name)) {
      const found = statSync(path, { throwIfNoEntry: false });
      if (found !== undefined && found.mtimeMs / 1000 < oldest) rmSync(path, { force: true });
    }
  }
}

/** `time` is asked for when it is first needed: most polls meet no offer. */
export function readyFiles(stateDirectory: string, time: () => Time): ReadyFiles {
  const root = join(stateDirectory, "ready");
  const markOf = (id: string): string => join(root, "taken", id);
  const today = (): number => dayOf(time().epochSeconds);
  let isDayMade = false;
  /** The launcher makes its marks in it. The day's first reading is the occasion to clear up. */
  const makeDay = (): void => {
    const day = join(root, "taken", String(today()));
    isDayMade = true;
    if (statSync(day, { throwIfNoEntry: false }) !== undefined) return;
    makeDirectory(day);
    sweep(root, time().epochSeconds);
  };

  const fateOf = (offer: Offer, fateOfMark: (mark: string) => Fate): Fate => {
    if (isForgotten(offer.madeSeconds, time().epochSeconds))
      return { kind: "taken", takenSeconds: undefined };
    let fate: Fate = { kind: "withdrawn" };
    for (const id of offer.ids) {
      fate = fateOfMark(markOf(id));
      if (fate.kind === "taken") break;
    }
    return fate;
  };
  /** What the mark says: a launcher writes when it took the reading; a link, which leads nowhere, is withdrawal. */
  const lookAt = (mark: string): Fate => {
    const text = readIfThere(mark);
    if (text === undefined) return { kind: "withdrawn" };
    const { epochSeconds, moment } = time();
    const age = /^\d+\n$/.test(text) ? moment.seconds - Number(text) : 0;
    return { kind: "taken", takenSeconds: age < 0 ? undefined : epochSeconds - age };
  };
  const withdrawOne = (mark: string): Fate => {
    const isWithdrawn = makeExclusively(() => {
      inDirectory(mark, () => {
        symlinkSync("withdrawn", mark);
      });
    });
    return isWithdrawn ? { kind: "withdrawn" } : lookAt(mark);
  };

  return {
    newId() {
      return `${today()}/${randomBytes(9).toString("base64url")}`;
    },

    look(offer) {
      return Promise.resolve(fateOf(offer, lookAt));
    },

    // Looked at first: of several places one may be taken, and the others then stay what they are.
    async withdraw(offer) {
      const fate = fateOf(offer, lookAt);
      return Promise.resolve(fate.kind === "taken" ? fate : fateOf(offer, withdrawOne));
    },

    put(path, ready) {
      if (!isDayMade) makeDay();
      const whole = join(root, path);
      const before = readIfThere(whole);
      const beside = join(dirname(whole), `t=${randomBytes(9).toString("base64url")}`);
      inDirectory(whole, () => {
        writeFileSync(beside, formatReady(ready), { mode: 0o600 });
      });
      give(beside, root);
      renameSync(beside, whole);
      return before === undefined ? undefined : parseReady(before)?.id;
    },

    forget(id) {
      rmSync(markOf(id), { force: true });
    },

    take(path) {
      const whole = join(root, path);
      const { moment } = time();
      const ready = parseReady(readIfThere(whole) ?? "");
      if (ready === undefined || !isFresh(ready, moment)) return undefined;
      const isMine = makeExclusively(() => {
        inDirectory(markOf(ready.id), () => {
          writeFileSync(markOf(ready.id), `${moment.seconds}\n`, { flag: "wx", mode: 0o600 });
        });
      });
      if (!isMine || parseReady(readIfThere(whole) ?? "")?.id !== ready.id) return undefined;
      return ready.reading;
    },
  };
}
