import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatReading } from "../../src/mrtg/reading.ts";

const reading = { in: "1", out: "2", uptime: "0", name: "cloudwatch: NetworkIn and NetworkOut" };

describe("a reading", () => {
  test("is four lines that end in LF", () => {
    expect(formatReading(reading)).toBe("1\n2\n0\ncloudwatch: NetworkIn and NetworkOut\n");
  });

  test("stays four lines without markup, whatever the name", () => {
    const hostile = fc.oneof(
      fc.string(),
      fc.constantFrom("<script>", "a\nb", "\r", "\u2028", "&lt;", "\0", "'\""),
    );
    fc.assert(
      fc.property(fc.array(hostile), (parts) => {
        const lines = formatReading({ ...reading, name: parts.join("") }).split("\n");
        expect(lines).toHaveLength(5);
        expect(lines[3]).not.toMatch(/[<>"'\p{Cc}]/u);
      }),
    );
  });

  test("escapes what HTML would take for its own", () => {
    expect(formatReading({ ...reading, name: "<a&b>" }).split("\n")[3]).toBe("&lt;a&amp;b&gt;");
  });
});
