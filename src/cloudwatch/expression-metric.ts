/**
 * The spelling of `--metric`: `ID=NAMESPACE/NAME?DIMENSION=VALUE&stat=Sum&unit=Bytes`, like the address of a page.
 * The last `/` before the `?` parts namespace and name, for a namespace may hold many. Odd characters are written as
 * in addresses, by `%` and their UTF-8 bytes. Pure; formatting what was parsed gives the same metric.
 */
import { failure, success, type Result } from "../result.ts";
import type { ExpressionMetric } from "./expression.ts";
import { isDimensionValue, isName, mostDimensions, type Dimension } from "./metric.ts";
import { nameOf, parseAggregate, type Aggregate } from "./statistic.ts";

export const metricForm = "ID=NAMESPACE/NAME?DIMENSION=VALUE&stat=Sum";

const idForm = /^[a-z][a-zA-Z0-9_]{0,254}$/;

/** Undefined where a `%` is not followed by two digits, or the bytes are no text. */
function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    // decodeURIComponent has no other way to say no; the caller names the place.
    return undefined;
  }
}

const part = (text: string, what: string, isValid: (text: string) => boolean): Result<string, string> => {
  const value = decoded(text);
  if (value === undefined) return failure(`${what} "${text}": write % as %25`);
  return isValid(value) ? success(value) : failure(`${what} "${text}" is empty, too long or not printable`);
};

interface Query {
  readonly dimensions: readonly Dimension[];
  readonly aggregate: Aggregate;
  readonly unit?: string;
}

function parseQuery(text: string): Result<Query, string> {
  const dimensions: Dimension[] = [];
  let aggregate: Aggregate | undefined;
  let unit: string | undefined;
  for (const pair of text === "" ? [] : text.split("&")) {
    const at = pair.indexOf("=");
    if (at < 0) return failure(`"${pair}" has no =: DIMENSION=VALUE, stat=… or unit=… is needed`);
    const [key, rest] = [pair.slice(0, at), pair.slice(at + 1)];
    const value = part(rest, `the value of ${key}`, isDimensionValue);
    if (!value.ok) return value;
    if ((key === "stat" && aggregate !== undefined) || (key === "unit" && unit !== undefined))
      return failure(`${key} is given twice`);
    if (key === "stat") {
      const parsed = parseAggregate(value.value);
      if (!parsed.ok) return parsed;
      aggregate = parsed.value;
    } else if (key === "unit") unit = value.value;
    else {
      const name = part(key, "the dimension", isName);
      if (!name.ok) return name;
      if (dimensions.some((each) => each.name === name.value))
        return failure(`dimension ${name.value} is given twice`);
      dimensions.push({ name: name.value, value: value.value });
    }
  }
  if (dimensions.length > mostDimensions) return failure(`a metric has at most ${mostDimensions} dimensions`);
  return success({
    dimensions,
    aggregate: aggregate ?? { kind: "sum" },
    ...(unit === undefined ? {} : { unit }),
  });
}

/** Reads one `--metric`; the failure says which part is wrong and what it should be. */
export function parseExpressionMetric(text: string): Result<ExpressionMetric, string> {
  const equals = text.indexOf("=");
  const id = equals < 0 ? "" : text.slice(0, equals);
  const [address = "", ...queries] = text.slice(equals + 1).split("?");
  const slash = address.lastIndexOf("/");
  if (!idForm.test(id))
    return failure(
      `--metric "${text}": ${metricForm} is needed, where ID is a lower-case letter, then letters, digits, _`,
    );
  if (slash < 0) return failure(`--metric ${id}: "${address}" is no NAMESPACE/NAME; ${metricForm} is needed`);
  const namespace = part(address.slice(0, slash), "the namespace", isName);
  const name = part(address.slice(slash + 1), "the name", isName);
  const query = parseQuery(queries.join("?"));
  if (!namespace.ok) return failure(`--metric ${id}: ${namespace.failure}`);
  if (!name.ok) return failure(`--metric ${id}: ${name.failure}`);
  if (!query.ok) return failure(`--metric ${id}: ${query.failure}`);
  const { dimensions, ...rest } = query.value;
  return success({ id, metric: { namespace: namespace.value, name: name.value, dimensions }, ...rest });
}

/** Writes what would be read as something else; blanks at the ends too, for arguments are trimmed. */
const encoded = (text: string, signs: RegExp): string =>
  text.replace(signs, encodeURIComponent).replace(/^\s|\s$/g, encodeURIComponent);

const encodedKey = (name: string): string =>
  // A dimension that bears the name of one of our own words begins with a code.
  name === "stat" || name === "unit"
    ? `%${name.charCodeAt(0).toString(16)}${name.slice(1)}`
    : encoded(name, /[%&=]/g);

/** The one spelling of a metric: dimensions sorted, the statistic always said. */
export function formatExpressionMetric({ id, metric, aggregate, unit }: ExpressionMetric): string {
  const dimensions = [...metric.dimensions].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const query = [
    ...dimensions.map(({ name, value }) => `${encodedKey(name)}=${encoded(value, /[%&]/g)}`),
    `stat=${encoded(nameOf(aggregate), /[%&]/g)}`,
    ...(unit === undefined ? [] : [`unit=${encoded(unit, /[%&]/g)}`]),
  ];
  return `${id}=${encoded(metric.namespace, /[%?]/g)}/${encoded(metric.name, /[%?/]/g)}?${query.join("&")}`;
}
