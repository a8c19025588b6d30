import { mkdirSync, renameSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openLedger } from "../../src/ledger/ledger.ts";
import type { State } from "../../src/ledger/state.ts";
import { fileStore, type Found } from "../../src/ledger/store.ts";

let root = "";
let directory = "";
let path = "";

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "cw-mrtg-store-"));
  directory = join(root, "state/deep");
  path = join(directory, "metric.json");
});
afterEach(() => rm(root, { recursive: true, force: true }));

const soon = () => AbortSignal.timeout(8000);
const closedOf = (found: Found): bigint => (found.kind === "state" ? found.state.ledger.closed : 0n);
const stateWith = (closed: bigint): State => ({
  identity: {},
  ledger: { ...openLedger(1_930_003_200, 900, 300), closed },
  readers: {},
});
/** Adds one to what the file holds. */
const increment = () =>
  fileStore.update(path, soon(), (found) => ({ state: stateWith(closedOf(found) + 1n), value: found.kind }));
const held = async (): Promise<bigint> => {
  const found = await fileStore.look(path);
  return found.ok ? closedOf(found.value) : -1n;
};

describe("the store", () => {
  test("finds nothing where nothing was written, and makes nothing by looking", async () => {
    expect(await fileStore.look(path)).toEqual({ ok: true, value: { kind: "none" } });
    expect(await readdir(root)).toEqual([]);
  });

  test("keeps what it is given for its owner only", async () => {
    await increment();
    const modes = await Promise.all([stat(directory), stat(path)]);
    expect(modes.map(({ mode }) => (mode & 0o777).toString(8))).toEqual(["700", "600"]);
  });

  test("leaves nothing but the state behind", async () => {
    await increment();
    await increment();
    expect(await readdir(directory)).toEqual(["metric.json"]);
  });

  test("lets twenty changes at once each see the one before", async () => {
    await Promise.all(Array.from({ length: 20 }, increment));
    expect(await held()).toBe(20n);
  });

  test("sets a corrupt file aside, whole, and says so", async () => {
    await mkdir(directory, { recursive: true });
    await writeFile(path, "garbage");
    const updated = await increment();
    const warning = updated.ok ? updated.value.warning : undefined;
    expect(warning?.kind).toBe("state-corrupt");
    const setAside = warning?.kind === "state-corrupt" ? warning.setAsideAs : "";
    expect(await readFile(setAside, "utf8")).toBe("garbage");
    expect(await held()).toBe(1n);
  });

  test("finds a corrupt file again after a change that did not come to its end", async () => {
    await mkdir(directory, { recursive: true });
    await writeFile(path, "garbage");
    await expect(
      fileStore.update(path, soon(), () => {
        throw new Error("killed");
      }),
    ).rejects.toThrow("killed");
    const found = await fileStore.look(path);
    expect(found.ok && found.value.kind).toBe("corrupt");
  });

  test("leaves a file of a later version as it is", async () => {
    await mkdir(directory, { recursive: true });
    await writeFile(path, '{"version":99}');
    const updated = await increment();
    expect(updated.ok || updated.failure.kind).toBe("state-newer");
    expect(await readFile(path, "utf8")).toBe('{"version":99}');
  });

  test("takes over the lock of a process that died", async () => {
    await mkdir(`${path}.lock`, { recursive: true });
    const long = new Date(Date.now() - 60_000);
    await utimes(`${path}.lock`, long, long);
    expect((await increment()).ok).toBe(true);
  });

  test("takes over the lock of a process that died before the clock was set back", async () => {
    await mkdir(`${path}.lock`, { recursive: true });
    const ahead = new Date(Date.now() + 3_600_000);
    await utimes(`${path}.lock`, ahead, ahead);
    expect((await increment()).ok).toBe(true);
  }, 10_000);

  test("waits for a lock that is held, until the deadline and no longer", async () => {
    await mkdir(`${path}.lock`, { recursive: true });
    const updated = await fileStore.update(path, AbortSignal.timeout(50), () => ({
      state: stateWith(1n),
      value: undefined,
    }));
    expect(updated.ok || updated.failure.kind).toBe("state-locked");
    expect(await held()).toBe(0n);
  });

  test("writes nothing once its lock was taken over", async () => {
    await increment();
    const updated = await fileStore.update(path, soon(), (found) => {
      // What a process does that finds this one suspended.
      renameSync(`${path}.lock`, `${path}.gone`);
      mkdirSync(`${path}.lock`);
      return { state: stateWith(closedOf(found) + 1n), value: undefined };
    });
    expect(updated.ok || updated.failure.kind).toBe("lock-lost");
    expect(await held()).toBe(1n);
  });

  test("fails by name where the directory cannot be made", async () => {
    await writeFile(join(root, "state"), "a file");
    const updated = await increment();
    expect(updated.ok || updated.failure.kind).toBe("state-directory");
  });

  test("fails too where the kernel has no such entry, instead of asking it for ever", async () => {
    path = "/proc/cw-mrtg/metric.json";
    const updated = await increment();
    expect(updated.ok || updated.failure.kind).toBe("state-directory");
  });

  test("leaves the state alone when a change answers none", async () => {
    await increment();
    const before = await stat(path);
    await fileStore.update(path, soon(), () => ({ state: undefined, value: undefined }));
    expect((await stat(path)).ino).toBe(before.ino);
  });
});
