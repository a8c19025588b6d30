import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { formatBlock } from "../../src/cfgmaker/blocks.ts";
import { faultOfBlocks } from "../../src/cli/cfgmaker-check.ts";
import type { Service } from "../../src/cloudwatch/services/service.ts";
import { services } from "../../src/cloudwatch/services/services.ts";
import { instance, planOf, type Described } from "./account.ts";

/** What a dimension of each service may look like. */
const values: Readonly<Record<string, string>> = {
  InstanceId: "i-0123456789abcdef0",
  VolumeId: "vol-0a1b2c3d4e5f60718",
  DBInstanceIdentifier: "orders",
  DBClusterIdentifier: "orders-cluster",
  LoadBalancer: "app/web/50dc6c495c0c9188",
  TargetGroup: "targetgroup/web/73e2d6bc24d8a067",
  LoadBalancerName: "old-web",
  NatGatewayId: "nat-05dba92075d71c408",
  FileSystemId: "fs-0123456789abcdef0",
  VpnId: "vpn-0d1e2f3a4b5c6d7e8",
  TunnelIpAddress: "203.0.113.7",
  ConnectionId: "dxcon-fguhmqlc",
  VirtualInterfaceId: "dxvif-fgputw0j",
  DistributionId: "EDFDVBD6EXAMPLE",
  Region: "Global",
  Currency: "USD",
  ServiceName: "AmazonEC2",
  LinkedAccount: "111122223333",
  StorageType: "StandardStorage",
  StorageClass: "Standard",
  FilterId: "EntireBucket",
  Operation: "Query",
};

/** One resource for each set of dimensions, with every metric that the table draws for it. */
const everythingOf = (service: Service): readonly Described[] =>
  service.dimensionSets.map((set) => ({
    namespace: service.namespace,
    dimensions: Object.fromEntries(set.map((name) => [name, values[name] ?? `my-${name}`])),
    metrics: [
      ...new Set(
        service.pairs
          .filter((pair) => pair.dimensions === undefined || String(pair.dimensions) === String(set))
          .flatMap((pair): readonly string[] => pair.metrics),
      ),
    ],
  }));

/** `UPDATE_GOLDEN=1 npx vitest run --config test/vitest.config.ts test/cfgmaker/golden.test.ts` writes them anew. */
function golden(name: string, content: string): string {
  const path = new URL(`golden/${name}.cfg`, import.meta.url);
  if (process.env["UPDATE_GOLDEN"] !== undefined) writeFileSync(path, content);
  return readFileSync(path, "utf8");
}

describe.each(services)("the configuration for $namespace", (service) => {
  const { blocks, targets } = planOf({
    resources: everythingOf(service),
    instances: [instance("i-0123456789abcdef0", { Name: "web-1", Owner: "web team" }, { type: "m5.large" })],
  });

  it("is what it was", () => {
    const content = blocks.map(formatBlock).join("\n");
    expect(content).toBe(golden(service.word, content));
  });

  it("draws every pair of the table", () => {
    expect(new Set(targets.map((target) => target.candidate.pair.id))).toEqual(
      new Set(service.pairs.map((pair) => pair.id)),
    );
  });

  it("is understood by MRTG's rules and by cw-mrtg", () => {
    expect(faultOfBlocks(blocks)).toBeUndefined();
  });
});
