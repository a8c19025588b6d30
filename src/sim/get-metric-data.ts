/** GetMetricData: up to 500 queries, answered in pages of datapoints; its errors stand inside the answer. */
import { inputs, numberOr, requiredTime, textOr } from "./input.ts";
import { isExpression, readQueries } from "./metric-data-query.ts";
import { resultsOf, type QueryResult } from "./metric-data-results.ts";
import type { Operation } from "./operation.ts";
import { questionOf, readToken, tokenOf } from "./page.ts";
import { refuse } from "./refusal.ts";

const pageOfService = 100_800;
const mostQueries = 500;

/** The part of the result that lies in [from, to) of all datapoints, when the result begins at `begin`. */
function cut(result: QueryResult, begin: number, from: number, to: number, newestFirst: boolean): unknown {
  const ordered = newestFirst ? [...result.points].reverse() : result.points;
  const part = ordered.slice(Math.max(0, from - begin), Math.max(0, to - begin));
  return {
    Id: result.id,
    Label: result.label,
    Timestamps: part.map(([timeSeconds]) => timeSeconds),
    Values: part.map(([, value]) => value),
    StatusCode: begin + result.points.length > to ? "PartialData" : "Complete",
  };
}

export const getMetricData: Operation = (call) => {
  const { input } = call;
  const startSeconds = requiredTime(input, "StartTime");
  const endSeconds = requiredTime(input, "EndTime");
  const queries = inputs(input, "MetricDataQueries");
  if (queries.length === 0) refuse("MissingParameter", "The parameter MetricDataQueries is required.");
  if (queries.length > mostQueries)
    refuse(
      "ValidationError",
      `The collection MetricDataQueries must not have a size greater than ${mostQueries}.`,
    );
  if (startSeconds === endSeconds)
    refuse("ValidationError", "The parameter StartTime must not equal parameter EndTime.");
  if (startSeconds > endSeconds)
    refuse("ValidationError", "The parameter StartTime must be less than the parameter EndTime.");
  const pageSize = numberOr(input, "MaxDatapoints", Math.min(call.pageSize, pageOfService));
  if (!(pageSize >= 1 && pageSize <= pageOfService))
    refuse("ValidationError", `The parameter MaxDatapoints must be 1 to ${pageOfService}.`);
  const newestFirst = textOr(input, "ScanBy", "TimestampDescending") !== "TimestampAscending";
  const question = questionOf(input, "NextToken", "MaxDatapoints");
  const token = textOr(input, "NextToken", undefined);
  const bookmark = readToken(token, question, call.nowSeconds, "InvalidNextToken");
  const read = readQueries(queries);
  const results = resultsOf(read, { startSeconds, endSeconds }, { ...call, nowSeconds: bookmark.nowSeconds });
  const from = bookmark.offset;
  const to = from + pageSize;
  let end = 0;
  const page = results.flatMap((result) => {
    const begin = end;
    // A result without datapoints takes a place too, or it would stand on no page.
    end += Math.max(1, result.points.length);
    return begin < to && end > from ? [cut(result, begin, from, to, newestFirst)] : [];
  });
  // API reference: "NextToken isn't returned if you are performing a math expression".
  const hasNext = end > to && !read.some(({ asked }) => isExpression(asked));
  return {
    MetricDataResults: page,
    Messages: [],
    ...(hasNext ? { NextToken: tokenOf({ ...bookmark, offset: to }, question) } : {}),
  };
};
