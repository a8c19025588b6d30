import { describe, expect, it } from "vitest";
import { obstacle, userNamed, type FileFacts } from "../../src/cli/users.ts";

const passwd = "root:x:0:0:root:/root:/bin/sh\nmrtg:x:101:102::/var/lib/mrtg:/bin/sh\n";
const user = (name: string) => userNamed(name, passwd, "root:x:0:\ncw:x:200:mrtg,www\n")!;

const directory = (mode: number, uid = 0, gid = 0): FileFacts => ({ uid, gid, mode, isDirectory: true });
const tree: Readonly<Record<string, FileFacts>> = {
  "/": directory(0o755),
  "/root": directory(0o700),
  "/own": directory(0o700, 101),
  "/shared": directory(0o770, 0, 200),
  "/open": directory(0o755),
  "/file": { uid: 0, gid: 0, mode: 0o777, isDirectory: false },
  // The owner's own bits count, even where the others' would allow more.
  "/odd": directory(0o077, 101),
};
const obstacleIn = (path: string, name = "mrtg") => obstacle(user(name), path, (each) => tree[each]);

describe("userNamed", () => {
  it("knows numbers, groups and home", () => {
    expect(user("mrtg")).toEqual({
      name: "mrtg",
      uid: 101,
      gids: new Set([102, 200]),
      home: "/var/lib/mrtg",
    });
  });

  it("does not know everybody", () => {
    expect(userNamed("nobody", passwd, "")).toBeUndefined();
  });
});

describe("obstacle", () => {
  it.each(["/own", "/own/not/yet", "/shared"])("lets mrtg write in %s", (path) => {
    expect(obstacleIn(path)).toBeUndefined();
  });

  it.each([
    ["/root/.local/state", "mrtg may not enter /root"],
    ["/open", "mrtg may not write in /open"],
    ["/open/new", "mrtg may not write in /open"],
    ["/file", "/file is no directory"],
    ["/odd", "mrtg may not enter /odd"],
  ])("says of %s: %s", (path, message) => {
    expect(obstacleIn(path)).toBe(message);
  });

  it("stops root only where there is no directory", () => {
    expect(["/root", "/open", "/file"].map((path) => obstacleIn(path, "root"))).toEqual([
      undefined,
      undefined,
      "/file is no directory",
    ]);
  });
});
