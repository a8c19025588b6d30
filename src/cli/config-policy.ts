/** Which principals an mrtg.cfg's targets are read as, and what each must be allowed. Pure. */
import { freeMetrics } from "../cloudwatch/choice.ts";
import { policyFor, type Deeds, type Policy } from "../cloudwatch/policy.ts";
import { channelsOf, type Call } from "../target/checks/check.ts";
import { sum } from "../sum.ts";

/** The credentials that mrtg's user has by itself. */
const ownCredentials = "credentials";

/** By --api and by what only GetMetricData can do. */
function operationsOf(call: Call, isBeyondFree: boolean): readonly string[] {
  const channels = channelsOf(call).map(([, channel]) => channel);
  const onlyByData = channels.some(
    ({ expression, accountId }) => expression !== undefined || accountId !== undefined,
  );
  const { api } = call.target;
  const simple = channels.some(({ expression }) => expression === undefined);
  return [
    ...(api !== "data" && simple ? ["GetMetricStatistics"] : []),
    ...(api === "data" || onlyByData || (api === "auto" && isBeyondFree) ? ["GetMetricData"] : []),
    // To name the dimension sets that exist when a metric does not.
    "ListMetrics",
  ];
}

/** `regionOf` answers undefined where no region is known. */
export function policiesOf(
  calls: readonly Call[],
  regionOf: (call: Call) => string | undefined,
  intervalSeconds: number,
): ReadonlyMap<string, Policy> {
  const channels = sum(calls.map((call) => channelsOf(call).length));
  const isBeyondFree = channels > freeMetrics(intervalSeconds);
  const deeds = new Map<
    string,
    { operations: Set<string>; regions: Set<string | undefined>; roles: Set<string> }
  >();
  const of = (principal: string) => {
    const known = deeds.get(principal) ?? { operations: new Set(), regions: new Set(), roles: new Set() };
    deeds.set(principal, known);
    return known;
  };
  for (const call of calls) {
    const { profile, roleArn } = call.target.connection;
    const base = profile === undefined ? ownCredentials : `profile ${profile}`;
    const reader = of(roleArn ?? base);
    for (const operation of operationsOf(call, isBeyondFree)) reader.operations.add(operation);
    reader.regions.add(regionOf(call));
    if (roleArn !== undefined) of(base).roles.add(roleArn);
  }
  return new Map([...deeds].map(([principal, each]: [string, Deeds]) => [principal, policyFor(each)]));
}

/** One principal: its policy, ready for `aws iam put-user-policy`. Several: an object of policies by principal. */
export function policyJson(policies: ReadonlyMap<string, Policy>): string {
  const [only, ...more] = policies.values();
  const document = only !== undefined && more.length === 0 ? only : Object.fromEntries(policies);
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
