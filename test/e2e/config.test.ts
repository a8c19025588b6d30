import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { configFiles } from "../../src/cli/config-files.ts";
import { argumentsOf } from "../../src/mrtg/command-line.ts";
import { readConfig } from "../../src/mrtg/config.ts";
import { cfgText, commandText, formatConfigLine, shellQuote, targetName } from "../../src/mrtg/quoting.ts";
import { commandsOf } from "../../src/mrtg/target-expression.ts";
import { readByMrtg, runByPerl } from "./perl.ts";

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "cw-config-"));
});
afterAll(() => {
  rmSync(directory, { recursive: true });
});

const keyword = fc.constantFrom("Target", "Title", "options", "Colors", "SUPRESS", "cw*Region", "PageTop");
const name = fc.constantFrom("a", "B", "b", "_", "^", "$", "x]y", "é");
const word = fc.constantFrom(
  "one",
  "two ",
  "`cmd a`",
  "`cmd  a` + `x`",
  "`q \\`r\\``",
  "`",
  "\\",
  "`s \\",
  "$(x)",
  "'q'",
  "é\u00a0",
  "a:",
  "]:b",
  "#c",
  "~",
  "\f",
);
const value = fc.array(word, { maxLength: 4 }).map((words) => words.join(" "));
const blanks = fc.constantFrom("", " ", "\t", "  ", "\t ");
const end = fc.constantFrom("\n", "\r\n", " \n", "\t\r\n");
const line = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(keyword, name, blanks, blanks, value)
      .map(([k, n, a, b, v]) => `${k}[${n}]${a}:${b}${v}`),
  },
  { weight: 3, arbitrary: fc.tuple(fc.constantFrom(" ", "\t", "  \t"), value).map(([b, v]) => b + v) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom("WorkDir", "cw*All", "Interval:x"), blanks, value)
      .map(([k, b, v]) => `${k}:${b}${v}x`),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "NoSpaceChar: ~",
      "# comment",
      "  # comment",
      "",
      "Include: one.inc",
      "include:\ttwo*.inc ",
    ),
  },
);
const file = fc.array(fc.tuple(line, end), { maxLength: 12 }).map((lines) => lines.flat().join(""));

describe("the configuration file, beside the real MRTG_lib.pm", () => {
  it(
    "gives every key the value MRTG gives it, and finds the commands MRTG runs",
    { timeout: 120_000 },
    () => {
      writeFileSync(join(directory, "one.inc"), "  continued\nTitle[inc]: One\n");
      writeFileSync(join(directory, "two1.inc"), "Title[inc1]: A\n");
      writeFileSync(join(directory, "two2.inc"), "PageTop[inc2]: B");
      const texts = fc.sample(file, { numRuns: 3000, seed: 20_310_101 });
      const files = texts.map((text, index) => {
        const path = join(directory, `${index}.cfg`);
        writeFileSync(path, text);
        return path;
      });
      const ours = files.map((path) => {
        const config = readConfig(path, configFiles);
        if (!config.ok) throw new Error(path);
        return config.value;
      });
      const theirs = readByMrtg(files, directory);
      let compared = 0;
      for (const [index, config] of ours.entries()) {
        const expected = theirs[index]!;
        const fatal = config.problems.some(({ kind }) => kind !== "dropped-continuation");
        expect({ text: texts[index], fatal }).toEqual({ text: texts[index], fatal: expected.error !== "" });
        if (fatal) continue;
        compared += 1;
        const targets = config.targets.map(({ name, keys }) => [
          name,
          Object.fromEntries([...keys].map(([key, { text }]) => [key, text])),
        ]);
        expect({
          text: texts[index],
          routers: config.targets.map((target) => target.name),
          cfg: Object.fromEntries([...config.globals].map(([key, { text }]) => [key, text])),
          targets: Object.fromEntries(targets) as unknown,
          commands: Object.fromEntries(
            config.targets
              .filter(({ keys }) => keys.has("target"))
              .map((target) => [target.name, [...new Set(commandsOf(target).map(({ text }) => text))]]),
          ),
        }).toEqual({
          text: texts[index],
          routers: expected.routers,
          cfg: expected.cfg,
          targets: expected.targets,
          commands: expected.commands,
        });
      }
      expect(compared).toBeGreaterThan(500);
    },
  );
});

