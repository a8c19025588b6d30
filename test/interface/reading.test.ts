import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  formatUptime,
  isInterfaceName,
  readInterface,
  type SystemFiles,
} from "../../src/interface/reading.ts";

const system = (files: Readonly<Record<string, string>>): SystemFiles => ({
  read: (path) => files[path],
  list: (path) => [
    ...new Set(
      Object.keys(files)
        .filter((file) => file.startsWith(`${path}/`))
        .map((file) => file.slice(path.length + 1).split("/")[0] ?? ""),
    ),
  ],
});

const machine = {
  "/sys/class/net/eth0/statistics/rx_bytes": "18446744073709551615\n",
  "/sys/class/net/eth0/statistics/tx_bytes": "9007199254740993\n",
  "/proc/uptime": "1047845.93 2091234.11\n",
  "/proc/sys/kernel/hostname": "web-1\n",
};

describe("the reading of an interface", () => {
  test("hands 64-bit counters on to the last digit", () => {
    const reading = readInterface(system(machine), "eth0");
    expect(reading).toEqual({
      ok: true,
      value: {
        in: "18446744073709551615",
        out: "9007199254740993",
        uptime: "12 days, 3:04:05",
        name: "web-1",
      },
    });
  });

  test("names the interfaces there are when it has none of that name", () => {
    expect(readInterface(system(machine), "eth9")).toEqual({
      ok: false,
      failure: { kind: "no-interface", name: "eth9", existing: ["eth0"] },
    });
  });

  test.each(["", "-1", "1e9", "12 13"])("fails on a counter that says %j", (content) => {
    const path = "/sys/class/net/eth0/statistics/tx_bytes";
    const reading = readInterface(system({ ...machine, [path]: content }), "eth0");
    expect(reading).toMatchObject({ ok: false, failure: { kind: "input", path } });
  });

  test("leaves the uptime out where the system tells none", () => {
    const without = Object.entries(machine).filter(([path]) => path !== "/proc/uptime");
    expect(readInterface(system(Object.fromEntries(without)), "eth0")).toMatchObject({
      value: { uptime: "0" },
    });
  });
});

describe("an uptime", () => {
  test.each([
    [0, "0:00:00"],
    [59.99, "0:00:59"],
    [11_045, "3:04:05"],
    [86_400, "1 day, 0:00:00"],
    [12 * 86_400 + 11_045, "12 days, 3:04:05"],
  ])("of %d seconds is %s", (seconds, text) => {
    expect(formatUptime(seconds)).toBe(text);
  });
});

describe("the name of an interface", () => {
  test.each(["../x", "a/b", "/", ".", "..", "", "eth0\n", "a b", "a\0b", "0123456789abcdef"])(
    "is not %j",
    (name) => {
      expect(isInterfaceName(name)).toBe(false);
    },
  );

  test("never holds what could leave the directory of interfaces", () => {
    fc.assert(fc.property(fc.string(), (name) => !(isInterfaceName(name) && /\/|^\.\.?$/.test(name))));
  });
});
