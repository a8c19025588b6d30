import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatBlock, keptText, merge, userTargets, type Block } from "../../src/cfgmaker/blocks.ts";

const block = (id: string, body = `Target[${id}]: \`true\`\n`): Block => ({ id, body });
const [a, b, c] = [block("a"), block("b"), block("c")];
const textOf = (existing: string | undefined, ...blocks: Block[]): string => merge(existing, blocks).text;

const blocksArbitrary = fc
  .uniqueArray(fc.constantFrom("a", "b", "c", "d", "e"), { minLength: 1 })
  .chain((ids) =>
    fc.tuple(...ids.map((id) => fc.constantFrom("1\n", "2\n", "").map((body) => block(id, body)))),
  );

describe("a second run", () => {
  it("replaces what it generated", () => {
    const first = textOf(undefined, a, b);
    expect(textOf(first, a, block("b", "new\n"))).toBe(textOf(undefined, a, block("b", "new\n")));
  });

  it("keeps what stands between the blocks", () => {
    const first = textOf(undefined, a, b).replace("\n\n", "\n# mine\n\n");
    expect(textOf(first, a, b)).toBe(first);
  });

  it("keeps a block that was edited, and says which", () => {
    const edited = textOf(undefined, a, b).replace("Target[a]: `true`", "Target[a]: `false`");
    const merged = merge(edited, [block("a", "new\n"), b]);
    expect([merged.text, merged.kept]).toEqual([edited, ["a"]]);
  });

  it("keeps an edited block also when its resource is gone", () => {
    const edited = textOf(undefined, a, b).replace("`true`", "`false`");
    expect(merge(edited, [b])).toMatchObject({ text: edited, kept: ["a"], dropped: [] });
  });

  it("drops a block nobody edited when its resource is gone, and says which", () => {
    expect(merge(textOf(undefined, a, b, c), [a, c])).toEqual({
      text: textOf(undefined, a, c),
      kept: [],
      dropped: ["b"],
    });
  });

  it("writes a new block behind the one it follows", () => {
    expect(textOf(textOf(undefined, a, c), a, b, c)).toBe(textOf(undefined, a, b, c));
  });

  it("writes a new block that comes first to the beginning", () => {
    expect(textOf(textOf(undefined, b), a, b)).toBe(textOf(undefined, a, b));
  });

  it("leaves a block without an end as it is", () => {
    const broken = formatBlock(a).replace(/# cw-cfgmaker: end.*\n/, "");
    expect(textOf(broken)).toBe(broken);
  });

  it("leaves a file of the user's whole, and adds to it", () => {
    const own = "WorkDir: /var/www/mrtg\n";
    expect(textOf(own, a)).toBe(`${formatBlock(a)}\n${own}`);
  });

  it("changes nothing when nothing changed, whatever was there before", () => {
    fc.assert(
      fc.property(fc.option(blocksArbitrary), blocksArbitrary, (before, now) => {
        const once = merge(before === null ? undefined : merge(undefined, before).text, now).text;
        expect(merge(once, now).text).toBe(once);
      }),
    );
  });

  it("loses no line of the user's, wherever it stands", () => {
    fc.assert(
      fc.property(blocksArbitrary, blocksArbitrary, fc.nat(), (before, now, at) => {
        const lines = merge(undefined, before).text.split("\n");
        lines.splice(at % lines.length, 0, "# the user's own line");
        expect(merge(lines.join("\n"), now).text).toContain("# the user's own line");
      }),
    );
  });
});

describe("an existing file", () => {
  const file = textOf(undefined, a, b).replace("Target[b]: `true`", "Target[own]: `x`\ntarget[B]: `y`");

  it("tells which targets the user wrote", () => {
    expect(userTargets(`Target[Mine]: 1\n${file}`)).toEqual(new Set(["mine", "own"]));
  });

  it("tells which text is the user's", () => {
    expect(keptText(`# mine\n${file}`)).toBe("# mine\n\nTarget[own]: `x`\ntarget[B]: `y`\n");
  });
});
