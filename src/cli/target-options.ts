/**
 * Reads the command line that describes a target (target-spec.ts) into what the program needs. Pure; what cw-mrtg
 * is called with is read here for whoever meets it, be it in a shell or in an mrtg.cfg.
 */
import { isPeriod, periodForms } from "../cloudwatch/period.ts";
import { addsUp, nameOf, parseAggregate, type Aggregate } from "../cloudwatch/statistic.ts";
import type { Dimension, Metric } from "../cloudwatch/metric.ts";
import { parseScale } from "../ledger/amount.ts";
import type { MissingPolicy, ReadingType } from "../ledger/reader.ts";
import { failure, success, type Result } from "../result.ts";
import type { Channel, Target } from "../target/target.ts";
import { usageFailure, type Typed, type UsageFailure } from "./options.ts";

const types: readonly ReadingType[] = ["absolute", "counter", "gauge"];
const policies: readonly MissingPolicy[] = ["zero", "hold", "unknown"];

/** Leaves the ladder of checks below at the first wrong value; caught in readTarget only. */
class Wrong extends Error {
  readonly usage: UsageFailure;
  constructor(message: string, hint?: string) {
    super(message);
    this.usage = usageFailure(message, hint);
  }
}

function wrong(message: string, hint?: string): never {
  throw new Wrong(message, hint);
}

function oneOf<Choice extends string>(option: string, text: string, choices: readonly Choice[]): Choice {
  return (
    choices.find((choice) => choice === text) ?? wrong(`--${option} is ${choices.join(", ")}, not "${text}"`)
  );
}

const mostSeconds = 86_400 * 455;

/** Whole seconds, `least` at least and no more than CloudWatch remembers. */
function seconds(option: string, text: string, least: number): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= mostSeconds) return value;
  return wrong(`--${option} takes whole seconds from ${least} to ${mostSeconds}, not "${text}"`);
}

/** An option that may take IN,OUT: the part for the channel. */
function part(typed: Typed, option: string, index: 0 | 1): string | undefined {
  const value = typed.value(option);
  if (value === undefined) return undefined;
  const parts = value.split(",").map((text) => text.trim());
  if (parts.length > 2) wrong(`--${option} takes one value or IN,OUT, not "${value}"`);
  return parts.length === 2 ? parts[index] : parts[0];
}

const nameForms = "1 to 255 printable characters";

/** Names as CloudWatch allows them; a control character would end in a file name, a header or MRTG's page. */
function name(what: string, text: string): string {
  if (text.length >= 1 && text.length <= 255 && !/[\p{Cc}\u2028\u2029]/u.test(text)) return text;
  return wrong(`${what} must be ${nameForms}`);
}

const mostDimensions = 30;

function dimension(text: string): Dimension {
  const at = text.indexOf("=");
  if (at < 0) return wrong(`"${text}" is no dimension: NAME=VALUE is needed`);
  const value = text.slice(at + 1).trim();
  // CloudWatch: up to 1,024 characters, where names and metrics have 255.
  if (value.length < 1 || value.length > 1024 || /[\p{Cc}\u2028\u2029]/u.test(value))
    return wrong(`the value of dimension "${text.slice(0, at)}" must be 1 to 1024 printable characters`);
  return { name: name("a dimension's name", text.slice(0, at).trim()), value };
}

function typeOf(typed: Typed, aggregates: readonly Aggregate[]): ReadingType {
  const given = typed.value("type");
  const type =
    given === undefined
      ? aggregates.every((aggregate) => ["sum", "samplecount"].includes(aggregate.kind))
        ? "absolute"
        : "gauge"
      : oneOf("type", given, types);
  const bare = aggregates.find((aggregate) => !addsUp(aggregate));
  if (type !== "gauge" && bare !== undefined)
    wrong(`--type ${type} needs sums, and ${nameOf(bare)} does not add up`, "use --type gauge");
  return type;
}

