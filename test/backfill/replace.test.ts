import {
  chmodSync,
  chownSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { realDisk, replaceFile, type Disk } from "../../src/backfill/replace.ts";

let directory: string;
let path: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "replace-"));
  path = join(directory, "web.log");
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

const now = 1_930_003_200;
const backup = "web.log.before-2031-02-28T000000Z";

const failing = (name: keyof Disk, code: string): Disk => ({
  ...realDisk,
  [name]: () => Promise.reject(Object.assign(new Error(code), { code })),
});

const put = async (content: string, disk = realDisk) =>
  replaceFile(disk, path, content, await realDisk.look(path), now);

describe("a replaced file", () => {
  test("is new where there was none, with the directory made for it", async () => {
    path = join(directory, "sub/deep/web.log");
    expect(await put("new")).toEqual({ ok: true, value: undefined });
    expect([readFileSync(path, "utf8"), statSync(path).mode & 0o777]).toEqual(["new", 0o644]);
    expect(readdirSync(join(directory, "sub/deep"))).toEqual(["web.log"]);
  });

  test("keeps its mode and, beside it, what it was", async () => {
    writeFileSync(path, "old");
    chmodSync(path, 0o664);
    expect(await put("new")).toEqual({ ok: true, value: join(directory, backup) });
    expect([readFileSync(path, "utf8"), statSync(path).mode & 0o777]).toEqual(["new", 0o664]);
    expect(readFileSync(join(directory, backup), "utf8")).toBe("old");
  });

  test("stays its owner's, so that MRTG's user can go on writing it", async () => {
    writeFileSync(path, "old");
    // Only root can give a file away; for others the owner is asked of the disk all the same.
    const isRoot = process.getuid?.() === 0;
    if (isRoot) chownSync(path, 1234, 2345);
    const asked: unknown[] = [];
    const disk: Disk = {
      ...realDisk,
      write: (to, content, owner, mode) => {
        asked.push(owner.uid);
        return realDisk.write(to, content, owner, mode);
      },
    };
    await put("new", disk);
    expect([asked[0], statSync(path).uid]).toEqual(
      isRoot ? [1234, 1234] : [process.getuid?.(), process.getuid?.()],
    );
  });

  test("never takes the place of an earlier backup", async () => {
    for (const content of ["first", "second", "third"]) await put(content);
    expect(readdirSync(directory).sort()).toEqual(["web.log", backup, `${backup}-1`]);
    expect(readFileSync(join(directory, `${backup}-1`), "utf8")).toBe("second");
  });

  test("is what a link points to", async () => {
    const real = join(directory, "real.log");
    writeFileSync(real, "old");
    symlinkSync(real, path);
    await put("new");
    expect(readFileSync(real, "utf8")).toBe("new");
  });

  test("is left alone when somebody has written it since it was read", async () => {
    writeFileSync(path, "old");
    const before = await realDisk.look(path);
    writeFileSync(path, "newer than that");
    expect(await replaceFile(realDisk, path, "ours", before, now)).toEqual({
      ok: false,
      failure: { kind: "changed" },
    });
    expect([readFileSync(path, "utf8"), readdirSync(directory)]).toEqual(["newer than that", ["web.log"]]);
  });
});

describe("a file that cannot be replaced", () => {
  test.each([
    ["write", "ENOSPC", "no space left on the device"],
    ["write", "EPERM", /its owner is somebody else/],
    ["keep", "EIO", "EIO"],
    ["rename", "EROFS", "the file system is read-only"],
  ] as const)("because of %s: %s, stays whole, and nothing is left beside it", async (step, code, reason) => {
    writeFileSync(path, "old");
    expect(await put("new", failing(step, code))).toEqual({
      ok: false,
      failure: { kind: "output", path, reason: expect.stringMatching(reason) as string },
    });
    expect([readFileSync(path, "utf8"), readdirSync(directory)]).toEqual(["old", ["web.log"]]);
  });

  test("on a full device stays whole", async () => {
    writeFileSync(path, "old");
    // The kernel's own ENOSPC, amid the write.
    const full: Disk = {
      ...realDisk,
      write: async (to, content, owner, mode) => {
        await realDisk.write(to, "", owner, mode);
        writeFileSync("/dev/full", content);
      },
    };
    expect(await put("new", full)).toMatchObject({ failure: { reason: "no space left on the device" } });
    expect([readFileSync(path, "utf8"), readdirSync(directory)]).toEqual(["old", ["web.log"]]);
  });
});
