/** Whose state a channel's ledger is, given how CloudWatch is reached. Pure. */
import { formatExpressionMetric } from "../cloudwatch/expression-metric.ts";
import type { Subject } from "../cloudwatch/source.ts";
import { nameOf } from "../cloudwatch/statistic.ts";
import type { Identity } from "../ledger/identity.ts";
import type { Channel } from "./target.ts";

/** What tells one CloudWatch from another: names, never secrets. A Connection has it. */
export interface Whereabouts {
  readonly region: string;
  /** The account's number where it is known without asking. */
  readonly accountId?: string;
  /** Where the account is not known, the profile stands for it; `default` and none are the same. */
  readonly profile?: { readonly value: string };
  readonly roleArn?: string;
  /** A custom endpoint only: dual stack and FIPS lead to the same data. */
  readonly endpoint?: { readonly value: string };
}

/** Naming the account whose credentials they are says nothing new, and costs the API that is free. */
export function inAccount(channel: Channel, ownAccountId: string | undefined): Channel {
  const { accountId, ...rest } = channel;
  return accountId === ownAccountId ? rest : channel;
}

const matterOf = ({ metric, expression }: Subject) =>
  expression === undefined
    ? {
        namespace: metric.namespace,
        metric: metric.name,
        dimensions: metric.dimensions.map(({ name, value }) => [name, value] as const),
      }
    : { expression: expression.text, metrics: expression.metrics.map(formatExpressionMetric) };

/** What the channel's state is known by: all that matters for its datapoints, and nothing else. */
export function identityOf(channel: Channel, whereabouts: Whereabouts): Identity {
  const { unit, periodSeconds, aggregate } = channel;
  const { region, profile, roleArn, endpoint } = whereabouts;
  const account = channel.accountId ?? whereabouts.accountId;
  const isNamed = account === undefined && profile !== undefined && profile.value !== "default";
  return {
    ...(account === undefined ? {} : { account }),
    ...(roleArn === undefined ? {} : { role: roleArn }),
    ...(isNamed ? { profile: profile.value } : {}),
    region,
    ...(endpoint === undefined ? {} : { endpoint: endpoint.value }),
    ...matterOf(channel),
    ...(unit === undefined ? {} : { unit }),
    period: periodSeconds,
    aggregate: nameOf(aggregate),
  };
}