function readChannel(typed: Typed, metric: Metric, index: 0 | 1, type: ReadingType): Channel {
  const aggregate = aggregateOf(typed, index);
  const periodSeconds = seconds("period", part(typed, "period", index) ?? "300", 1);
  if (!isPeriod(periodSeconds)) wrong(`--period ${periodSeconds}: CloudWatch has ${periodForms}`);
  const per = typed.value("per");
  if (per !== undefined) {
    oneOf("per", per, ["second"]);
    if (type !== "gauge" || !addsUp(aggregate)) wrong("--per second needs --type gauge and a sum");
  }
  const scaleSpelling = part(typed, "scale", index) ?? "1";
  const scale = parseScale(scaleSpelling) ?? wrong(`--scale takes a number above 0, not "${scaleSpelling}"`);
  const lookbackSeconds = seconds(
    "lookback",
    typed.value("lookback") ?? String(Math.max(900, 3 * periodSeconds)),
    1,
  );
  const missing = part(typed, "missing", index);
  const lag = part(typed, "lag", index) ?? "0";
  const unit = part(typed, "unit", index);
  return {
    metric,
    ...(unit === undefined ? {} : { unit: name("--unit", unit) }),
    aggregate,
    periodSeconds,
    type,
    perSecond: per !== undefined,
    scale,
    scaleSpelling,
    lag: lag === "auto" ? lag : seconds("lag", lag, 0),
    lookbackSeconds,
    recountSeconds: seconds("recount", typed.value("recount") ?? "3600", 0),
    holdSeconds: seconds("hold", typed.value("hold") ?? "30", 0),
    ...(missing === undefined ? {} : { missing: oneOf("missing", missing, policies) }),
  };
}

function aggregateOf(typed: Typed, index: 0 | 1): Aggregate {
  const parsed = parseAggregate(part(typed, "aggregate", index) ?? "sum");
  return parsed.ok ? parsed.value : wrong(parsed.failure);
}

function text<Name extends string>(typed: Typed, option: string, field: Name): Partial<Record<Name, string>> {
  const value = typed.value(option);
  if (value === undefined) return {};
  return { [field]: name(`--${option}`, value) } as Record<Name, string>;
}

/** What the command line asks for. Region, credentials and directory are left to the chain. */
export function readTarget(typed: Typed): Result<Target, UsageFailure> {
  try {
    const [metricIn, metricOut, namespace, ...rest] = typed.positionals;
    if (metricIn === undefined || metricOut === undefined || namespace === undefined)
      return wrong("METRIC_IN, METRIC_OUT and NAMESPACE are needed", "see cw-mrtg --help");
    const dimensions = rest.map(dimension);
    const names = dimensions.map((each) => each.name);
    const twice = names.find((each, index) => names.indexOf(each) < index);
    if (twice !== undefined) wrong(`dimension ${twice} is given twice`);
    if (dimensions.length > mostDimensions) wrong(`a metric has at most ${mostDimensions} dimensions`);
    const metric = (metricName: string): Metric => ({
      namespace: name("NAMESPACE", namespace),
      name: name("a metric's name", metricName),
      dimensions,
    });
    if (metricIn === "-") return wrong("METRIC_IN cannot be -; METRIC_OUT can");
    const hasOut = metricOut !== "-";
    const type = typeOf(
      typed,
      hasOut ? [aggregateOf(typed, 0), aggregateOf(typed, 1)] : [aggregateOf(typed, 0)],
    );
    return success({
      in: readChannel(typed, metric(metricIn), 0, type),
      ...(hasOut ? { out: readChannel(typed, metric(metricOut), 1, type) } : {}),
      connection: {
        ...text(typed, "region", "region"),
        ...text(typed, "profile", "profile"),
        ...text(typed, "role-arn", "roleArn"),
        ...text(typed, "external-id", "externalId"),
        ...text(typed, "endpoint-url", "endpointUrl"),
        dualstack: typed.flag("dualstack"),
        fips: typed.flag("fips"),
      },
      ...text(typed, "account-id", "accountId"),
      ...text(typed, "state-dir", "stateDirectory"),
      timeoutSeconds: seconds("timeout", typed.value("timeout") ?? "20", 1),
    });
  } catch (error) {
    if (error instanceof Wrong) return failure(error.usage);
    throw error;
  }
}
