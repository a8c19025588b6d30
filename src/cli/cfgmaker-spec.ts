/** The option table of cw-cfgmaker, and its help. Pure data. */
import type { CommandSpec, OptionSpec } from "./options.ts";

/** All may be given again: a later one holds for the regions after it. */
const options: readonly OptionSpec[] = [
  { name: "global", value: '"KEY: VALUE"', help: "a line before the next region, each time it is given" },
  { name: "output", value: "FILE", help: "instead of stdout; your edits in it are kept" },
  {
    name: "subdirs",
    value: "FORMAT",
    help: "Directory[]; REGION ACCOUNT NAMESPACE RESOURCE NAME are replaced",
  },
  { name: "filter", value: "EXPR", help: "only graphs that satisfy EXPR; the others are commented out" },
  {
    name: "template",
    value: "FILE",
    help: "lines for a target: {{lines}} {{id}} {{command}} {{title}} {{tag.KEY}} …",
  },
  { name: "all", help: "also metrics and dimensions that stand in no table" },
  { name: "no-all", help: "takes --all back" },
  { name: "recent", help: "comment out what had no data for three hours (default)" },
  { name: "no-recent", help: "take whatever had data in the last two weeks" },
  { name: "profile", value: "NAME", help: "in ~/.aws/config or ~/.aws/credentials" },
  { name: "role-arn", value: "ARN", help: "the role to assume" },
  { name: "external-id", value: "ID", help: "what that role asks for" },
  { name: "account-id", value: "ID", help: "metrics of this linked account only" },
  { name: "linked-accounts", help: "metrics of all linked accounts" },
  { name: "endpoint-url", value: "URL", help: "another CloudWatch, such as cw-sim's" },
  { name: "dualstack", help: "the endpoints with IPv6" },
  { name: "fips", help: "the FIPS endpoints" },
  { name: "state-dir", value: "DIR", help: "--state-dir for every target" },
  { name: "timeout", value: "SECONDS", help: "for everything together (default 300)" },
];

export const cwCfgmaker: CommandSpec = {
  name: "cw-cfgmaker",
  usage: ["[options] REGION [NAMESPACE|tag:KEY[=VALUE]]... [REGION ...]"],
  summary:
    "Finds CloudWatch metrics and writes an mrtg.cfg. Without a namespace it takes all; of several tags all must be there. An option holds for the regions after it; an empty value takes it back.",
  options: options.map((option) => ({ ...option, repeatable: true })),
  examples: [
    'EXPR joins FIELD ==, !=, =~ or !~ "TEXT" or /REGEXP/ with && || ! ( ). FIELD is',
    "region account namespace metric pair resource name type tag.KEY dimension.NAME",
    "",
    'cw-cfgmaker --global "WorkDir: /var/www/mrtg" --output /etc/mrtg-aws.cfg \\',
    "  --filter 'pair !~ /^(status|packets)$/' eu-west-1 AWS/EC2 AWS/RDS tag:env=prod",
  ],
};
