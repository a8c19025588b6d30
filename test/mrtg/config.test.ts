import { describe, expect, it } from "vitest";
import { placeAt, readConfig } from "../../src/mrtg/config.ts";
import { configOf, filesOf, targetOf, textOf } from "./config-world.ts";

describe("readConfig", () => {
  it("joins continuation lines by one blank, whatever they are indented by", () => {
    expect(textOf(configOf("PageTop[a]: one\n\t  two\n   three\n"), "a", "pagetop")).toBe("one two three");
  });

  it("drops comments and empty lines even inside a continuation", () => {
    expect(textOf(configOf("Title[a]: one\n  # no\n\n#no\n  two\n"), "a", "title")).toBe("one two");
  });

  it("keeps a trailing backslash, for it continues nothing", () => {
    expect(textOf(configOf("Target[a]: `x \\\n  y`\n"), "a", "target")).toBe("`x \\ y`");
  });

  it("reads CRLF files and turns TABs into blanks", () => {
    expect(textOf(configOf("Title[a]:\tone\ttwo\r\n"), "a", "title")).toBe("one two");
  });

  it("lower-cases keywords and target names but no values", () => {
    expect(textOf(configOf("TITLE[WebServer]: Big\n"), "webserver", "title")).toBe("Big");
  });

  it("applies a default until it is reset, and to targets named by then", () => {
    const config = configOf("Options[_]: gauge\nTitle[a]: A\nOptions[_]:\nTitle[b]: B\n");
    expect([textOf(config, "a", "options"), textOf(config, "b", "options")]).toEqual(["gauge", undefined]);
  });

  it("lets a line of its own replace the default", () => {
    const config = configOf("Options[_]: gauge\nOptions[a]: absolute\n");
    expect(targetOf(config, "a").keys.get("options")).toMatchObject({ text: "absolute", origin: "own" });
  });

  it("puts a prefix before and a suffix behind, joined by a blank", () => {
    const config = configOf("Title[^]: before\nTitle[$]: after\nTitle[a]: A\n  more\n");
    expect(textOf(config, "a", "title")).toBe("before A more after");
  });

  it("joins a suffix without a blank when it ends in NoSpaceChar", () => {
    const config = configOf("NoSpaceChar: ~\nTitle[^]: pre~\nTitle[$]: post~\nTitle[a]: A\n");
    expect(textOf(config, "a", "title")).toBe("preApost");
  });

  it("keeps targets in the order in which any key first names them", () => {
    const config = configOf("cw*Region[b]: x\nTitle[a]: A\nTitle[b]: B\n");
    expect(config.targets.map(({ name }) => name)).toEqual(["b", "a"]);
  });

  it("keeps our own keywords", () => {
    expect(textOf(configOf("cw*Region[a]: eu-west-1\n"), "a", "cw*region")).toBe("eu-west-1");
  });

  it("finds an included file beside the main file", () => {
    const config = configOf("Include: more.inc\n", { "/etc/more.inc": "Title[a]: A\n" });
    expect(targetOf(config, "a").place).toEqual({ file: "/etc/more.inc", line: 1 });
  });

  it("prefers an included file in the working directory", () => {
    const config = configOf("Include: more.inc\n", {
      "/etc/more.inc": "Title[a]: A\n",
      "more.inc": "Title[a]: B\n",
    });
    expect(textOf(config, "a", "title")).toBe("B");
  });

  it("reads the files of a pattern from the last to the first, as MRTG does", () => {
    const config = configOf("Include: conf/*.cfg\n", {
      "/etc/conf/1.cfg": "Title[a]: A\n",
      "/etc/conf/2.cfg": "Title[b]: B\n",
    });
    expect(config.targets.map(({ name }) => name)).toEqual(["b", "a"]);
  });

  it("knows the line of every part of a continued value", () => {
    const value = targetOf(configOf("Target[a]: `x` +\n# no\n  `y`\n"), "a").keys.get("target")!;
    expect(placeAt(value, value.text.indexOf("y"))).toEqual({ file: "/etc/mrtg.cfg", line: 3 });
  });

  it.each([
    ["nonsense", "Title[a] A\n", 1],
    ["duplicate", "Title[a]: A\nTITLE[A]: A\n", 2],
    ["no-include", "Title[a]: A\nInclude: nowhere\n", 2],
    ["dropped-continuation", "WorkDir: /var\n  /www\n", 2],
  ])("notes the problem %s with its line and goes on", (kind, text, line) => {
    const config = configOf(`${text}Title[z]: Z\n`);
    expect(config.problems).toMatchObject([{ kind, place: { line } }]);
    expect(textOf(config, "z", "title")).toBe("Z");
  });

  it("ends on a file that includes itself", () => {
    expect(configOf("Include: mrtg.cfg\n").problems).toMatchObject([{ kind: "no-include" }]);
  });

  it("fails when the main file cannot be read", () => {
    expect(readConfig("/nowhere", filesOf({}))).toMatchObject({
      ok: false,
      failure: { kind: "input", path: "/nowhere" },
    });
  });
});
