import { describe, expect, test } from "vitest";
import { helpText } from "../../src/cli/help.ts";
import { cwMrtg } from "../../src/cli/target-spec.ts";

describe("the help of cw-mrtg", () => {
  const lines = helpText(cwMrtg).trimEnd().split("\n");

  test("fits a screen of 60 lines and 80 columns", () => {
    expect([lines.length <= 60, lines.filter((line) => line.length > 80)]).toEqual([true, []]);
  });

  test("names every option", () => {
    expect(cwMrtg.options.filter(({ name }) => !lines.some((line) => line.includes(`--${name}`)))).toEqual(
      [],
    );
  });

  test("ends in a line for mrtg.cfg", () => {
    expect(lines.at(-1)).toMatch(/^Target\[web\]: `cw-mrtg NetworkIn NetworkOut AWS\/EC2 InstanceId=i-\w+`$/);
  });
});
