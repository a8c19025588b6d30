import { describe, expect, it } from "vitest";
import { commandsOf, parseTarget } from "../../src/mrtg/target-expression.ts";
import { configOf, targetOf } from "./config-world.ts";

const target = (text: string) => targetOf(configOf(`Target[a]: ${text}\n`), "a");
const parsed = (text: string) => parseTarget(target(text).keys.get("target")!);

describe("the Target expression", () => {
  it("gives commands verbatim, doubled blanks kept", () => {
    expect(commandsOf(target("`cw-mrtg  A 'b  c'`")).map(({ text }) => text)).toEqual(["cw-mrtg  A 'b  c'"]);
  });

  it("frees escaped backticks", () => {
    expect(commandsOf(target("`x \\`y\\``")).map(({ text }) => text)).toEqual(["x `y`"]);
  });

  it("gives several commands and what stands between them", () => {
    expect(parsed("`x` * 100 + 2:public@router / `y`").between).toEqual([
      "",
      " * 100 + 2:public@router / ",
      "",
    ]);
  });

  it("leaves an unbalanced backtick in the rest", () => {
    expect(parsed("`x` + `y")).toMatchObject({ commands: [{ text: "x" }], between: ["", " + `y"] });
  });

  it("knows the line on which a command of a continued value begins", () => {
    expect(commandsOf(target("`x` +\n `y`")).map(({ place }) => place.line)).toEqual([1, 2]);
  });

  it("has no commands without a Target", () => {
    expect(commandsOf(targetOf(configOf("Title[a]: `x`\n"), "a"))).toEqual([]);
  });
});
