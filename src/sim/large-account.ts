/** Accounts of any size: resources of all services over several regions, with names nice or nasty. Pure. */
import { sum } from "../sum.ts";
import { joined, services, worldOf, type Described } from "./catalogue/catalogue.ts";
import type { Service } from "./catalogue/service.ts";
import { chance, keyOf } from "./hash.ts";
import { trafficSource } from "./traffic.ts";
import type { World } from "./world.ts";

export interface AccountOptions {
  readonly seed: string;
  /** How many resources. */
  readonly size: number;
  readonly regions: readonly string[];
  /** Hostile: Name tags, and names in a namespace of their own, that try to break out of whatever shows them. */
  readonly names?: "plain" | "hostile";
  readonly accountId?: string;
}

/** What people type, and worse. AWS takes all of these as the value of a tag. */
export const hostileNames: readonly string[] = [
  "web\nTarget[evil]: `touch /tmp/pwned`",
  "web\r\nWorkDir: /tmp",
  "`touch /tmp/pwned`",
  "$(touch /tmp/pwned)",
  "; touch /tmp/pwned #",
  "| touch /tmp/pwned",
  "'; touch /tmp/pwned; '",
  '"; touch /tmp/pwned; "',
  "\\`touch /tmp/pwned\\`",
  "<script>alert(1)</script>",
  "</TITLE><img src=x onerror=alert(1)>",
  "&lt;b&gt;&#60;b&#62;",
  "a]b[c",
  "Title[evil]: x",
  "../../etc/passwd",
  "..",
  "#comment",
  "tab\there  two blanks ",
  " begins with a blank",
  "ends with a backslash\\",
  "100%41%n%s",
  "Zürich – 東京 😀",
  "\u202Egnp.exe",
  "-rf",
  "a=b,c=d",
  "x".repeat(255),
];

/** CloudWatch itself takes only printable ASCII in dimensions. */
const isPrintable = (name: string): boolean => /^[\x20-\x7e]+$/.test(name) && name.trim() === name;

const types: readonly string[] = [
  ...["t3.micro", "t3.medium", "t4g.small", "m5.large", "m6i.2xlarge", "c6g.xlarge", "r5.4xlarge"],
  ...["i3en.24xlarge", "m1.small"],
];

function hexOf(key: number, index: number): string {
  const part = (salt: number): string =>
    Math.floor(chance(key, index, salt) * 2 ** 32)
      .toString(16)
      .padStart(8, "0");
  return `0${part(1)}${part(2)}`;
}

/** Each service once, then by weight. */
function serviceOf(key: number, index: number): Service | undefined {
  if (index < services.length) return services[index];
  let rest = chance(key, index, 3) * sum(services.map(({ weight }) => weight));
  return services.find(({ weight }) => (rest -= weight) < 0);
}

/** A namespace of the user's own, whose dimensions hold what AWS's never would. */
const ownNamespace = (region: string): World => ({
  resources: [],
  metrics: hostileNames.filter(isPrintable).map((value) => ({
    metric: { namespace: "Own <App>", name: "Requests", dimensions: [{ name: "Host", value }] },
    unit: "Count",
    region,
    source: (key) => trafficSource({ kind: "events", mean: 12 }, key),
  })),
});

export function accountOf({ seed, size, regions, names = "plain", accountId }: AccountOptions): World {
  const key = keyOf(seed);
  const pick = <Item>(items: readonly Item[], index: number, salt: number): Item | undefined =>
    items[Math.floor(chance(key, index, salt) * items.length)];
  const described = Array.from({ length: size }, (_, index): Described | undefined => {
    const service = serviceOf(key, index);
    const region = regions[index % regions.length];
    if (service === undefined || region === undefined) return undefined;
    const name = `${service.word}-${index}`;
    const isHostile = names === "hostile" && chance(key, index, 4) < 0.5;
    return {
      ...{ service, name, region, hex: hexOf(key, index) },
      ...(accountId === undefined ? {} : { accountId }),
      type: pick(types, index, 5) ?? "m5.large",
      isStopped: service.isInstance === true && chance(key, index, 6) < 0.1,
      // One resource in ten has no tags, as in every account.
      tags:
        chance(key, index, 7) < 0.1
          ? []
          : [
              { key: "Name", value: (isHostile ? pick(hostileNames, index, 8) : undefined) ?? name },
              { key: "env", value: pick(["prod", "prod", "test", "staging"], index, 9) ?? "prod" },
              { key: "team", value: pick(["shop", "data", "platform"], index, 10) ?? "shop" },
            ],
    };
  });
  const world = joined(described.flatMap((each) => (each === undefined ? [] : [worldOf(each)])));
  return names === "plain" ? world : joined([world, ...regions.slice(0, 1).map(ownNamespace)]);
}
