import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseFilter, type Fields } from "../../src/cfgmaker/filter.ts";

const graph: Readonly<Record<string, readonly string[]>> = {
  namespace: ["AWS/EC2"],
  metric: ["NetworkIn", "NetworkOut"],
  name: ["web-1"],
  "tag.env": ["prod"],
  'tag.a "quoted" key': ["x"],
  "dimension.InstanceId": ["i-1"],
};
const fields: Fields = (field) => graph[field] ?? [];

function verdict(text: string): boolean {
  const filter = parseFilter(text);
  if (!filter.ok) throw new Error(filter.failure);
  return filter.value(fields);
}

describe("a filter", () => {
  it.each([
    'namespace == "AWS/EC2"',
    "namespace == AWS/EC2",
    "namespace != AWS/RDS",
    "metric == NetworkOut",
    "metric =~ /^network/i",
    'metric =~ "In$"',
    "metric !~ /CPU/",
    "tag.env",
    "!tag.team",
    'tag.team == ""',
    'tag."a \\"quoted\\" key" == x',
    "dimension.InstanceId =~ /^i-/",
    "name == nobody || tag.env == prod",
    "!(name == nobody) && tag.env == prod",
    "name == web-1 || name == a && name == b",
    "(tag.env == prod)",
  ])("that says %s takes the graph", (text) => {
    expect(verdict(text)).toBe(true);
  });

  it.each([
    "namespace == aws/ec2",
    "metric != NetworkOut",
    "metric !~ /Out/",
    "tag.team",
    "(name == web-1 || name == a) && name == b",
    "!tag.env",
  ])("that says %s leaves the graph out", (text) => {
    expect(verdict(text)).toBe(false);
  });

  it.each([
    "",
    "color == red",
    "name ==",
    "name = web",
    "name == web-1 name",
    "(name == web-1",
    "name =~ /(/",
    "name == /web/",
    "&& name",
    "tag.",
    'name == "open',
    "tag.env == ==",
    "process.exit(1)",
  ])("%j is refused with a reason", (text) => {
    const filter = parseFilter(text);
    expect(filter.ok ? "" : filter.failure).toMatch(/^[^\n]+$/);
  });

  it("never throws, whatever is typed", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[name=!~\/()&|" .tx\\wb$]*$/), (text) => {
        const filter = parseFilter(text);
        if (filter.ok) filter.value(fields);
      }),
    );
  });
});
