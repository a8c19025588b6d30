import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { logFailures } from "../../src/cli/failure-log.ts";

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "cw-log-"));
});
afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

const midnight = 1_930_003_200;
const refused = "cw-mrtg: error: cannot reach http://127.0.0.1:1: connection refused\n";

/** Whether stderr hears of it. */
function poll(round: number, complaint: string | undefined): boolean | string {
  const nowSeconds = midnight + round * 300;
  const log = join(directory, "log");
  const logged = logFailures({ log, stateDirectory: directory, subject: "NetworkIn", nowSeconds }, complaint);
  return logged.ok ? logged.value : logged.failure.kind;
}
const lines = (): string[] => readFileSync(join(directory, "log"), "utf8").trim().split("\n");

describe("a log of failures", () => {
  test("tells a trouble of a whole day once, and when it is over", () => {
    const heard = Array.from({ length: 200 }, (_, round) => poll(round, refused)).filter(Boolean);
    poll(200, undefined);
    expect([heard.length, lines()]).toEqual([
      1,
      [
        "2031-02-28T00:00:00Z cw-mrtg: error: cannot reach http://127.0.0.1:1: connection refused (NetworkIn)",
        "2031-02-28T16:40:00Z well again after 200 failures since 2031-02-28T00:00:00Z: cw-mrtg: error: cannot reach http://127.0.0.1:1: connection refused (NetworkIn)",
      ],
    ]);
  });

  test("reminds of a trouble that lasts once a day", () => {
    const heard = Array.from({ length: 600 }, (_, round) => poll(round, refused)).filter(Boolean);
    expect([heard.length, lines()[1]]).toEqual([
      3,
      "2031-03-01T00:00:00Z 289 times since 2031-02-28T00:00:00Z: cw-mrtg: error: cannot reach http://127.0.0.1:1: connection refused (NetworkIn)",
    ]);
  });

  test("tells another trouble at once", () => {
    expect([poll(0, refused), poll(1, "cw-mrtg: error: no region\n")]).toEqual([true, true]);
  });

  test("writes nothing while all is well", () => {
    expect(poll(0, undefined)).toBe(false);
    expect(() => lines()).toThrow("ENOENT");
  });

  test("that cannot be written is a failure by itself", () => {
    const logged = logFailures(
      { log: directory, stateDirectory: directory, subject: "x", nowSeconds: midnight },
      refused,
    );
    expect(logged.ok || logged.failure.kind).toBe("output");
  });

  test("is written where the state directory cannot be made, which is the trouble it is to tell", () => {
    writeFileSync(join(directory, "file"), "");
    const stateDirectory = join(directory, "file/state");
    const logged = logFailures(
      { log: join(directory, "log"), stateDirectory, subject: "NetworkIn", nowSeconds: midnight },
      refused,
    );
    expect([lines().length, logged.ok ? "" : logged.failure]).toMatchObject([
      1,
      { kind: "output", path: expect.stringContaining(stateDirectory) as string, reason: "ENOTDIR" },
    ]);
  });
});
