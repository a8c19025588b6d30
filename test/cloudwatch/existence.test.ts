import { describe, expect, it } from "vitest";
import { existenceOf } from "../../src/cloudwatch/existence.ts";
import { success } from "../../src/result.ts";
import { fakeApi } from "./fake-api.ts";

const dimension = (name: string, value: string) => ({ name, value });
const metric = (...dimensions: ReturnType<typeof dimension>[]) => ({ namespace: "N", name: "A", dimensions });
const [x, y] = [dimension("X", "1"), dimension("Y", "2")];
const deadline = new AbortController().signal;
const page = (...metrics: ReturnType<typeof metric>[]) => success({ metrics, owningAccounts: [] });

describe("existenceOf", () => {
  it("finds a metric whatever order its dimensions have", async () => {
    const api = fakeApi({ lists: () => page(metric(y, x)) });
    expect(await existenceOf(api, metric(x, y), undefined, deadline)).toEqual(success({ kind: "exists" }));
  });

  it("does not take a metric with more dimensions for it, and names the sets that exist", async () => {
    const api = fakeApi({ lists: () => page(metric(x, y)) });
    expect(await existenceOf(api, metric(x), undefined, deadline)).toEqual(
      success({ kind: "missing", others: [metric(x, y)] }),
    );
  });

  it("looks at every page", async () => {
    const api = fakeApi({
      lists: ({ nextToken }) =>
        nextToken === undefined
          ? success({ metrics: [], owningAccounts: [], nextToken: "2" })
          : page(metric(x)),
    });
    expect(await existenceOf(api, metric(x), undefined, deadline)).toEqual(success({ kind: "exists" }));
  });

  it("asks the account the metric belongs to", async () => {
    const api = fakeApi({ lists: () => page(metric(x)) });
    await existenceOf(api, metric(x), "123456789012", deadline);
    expect(api.lists).toMatchObject([{ includeLinkedAccounts: true, owningAccount: "123456789012" }]);
  });
});
