/** Whose state a channel's ledger is, given how CloudWatch is reached. Pure. */
import { formatExpressionMetric } from "../cloudwatch/expression-metric.ts";
import type { Subject } from "../cloudwatch/source.ts";
import { nameOf } from "../cloudwatch/statistic.ts";
import type { Identity } from "../ledger/identity.ts";
import type { Channel } from "./target.ts";

/** What tells one CloudWatch from another: names, never secrets. */
export interface Whereabouts {
  readonly region: string;
  /** The account's number where it is known without asking. */
  readonly account?: string;
  /** Where the account is not known, the profile stands for it; `default` and none are the same. */
  readonly profile?: string;
  readonly role?: string;
  /** A custom endpoint only: dual stack and FIPS lead to the same data. */
  readonly endpoint?: string;
}

const matterOf = ({ metric, expression }: Subject) =>
  expression === undefined
    ? {
        namespace: metric.namespace,
        metric: metric.name,
        dimensions: metric.dimensions.map(({ name, value }) => [name, value] as const),
      }
    : { expression: expression.text, metrics: expression.metrics.map(formatExpressionMetric) };

export function identityOf(channel: Channel, whereabouts: Whereabouts): Identity {
  const { unit, periodSeconds, aggregate } = channel;
  const { region, account, profile, role, endpoint } = whereabouts;
  const isNamed = account === undefined && profile !== undefined && profile !== "default";
  return {
    ...(account === undefined ? {} : { account }),
    ...(role === undefined ? {} : { role }),
    ...(isNamed ? { profile } : {}),
    region,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...matterOf(channel),
    ...(unit === undefined ? {} : { unit }),
    period: periodSeconds,
    aggregate: nameOf(aggregate),
  };
}
