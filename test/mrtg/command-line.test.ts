import { describe, expect, it } from "vitest";
import { argumentsOf, withoutWrappers } from "../../src/mrtg/command-line.ts";

const argvOf = (command: string): readonly string[] => {
  const line = argumentsOf(command);
  if (!line.ok) throw new Error(line.failure.kind);
  return line.value.argv;
};

describe("argumentsOf", () => {
  it("splits a plain command at blanks, doubled ones too", () => {
    expect(argvOf(" cw-mrtg  A B\tC ")).toEqual(["cw-mrtg", "A", "B", "C"]);
  });

  it("keeps # in a plain command, which no shell sees", () => {
    expect(argvOf("cw-mrtg A #b")).toEqual(["cw-mrtg", "A", "#b"]);
  });

  it("drops what follows # where sh reads the command", () => {
    expect(argvOf("cw-mrtg 'A' #b")).toEqual(["cw-mrtg", "A"]);
  });

  it("takes quotes and backslashes away as sh does", () => {
    expect(argvOf(`cw-mrtg 'a b' "c \\$ \\" \\d" e\\ f ''`)).toEqual([
      "cw-mrtg",
      "a b",
      'c $ " \\d',
      "e f",
      "",
    ]);
  });

  it("makes a blank of the trailing backslash that people take for a continuation", () => {
    expect(argvOf("cw-mrtg \\ A")).toEqual(["cw-mrtg", " A"]);
  });

  it("sets assignments in front apart", () => {
    expect(argumentsOf("AWS_PROFILE='my own' B= cw-mrtg A=b")).toEqual({
      ok: true,
      value: {
        environment: [
          ["AWS_PROFILE", "my own"],
          ["B", ""],
        ],
        argv: ["cw-mrtg", "A=b"],
      },
    });
  });

  it.each([
    ["substitution", "cw-mrtg $A"],
    ["substitution", 'cw-mrtg "$(id)"'],
    ["substitution", "cw-mrtg `id`"],
    ["operator", "cw-mrtg A | tail"],
    ["operator", "cw-mrtg A 2>/dev/null"],
    ["operator", "cd /x && cw-mrtg A"],
    ["pattern", "cw-mrtg *"],
    ["pattern", "~/cw-mrtg A"],
    ["quote", "cw-mrtg 'A"],
    ["quote", "cw-mrtg 'A' \\"],
    ["keyword", "if 'x'"],
    ["empty", "A=b"],
    ["empty", "  "],
  ])("fails with %s on %s", (kind, command) => {
    expect(argumentsOf(command)).toMatchObject({ ok: false, failure: { kind } });
  });
});

describe("withoutWrappers", () => {
  it("finds the program behind exec and env, with env's assignments", () => {
    expect(
      withoutWrappers({ environment: [], argv: ["exec", "/usr/bin/env", "A=b", "cw-mrtg", "x"] }),
    ).toEqual({
      environment: [["A", "b"]],
      argv: ["cw-mrtg", "x"],
    });
  });

  it("leaves env with options alone", () => {
    const line = { environment: [], argv: ["env", "-i", "cw-mrtg"] } as const;
    expect(withoutWrappers(line)).toEqual(line);
  });
});