/** Prints $A and its arguments, told apart by bytes that stand in none of them. */
const show = (): string => join(directory, "show");
const readBack = (output: string): string[][] =>
  output
    .split("\u0002")
    .slice(0, -1)
    .map((record) => record.split("\u0001").slice(0, -1));

describe("a command's arguments, beside the real perl and sh", () => {
  beforeAll(() => {
    writeFileSync(show(), `#!/bin/sh\nprintf '%s\\001' "A=$A" "$@"; printf '\\002'\n`, { mode: 0o755 });
  });

  it("are exactly what is known of them without running it", () => {
    const piece = fc.constantFrom(
      "a",
      "B=c",
      "'q r'",
      '"d e"',
      "\\ ",
      "\\\\",
      '\\"',
      "''",
      '"\\$x"',
      '"\\a"',
      "é",
      "#",
      "=",
      "~",
      "!",
      "{",
      "*",
      " ",
      "  ",
      "\t",
      "$x",
      "%",
      "'",
      "\\`",
    );
    const command = fc
      .tuple(fc.constantFrom("", "", "A=1 ", "A='x y' ", "A=\\$ ", " "), fc.array(piece, { maxLength: 8 }))
      .map(([before, pieces]) => `${before}${show()} ${pieces.join("")}`);
    const commands = fc.sample(command, { numRuns: 400, seed: 7 }).filter((each) => argumentsOf(each).ok);
    const ours = commands.map((each) => {
      const line = argumentsOf(each);
      if (!line.ok) throw new Error(each);
      const [, ...rest] = line.value.argv;
      const assigned = line.value.environment.findLast(([key]) => key === "A")?.[1] ?? "";
      return [`A=${assigned}`, ...rest];
    });
    expect(commands.length).toBeGreaterThan(60);
    expect(readBack(runByPerl(commands)).map((each, index) => [commands[index], each])).toEqual(
      ours.map((each, index) => [commands[index], each]),
    );
  });

  const anyText = fc.string({ unit: "binary", maxLength: 12 }).filter((text) => !/\p{Cc}/u.test(text));
  const hostile = fc.constantFrom(
    "`id`",
    "$(id)",
    "a'b",
    '"',
    "\\",
    "\\`",
    "a\\",
    " ",
    "",
    "]:",
    "<script>",
    "#",
    "~",
    "a=b",
    "-",
    "!",
    "*",
    ";id",
  );
  const argument = fc.oneof(
    anyText,
    hostile,
    fc.array(hostile, { maxLength: 4 }).map((all) => all.join("")),
  );

  it("come through mrtg.cfg, perl and sh as they were quoted", () => {
    const samples = fc.sample(fc.array(argument, { minLength: 1, maxLength: 4 }), { numRuns: 200, seed: 11 });
    const path = join(directory, "quoted.cfg");
    writeFileSync(
      path,
      samples
        .map((each, index) => formatConfigLine("Target", `t${index}`, commandText([show(), ...each])))
        .join(""),
    );
    const [read] = readByMrtg([path], directory);
    const commands = samples.map((_, index) => read!.commands[`t${index}`]![0]!);
    expect(readBack(runByPerl(commands))).toEqual(samples.map((each) => ["A=", ...each]));
  });

  it("are read back by argumentsOf as they were quoted", () => {
    fc.assert(
      fc.property(fc.array(argument, { minLength: 1 }), (words) => {
        const line = argumentsOf(`x ${words.map(shellQuote).join(" ")}`);
        expect(line).toMatchObject({ ok: true, value: { argv: ["x", ...words] } });
      }),
    );
  });
});

describe("words from other people in an mrtg.cfg", () => {
  const evil =
    "x\nTarget[evil]: `touch pwned`\n Title[y]: `id` $(id) \"q\" 'q' <script>alert(1)</script> ] \\n & é";

  it("neither add a key nor keep their markup", () => {
    const path = join(directory, "evil.cfg");
    const target = targetName(evil);
    writeFileSync(
      path,
      formatConfigLine("Title", target, cfgText(evil)) +
        formatConfigLine("PageTop", target, ["<h1>", cfgText(evil), "# x"]),
    );
    const [read] = readByMrtg([path], directory);
    expect(read!.error).toBe("");
    expect(read!.routers).toEqual([target]);
    expect(Object.keys(read!.targets[target]!).sort()).toEqual(["pagetop", "title"]);
    expect(read!.targets[target]!["title"]).not.toMatch(/[<>`"'$\\]/);
  });
});
