/**
 * Reads the command line that describes a target (target-spec.ts) into what the program needs. Pure; what cw-mrtg
 * is called with is read here for whoever meets it, be it in a shell or in an mrtg.cfg.
 */
import { isPeriod, periodForms } from "../cloudwatch/period.ts";
import { addsUp, nameOf, parseAggregate, type Aggregate } from "../cloudwatch/statistic.ts";
import { apis } from "../cloudwatch/choice.ts";
import type { Subject } from "../cloudwatch/source.ts";
import { parseScale } from "../ledger/amount.ts";
import type { MissingPolicy, ReadingType } from "../ledger/reader.ts";
import { success, type Result } from "../result.ts";
import type { Channel, Target } from "../target/target.ts";
import type { Typed, UsageFailure } from "./options.ts";
import { name, readSubjects } from "./subject-options.ts";
import { oneOf, orWrong, seconds, wrong } from "./wrong.ts";

const types: readonly ReadingType[] = ["absolute", "counter", "gauge"];
const policies: readonly MissingPolicy[] = ["zero", "hold", "unknown"];

/** An option that may take IN,OUT: the part for the channel. */
function part(typed: Typed, option: string, index: 0 | 1): string | undefined {
  const value = typed.value(option);
  if (value === undefined) return undefined;
  const parts = value.split(",").map((text) => text.trim());
  if (parts.length > 2) wrong(`--${option} takes one value or IN,OUT, not "${value}"`);
  return parts.length === 2 ? parts[index] : parts[0];
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

function readChannel(typed: Typed, subject: Subject, index: 0 | 1, type: ReadingType): Channel {
  const aggregate = aggregateOf(typed, index);
  checkExpression(typed, subject, aggregate);
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
    ...subject,
    ...(unit === undefined ? {} : { unit: name("--unit", unit) }),
    ...text(typed, "account-id", "accountId"),
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

/** The series of an expression are combined by us, and only some statistics can be. */
const combining: readonly Aggregate["kind"][] = ["sum", "average", "minimum", "maximum"];

function checkExpression(typed: Typed, { expression }: Subject, aggregate: Aggregate): void {
  if (expression === undefined) return;
  if (!combining.includes(aggregate.kind))
    wrong(`--aggregate of an expression is ${combining.join(", ")}, not ${nameOf(aggregate)}`);
  if (typed.value("unit") !== undefined)
    wrong("--unit does not go with --expression", "put unit=… into --metric");
}

function text<Name extends string>(typed: Typed, option: string, field: Name): Partial<Record<Name, string>> {
  const value = typed.value(option);
  if (value === undefined) return {};
  return { [field]: name(`--${option}`, value) } as Record<Name, string>;
}

/** What the command line asks for. Region, credentials and directory are left to the chain. */
export const readTarget = (typed: Typed): Result<Target, UsageFailure> =>
  orWrong(() => {
    const subjects = readSubjects(typed);
    const type = typeOf(
      typed,
      subjects.out === undefined ? [aggregateOf(typed, 0)] : [aggregateOf(typed, 0), aggregateOf(typed, 1)],
    );
    return success({
      in: readChannel(typed, subjects.in, 0, type),
      ...(subjects.out === undefined ? {} : { out: readChannel(typed, subjects.out, 1, type) }),
      connection: {
        ...text(typed, "region", "region"),
        ...text(typed, "profile", "profile"),
        ...text(typed, "role-arn", "roleArn"),
        ...text(typed, "external-id", "externalId"),
        ...text(typed, "endpoint-url", "endpointUrl"),
        dualstack: typed.flag("dualstack"),
        fips: typed.flag("fips"),
      },
      api: oneOf("api", typed.value("api") ?? "auto", apis),
      ...text(typed, "account-id", "accountId"),
      ...text(typed, "state-dir", "stateDirectory"),
      timeoutSeconds: seconds("timeout", typed.value("timeout") ?? "20", 1),
    });
  });
