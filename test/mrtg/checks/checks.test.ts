import { describe, expect, it } from "vitest";
import type { Surroundings } from "../../../src/mrtg/checks/check.ts";
import { checkMrtg, mrtgChecks } from "../../../src/mrtg/checks/checks.ts";
import { mrtgJobs } from "../../../src/mrtg/crontab.ts";
import { configOf } from "../config-world.ts";

const crontab = (text: string) => mrtgJobs("/etc/cron.d/mrtg", text, true, undefined);

const surroundings: Surroundings = {
  path: "/usr/bin:/bin",
  isProgram: (path) => ["/usr/bin/cw-mrtg", "/opt/x", "/usr/bin/x", "/add/y"].includes(path),
  jobs: [],
};

/** Everything a target needs, so that each fixture says only what it is about. */
const base = "WorkDir: /var/www\nTitle[_]: T\nMaxBytes[_]: 100\nTarget[_]: `x`\n";
const firstLine = base.split("\n").length;

const job = "*/5 * * * * root env LANG=C /usr/bin/mrtg /etc/mrtg.cfg\n";

/** What triggers each check, on which line of it; and what is as near as may be and does not. */
const fixtures: readonly (readonly [check: string, line: number, wrong: string, right: string])[] = [
  ["unreadable-line", 1, "Options a: x", "Options[a]: bits"],
  ["unreadable-line", 2, "Options[a]: bits\nOPTIONS[A]: bits", "Options[a]: bits\nOptions[b]: bits"],
  ["unreadable-line", 1, "Include: none.cfg", "Include: some.cfg"],
  ["unreadable-line", 2, "HtmlDir: /x\n /y", "Legend1[a]: x\n y"],
  ["unknown-keyword", 1, "Titel[a]: x", "my*Titel[a]: x"],
  ["unknown-keyword", 1, "WorkDirectory: x", "my*WorkDirectory: x"],
  [
    "required-key",
    4,
    "Target[_]:\nTitle[_]:\nMaxBytes[_]:\nTarget[b]: `x`\nMaxBytes[b]: 1",
    "Target[b]: `x`",
  ],
  ["required-key", 4, "Target[_]:\nTitle[_]:\nMaxBytes[_]:\nTitle[b]: B\nMaxBytes[b]: 1", "Title[b]: B"],
  ["required-key", 2, "MaxBytes[_]:\nMaxBytes1[b]: 1", "MaxBytes[_]:\nMaxBytes1[b]: 1\nMaxBytes2[b]: 1"],
  ["max-bytes", 1, "MaxBytes[a]: 1e9", "MaxBytes[a]: 1000000000"],
  ["max-bytes", 1, "MaxBytes2[a]: 1.5", "MaxBytes2[a]: 2"],
  ["max-bytes", 1, "MaxBytes[a]: 0", "MaxBytes[a]: 1"],
  ["abs-max", 1, "AbsMax[a]: 99", "AbsMax[a]: 100"],
  ["abs-max", 1, "AbsMax[a]: 150\nMaxBytes1[a]: 200", "AbsMax[a]: 200\nMaxBytes1[a]: 200"],
  ["options-word", 1, "Options[a]: growrigth, bits", "Options[a]: growright, bits"],
  ["options-word", 1, "Options[a]: derive", "LogFormat: rrdtool\nOptions[a]: derive"],
  ["options-precedence", 1, "Options[a]: absolute, perminute", "Options[a]: absolute, bits"],
  ["backtick", 1, "Target[a]: `x` + `x", "Target[a]: `x` + `x`"],
  ["backslash", 1, "Target[a]: `x \\\n  b`", "Target[a]: `x \\b\n  b`"],
  ["backslash", 1, "PageTop[a]: one \\\n  two", "PageTop[a]: one\n  two"],
  ["kmg", 1, "kMG[a]: ,,", "kMG[a]: ,k,M"],
  ["kmg", 1, "kMG[a]: ,", "LogFormat: rrdtool\nkMG[a]: ,"],
  ["second-run", 2, "Target[a]: `x 1`\nTarget[b]: `x  1`", "Target[a]: `x 1`\nTarget[b]: `x 1`"],
  ["second-run", 2, "Target[a]: `x 1`\nTarget[b]: `x '1'`", "Target[a]: `x 1`\nTarget[b]: `x '1 '`"],
  ["second-run", 2, "Target[a]: `x $A`\nTarget[b]: `x  $A`", "Target[a]: `x '$A '`\nTarget[b]: `x '$A  '`"],
  ["program", 1, "Target[a]: `y`", "PathAdd: /add\nTarget[a]: `y`"],
  ["program", 1, "Target[a]: `/opt/z`", "Target[a]: `/opt/x`"],
  ["program", 1, "Target[a]: `A=b env C=d y`", "Target[a]: `A=b env C=d x`"],
  ["set-env", 1, 'SetEnv[a]: AWS_PROFILE="x"', 'SetEnv[a]: MRTG_INT_DESCR="x"'],
];

const check = (text: string) => checkMrtg(configOf(base + text, { "some.cfg": "" }), surroundings);

describe("the checks of MRTG's matters", () => {
  it.each(fixtures)("%s finds line %i of %j", (name, line, wrong) => {
    const findings = check(`${wrong}\n`);
    expect(findings).toMatchObject([
      { check: name, place: { file: "/etc/mrtg.cfg", line: line + firstLine - 1 } },
    ]);
  });

  it.each(fixtures.map(([name, , , right]) => [name, right]))("%s passes %j", (_name, right) => {
    expect(check(`${right}\n`)).toEqual([]);
  });

  it.each([
    ["LANG=en_US.UTF-8\n*/5 * * * * root mrtg /etc/mrtg.cfg\n", 2],
    ["*/5 * * * * root env LANG=de_DE.utf8 mrtg /etc/mrtg.cfg\n", 1],
  ])("language finds the job in %j", (text, line) => {
    expect(checkMrtg(configOf(base), { ...surroundings, jobs: crontab(text) })).toMatchObject([
      { check: "language", place: { file: "/etc/cron.d/mrtg", line } },
    ]);
  });

  it("language passes a job with LANG=C of its own", () => {
    const jobs = crontab(`LANG=en_US.UTF-8\n${job}`);
    expect(checkMrtg(configOf(base), { ...surroundings, jobs })).toEqual([]);
  });

  it("tells a wrong default once, however many targets have it", () => {
    expect(check("Options[_]: nonsense\nLegend1[a]: A\nLegend1[b]: B\n")).toHaveLength(1);
  });

  it("say which target is meant", () => {
    expect(check("AbsMax[a]: 99\n")).toMatchObject([{ target: "a" }]);
  });

  it("each have a fixture here", () => {
    const named = new Set([...fixtures.map(([name]) => name), "language"]);
    expect([...named].sort()).toEqual(mrtgChecks.map(({ name }) => name).sort());
  });

  it("speak in lower case without a full stop", () => {
    for (const { message } of fixtures.flatMap(([, , wrong]) => check(`${wrong}\n`)))
      expect(message).not.toMatch(/\.$|^[A-Z][a-z]+ (?!is|\[)/);
  });
});
