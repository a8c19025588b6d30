import { expect, it } from "vitest";
import { accountOfKey, accountOfRole } from "../../src/cloudwatch/account.ts";

// The two examples that the finders of this published.
it.each([
  ["ASIAQNZGKIQY56JQ7WML", "029608264753"],
  ["ASIAY34FZKBOKMUTVV7A", "609629065308"],
])("reads the account out of %s", (key, account) => {
  expect(accountOfKey(key)).toBe(account);
});

it.each(["AKIAIOSFODNN7EXAMPLE", "AKIAJXXXXXXXXXXXXXXX", "AKIAEXAMPLE", "sim", "", "ASIAQNZGKIQY56JQ7WM1"])(
  "reads none out of %j, an older key or none at all",
  (key) => {
    expect(accountOfKey(key)).toBeUndefined();
  },
);

it("reads the account of a role", () => {
  expect(accountOfRole("arn:aws-cn:iam::123456789012:role/path/name")).toBe("123456789012");
  expect(accountOfRole("arn:aws:iam::12:role/name")).toBeUndefined();
});
