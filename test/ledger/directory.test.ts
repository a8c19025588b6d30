import { describe, expect, test } from "vitest";
import { stateDirectory } from "../../src/ledger/directory.ts";

const none = () => false;
const system = (path: string) => path === "/var/lib/cw-mrtg";
const all = { CW_MRTG_STATE_DIR: "/own", STATE_DIRECTORY: "/run/a:/run/b", XDG_STATE_HOME: "/xdg" };

const chosen = (...parameters: Parameters<typeof stateDirectory>) => {
  const directory = stateDirectory(...parameters);
  return directory.ok ? directory.value.path : directory.failure.kind;
};

describe("the state directory is", () => {
  test("the option's, before everything", () => {
    expect(chosen("/option", all, "/home/u", system)).toBe("/option");
  });
  test("then $CW_MRTG_STATE_DIR", () => {
    expect(chosen(undefined, all, "/home/u", system)).toBe("/own");
  });
  test("then the first of $STATE_DIRECTORY", () => {
    expect(chosen(undefined, { ...all, CW_MRTG_STATE_DIR: "" }, "/home/u", system)).toBe("/run/a");
  });
  test("then the system's where that exists, for root and users alike", () => {
    expect(chosen(undefined, { XDG_STATE_HOME: "/xdg" }, "/home/u", system)).toBe("/var/lib/cw-mrtg");
  });
  test("then in $XDG_STATE_HOME", () => {
    expect(chosen(undefined, { XDG_STATE_HOME: "/xdg" }, "/home/u", none)).toBe("/xdg/cw-mrtg");
  });
  test("then in the home directory", () => {
    expect(chosen(undefined, {}, "/home/u", none)).toBe("/home/u/.local/state/cw-mrtg");
  });
  test("a failure for a user without a home", () => {
    expect(chosen(undefined, {}, undefined, none)).toBe("state-directory");
  });
});
