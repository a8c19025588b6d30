import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseJson } from "../../src/cloudwatch/json-reader.ts";
import { readData, readList, readStatistics } from "../../src/cloudwatch/wire-answers.ts";
import { dataInput, listInput } from "../../src/cloudwatch/wire-questions.ts";

const statistics = (text: string) => parseJson(text, readStatistics);
const data = (text: string) => parseJson(text, readData);
const list = (text: string) => parseJson(text, readList);

describe("an answer to GetMetricStatistics", () => {
  it("may hold no datapoints", () => {
    expect(statistics('{"Label":"NetworkIn"}')).toEqual({ ok: true, value: [] });
    expect(statistics('{"Datapoints":[]}')).toEqual({ ok: true, value: [] });
  });

  it("keeps every statistic and the unit", () => {
    const text =
      '{"Datapoints":[{"Timestamp":1.7e9,"Unit":"Bytes","Sum":1.5,"SampleCount":5,"ExtendedStatistics":{"p99":7}}]}';
    expect(statistics(text)).toEqual({
      ok: true,
      value: [{ timeSeconds: 1_700_000_000, unit: "Bytes", values: { Sum: 1.5, SampleCount: 5, p99: 7 } }],
    });
  });

  it.each([
    ["no JSON", ""],
    ["no JSON", "<html>"],
    ["no JSON", '{"Datapoints":[{"Timestamp":1,"Sum":NaN}]}'],
    ["the answer is not an object", "[]"],
    ["the answer is not an object", "null"],
    ["it has no Datapoints and no Label", "{}"],
    ["Datapoints is not a list", '{"Datapoints":{}}'],
    ["a datapoint is not an object", '{"Datapoints":[1]}'],
    ["Timestamp is not a finite number", '{"Datapoints":[{"Sum":1}]}'],
    ["Timestamp is not a time", '{"Datapoints":[{"Timestamp":-1,"Sum":1}]}'],
    ["Timestamp is not a time", '{"Datapoints":[{"Timestamp":1.5,"Sum":1}]}'],
    ["Timestamp is not a time", '{"Datapoints":[{"Timestamp":1e12,"Sum":1}]}'],
    ["Sum is not a finite number", '{"Datapoints":[{"Timestamp":1,"Sum":1e400}]}'],
    ["Sum is not a finite number", '{"Datapoints":[{"Timestamp":1,"Sum":"1"}]}'],
    ["p99 is not a finite number", '{"Datapoints":[{"Timestamp":1,"ExtendedStatistics":{"p99":null}}]}'],
    ["Unit is not a text", '{"Datapoints":[{"Timestamp":1,"Unit":7}]}'],
  ])("is refused because %s: %s", (failure, text) => {
    expect(statistics(text)).toEqual({ ok: false, failure });
  });
});

describe("an answer to GetMetricData", () => {
  const result = (more: string): string =>
    `{"MetricDataResults":[{"Id":"m","StatusCode":"Complete"${more}}]}`;

  it("keeps what CloudWatch says of each result and of all", () => {
    const text = `{"MetricDataResults":[{"Id":"m","Label":"l","StatusCode":"PartialData","Timestamps":[60],"Values":[2],"Messages":[{"Code":"c","Value":"v"}]}],"Messages":[{"Value":"whole"}],"NextToken":"t"}`;
    expect(data(text)).toEqual({
      ok: true,
      value: {
        results: [
          {
            id: "m",
            label: "l",
            statusCode: "PartialData",
            timesSeconds: [60],
            values: [2],
            messages: ["c: v"],
          },
        ],
        messages: ["whole"],
        nextToken: "t",
      },
    });
  });

  it.each([
    ["m has 2 timestamps for 1 values", result(',"Timestamps":[0,60],"Values":[1]')],
    ["a value is not a finite number", result(',"Timestamps":[0],"Values":[-1e999]')],
    ["StatusCode is not a text", '{"MetricDataResults":[{"Id":"m"}]}'],
    ["it has no MetricDataResults and no Messages", '{"Metrics":[]}'],
  ])("is refused because %s", (failure, text) => {
    expect(data(text)).toEqual({ ok: false, failure });
  });
});

it("refuses a list of metrics that does not say whose they are, when it says so of some", () => {
  const text = '{"Metrics":[{"Namespace":"n","MetricName":"m"}],"OwningAccounts":["1","2"]}';
  expect(list(text)).toEqual({ ok: false, failure: "2 accounts for 1 metrics" });
});

it("writes expressions beside metrics", () => {
  const query = { id: "e", expression: "m1*8", periodSeconds: 300, returnData: true };
  const input = dataInput({ queries: [query], startSeconds: 0, endSeconds: 300, maxDatapoints: 5 });
  expect(JSON.parse(JSON.stringify(input))).toEqual({
    MetricDataQueries: [{ Id: "e", Expression: "m1*8", Period: 300, ReturnData: true }],
    StartTime: 0,
    EndTime: 300,
    MaxDatapoints: 5,
  });
});

it("asks for recently active metrics of linked accounts", () => {
  const input = listInput({ recentlyActive: true, includeLinkedAccounts: true, owningAccount: "1" });
  expect(JSON.parse(JSON.stringify(input))).toEqual({
    RecentlyActive: "PT3H",
    IncludeLinkedAccounts: true,
    OwningAccount: "1",
  });
});

it("never throws, whatever comes", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
      for (const read of [statistics, data, list]) expect(typeof read(text).ok).toBe("boolean");
    }),
    { numRuns: 300 },
  );
});
