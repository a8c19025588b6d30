/** Where a service of AWS answers: partitions, regions, endpoints standard and custom. Pure. */
import { failure, success, type Result } from "../result.ts";

interface Partition {
  readonly name: string;
  readonly regions: RegExp;
  readonly suffix: string;
  readonly dualstackSuffix: string;
}

/** As the SDK's partitions.json has them. */
const partitions: readonly Partition[] = [
  {
    name: "aws-cn",
    regions: /^cn-/,
    suffix: "amazonaws.com.cn",
    dualstackSuffix: "api.amazonwebservices.com.cn",
  },
  { name: "aws-us-gov", regions: /^us-gov-/, suffix: "amazonaws.com", dualstackSuffix: "api.aws" },
  {
    name: "aws-eusc",
    regions: /^eusc-/,
    suffix: "amazonaws.eu",
    dualstackSuffix: "api.amazonwebservices.eu",
  },
  { name: "aws-iso", regions: /^us-iso-/, suffix: "c2s.ic.gov", dualstackSuffix: "api.aws.ic.gov" },
  { name: "aws-iso-b", regions: /^us-isob-/, suffix: "sc2s.sgov.gov", dualstackSuffix: "api.aws.scloud" },
  {
    name: "aws-iso-e",
    regions: /^eu-isoe-/,
    suffix: "cloud.adc-e.uk",
    dualstackSuffix: "api.cloud-aws.adc-e.uk",
  },
  {
    name: "aws-iso-f",
    regions: /^us-isof-/,
    suffix: "csp.hci.ic.gov",
    dualstackSuffix: "api.aws.hci.ic.gov",
  },
];

const commercial: Partition = {
  name: "aws",
  regions: /^/,
  suffix: "amazonaws.com",
  dualstackSuffix: "api.aws",
};

/** One label of a host name: whatever a region is called, it can lead to no other host. */
export const isRegion = (text: string): boolean => /^(?!-)[a-z0-9-]{1,63}(?<!-)$/i.test(text);

/** Of a service whose hosts are called `PREFIX.REGION.…` and `PREFIX-fips.REGION.…`. */
export function standardEndpoint(prefix: string, region: string, dualstack: boolean, fips: boolean): string {
  const partition = partitions.find(({ regions }) => regions.test(region)) ?? commercial;
  // In GovCloud every endpoint is a FIPS endpoint.
  const isFipsAnyway = partition.name === "aws-us-gov";
  const host = fips && !isFipsAnyway ? `${prefix}-fips` : prefix;
  return `https://${host}.${region}.${dualstack ? partition.dualstackSuffix : partition.suffix}`;
}

/** A custom endpoint in one spelling, without a slash at its end; or why it cannot be one. */
export function customEndpoint(text: string): Result<string, string> {
  if (!URL.canParse(text)) return failure("is no URL");
  const url = new URL(text);
  if (url.protocol !== "http:" && url.protocol !== "https:") return failure("is neither http: nor https:");
  if (url.username !== "" || url.password !== "") return failure("must not hold a user or password");
  if (url.search !== "" || url.hash !== "") return failure("must not hold ? or #");
  return success(`${url.origin}${url.pathname.replace(/\/+$/, "")}`);
}
