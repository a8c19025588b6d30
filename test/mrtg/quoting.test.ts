import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cfgText, commandText, formatConfigLine, targetName } from "../../src/mrtg/quoting.ts";
import { commandsOf } from "../../src/mrtg/target-expression.ts";
import { configOf, targetOf } from "./config-world.ts";

describe("targetName", () => {
  it.each([
    ["Web Server (EU)", "web-server-eu"],
    ["../../etc/passwd", "etc-passwd"],
    ["é]:x", "e-x"],
    ["_", "target"],
    ["", "target"],
    ["index", "target-index"],
  ])("makes of %j %j", (text, name) => {
    expect(targetName(text)).toBe(name);
  });

  it("is always a name that MRTG takes and that stays in its directory", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const name = targetName(text);
        expect(name).toMatch(/^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$/);
        expect(configOf(`Title[${name}]: x\n`).targets.map((each) => each.name)).toEqual([name]);
      }),
    );
  });
});

describe("formatConfigLine", () => {
  it("keeps whatever a value holds within its key", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.array(fc.string({ unit: "binary" })), (first, others) => {
        const config = configOf(formatConfigLine("PageTop", "a", [cfgText(first), ...others.map(cfgText)]));
        expect(config.problems).toEqual([]);
        expect(config.targets.map(({ keys }) => [...keys.keys()])).toEqual([["pagetop"]]);
      }),
    );
  });

  it("writes a command so that it is read back", () => {
    const line = formatConfigLine("Target", "a", commandText(["cw-mrtg", "A", "B", "N", "Name=it's `x`"]));
    expect(line).toBe("Target[a]: `cw-mrtg A B N 'Name=it'\\''s \\`x\\`'`\n");
    expect(commandsOf(targetOf(configOf(line), "a"))[0]?.text).toBe("cw-mrtg A B N 'Name=it'\\''s `x`'");
  });

  it("writes a global without brackets", () => {
    expect(formatConfigLine("WorkDir", undefined, "/var/www")).toBe("WorkDir: /var/www\n");
  });
});
