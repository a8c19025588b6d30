/**
 * Which metric a state file belongs to: everything that makes two series different and nothing that does not
 * (no timeout, no lag, no type). Pure; the file name it gives never leaves its directory.
 */
import { createHash } from "node:crypto";

interface Circumstances {
  /** The account's number where it is known without asking, and the role and profile it is reached by. */
  readonly account?: string;
  readonly role?: string;
  readonly profile?: string;
  readonly region: string;
  /** Only a custom one: dual stack and FIPS lead to the same data. */
  readonly endpoint?: string;
  readonly unit?: string;
  readonly period: number;
  readonly aggregate: string;
}

/** One metric, or what an expression makes of several. */
type Matter =
  | {
      readonly namespace: string;
      readonly metric: string;
      /** Sorted: CloudWatch knows no order of dimensions. */
      readonly dimensions: readonly (readonly [name: string, value: string])[];
    }
  | {
      readonly expression: string;
      /** Each in its one spelling, name first; sorted. */
      readonly metrics: readonly string[];
    };

export type Identity = Circumstances & Matter;

const byCodeUnits = ([a]: readonly [string, string], [b]: readonly [string, string]): number =>
  a < b ? -1 : a > b ? 1 : 0;

function canonicalMatter(matter: Matter): Matter {
  if ("expression" in matter) return { expression: matter.expression, metrics: [...matter.metrics].sort() };
  const { namespace, metric, dimensions } = matter;
  return { namespace, metric, dimensions: [...dimensions].sort(byCodeUnits) };
}

/** The identity in one canonical spelling, whatever order its parts were given in. */
export function canonical(identity: Identity): Identity {
  const { account, role, profile, region, endpoint, unit, period, aggregate } = identity;
  return {
    ...(account === undefined ? {} : { account }),
    ...(role === undefined ? {} : { role }),
    ...(profile === undefined ? {} : { profile }),
    region,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...canonicalMatter(identity),
    ...(unit === undefined ? {} : { unit }),
    period,
    aggregate,
  };
}

const wordsOf = (matter: Matter): readonly string[] =>
  "expression" in matter
    ? ["expression", matter.expression]
    : [matter.namespace, matter.metric, ...matter.dimensions.map(([, value]) => value)];

/** Readable, at most 120 bytes of ASCII, and unique by its hash: `AWS-EC2_NetworkIn_i-0123_4f2a….json`. */
export function stateFileName(identity: Identity): string {
  const exact = canonical(identity);
  const hash = createHash("sha256").update(JSON.stringify(exact)).digest("hex").slice(0, 24);
  const readable = wordsOf(exact)
    .map((word) => word.replace(/[^A-Za-z0-9-]+/g, "-").slice(0, 30))
    .join("_");
  return `${readable.slice(0, 90)}_${hash}.json`;
}
