/** Troubles on request: which, how often, for which operation. Pure but for its own count. */

const faultKinds = [
  "throttle",
  "5xx",
  "hang",
  "garbage",
  "wrong-shape",
  "truncate",
  "reset",
  "denied",
  "bad-credentials",
  "bad-signature",
  "expired",
  "partial",
  "forbidden",
  "internal",
  "slow",
] as const;

export type FaultKind = (typeof faultKinds)[number];

export interface Fault {
  readonly kind: FaultKind;
  /** How many requests it meets; undefined: all. */
  readonly times?: number;
  /** Counts for each distinct question, not for all together: a client that tries again gets through. */
  readonly each?: boolean;
  /** Only requests of this operation. */
  readonly operation?: string;
  /** For `slow`. */
  readonly milliseconds?: number;
}

export const faultForms = `KIND[:TIMES][/each][@OPERATION] or slow:MILLISECONDS[:TIMES]…; KIND is ${faultKinds.join(", ")}`;

/** Reads `throttle:3`, `throttle:1/each`, `denied@ListMetrics`, `slow:500:2`; undefined when it is none. */
export function readFault(text: string): Fault | undefined {
  const match = /^([\w-]+)((?::\d{1,9})*)(\/each)?(?:@(\w+))?$/.exec(text);
  const kind = faultKinds.find((name) => name === match?.[1]);
  if (match === null || kind === undefined) return undefined;
  const numbers = (match[2] ?? "").split(":").slice(1).map(Number);
  const milliseconds = kind === "slow" ? numbers.shift() : undefined;
  const [times, ...more] = numbers;
  const operation = match[4];
  if (more.length > 0 || (kind === "slow" && milliseconds === undefined)) return undefined;
  return {
    kind,
    each: match[3] !== undefined,
    ...(times === undefined ? {} : { times }),
    ...(operation === undefined ? {} : { operation }),
    ...(milliseconds === undefined ? {} : { milliseconds }),
  };
}

/** Only answers that have results can be wrong inside. */
const forResults: readonly FaultKind[] = ["partial", "forbidden", "internal"];

export interface FaultBox {
  set(faults: readonly Fault[]): void;
  /** The fault that meets this request, counted. */
  draw(operation: string, question: string): Fault | undefined;
}

export function openFaultBox(faults: readonly Fault[]): FaultBox {
  let entries: { readonly fault: Fault; readonly met: Map<string, number> }[] = [];
  const set = (next: readonly Fault[]): void => {
    entries = next.map((fault) => ({ fault, met: new Map<string, number>() }));
  };
  set(faults);
  return {
    set,
    draw(operation, question) {
      for (const { fault, met } of entries) {
        if ((fault.operation ?? operation) !== operation) continue;
        if (forResults.includes(fault.kind) && operation !== "GetMetricData") continue;
        const count = fault.each === true ? `${operation} ${question}` : "";
        const before = met.get(count) ?? 0;
        if (before >= (fault.times ?? Infinity)) continue;
        met.set(count, before + 1);
        return fault;
      }
      return undefined;
    },
  };
}
