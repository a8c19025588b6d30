import { describe, expect, it } from "vitest";
import { callsOf } from "../../src/cli/config-calls.ts";
import { configOf } from "../mrtg/config-world.ts";

const calls = (target: string) => callsOf(configOf(`Target[a]: ${target}\n`));

describe("callsOf", () => {
  it.each([
    "`cw-mrtg A B N`",
    "`/usr/local/bin/cw-mrtg A B N`",
    "`AWS_PROFILE=x cw-mrtg A B N`",
    "`exec env AWS_PROFILE=x cw-mrtg A B N`",
  ])("finds %s", (target) => {
    expect(calls(target)).toMatchObject([{ ok: true, value: { target: { in: { metric: { name: "A" } } } } }]);
  });

  it("finds several in one expression and leaves other programs out", () => {
    expect(calls("`cw-mrtg A B N` + `cw-mrtg C D N` - `if-mrtg eth0`")).toHaveLength(2);
  });

  it("keeps what stands before cw-mrtg in its environment", () => {
    expect(calls("`A=b env C=d cw-mrtg A B N`")).toMatchObject([
      {
        value: {
          line: {
            environment: [
              ["A", "b"],
              ["C", "d"],
            ],
          },
        },
      },
    ]);
  });

  it.each([
    ["`cw-mrtg A B`", "usage"],
    ["`cw-mrtg --peroid 60 A B N`", "usage"],
    ["`cw-mrtg A B N 2>/dev/null`", "operator"],
    ["`cw-mrtg A B N InstanceId=$ID`", "substitution"],
  ])("says why %s cannot be read", (target, kind) => {
    expect(calls(target)).toMatchObject([{ ok: false, failure: { reason: { kind } } }]);
  });

  it("leaves a command of sh alone that does not run cw-mrtg", () => {
    expect(calls("`my-cw-mrtg-wrapper A | tail`")).toEqual([]);
  });
});
