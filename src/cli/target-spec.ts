/** The option table of cw-mrtg: what may be said of a target, and its help. Pure data. */
import type { CommandSpec } from "./options.ts";

export const cwMrtg: CommandSpec = {
  name: "cw-mrtg",
  usage: [
    "[options] METRIC_IN METRIC_OUT NAMESPACE [NAME=VALUE]...",
    "[options] --expression 'IN;OUT' [--metric ID=METRIC]...",
  ],
  summary:
    "Prints one reading of two CloudWatch metrics for MRTG: in, out, uptime, name. METRIC_OUT may be -. Where noted (,) an option takes IN,OUT.",
  options: [
    {
      name: "aggregate",
      value: "STAT",
      help: "sum (default), average, minimum, maximum, samplecount, p99.9, tm99, … (,)",
    },
    {
      name: "type",
      value: "TYPE",
      help: "absolute (default for sums), counter, gauge (default else): the word in Options[x]",
    },
    { name: "per", value: "second", help: "gauge: a sum becomes a rate over its own period" },
    { name: "period", value: "SECONDS", help: "of a datapoint (default 300) (,)" },
    {
      name: "lookback",
      value: "SECONDS",
      help: "how far the very first reading goes back (default 900, or three periods)",
    },
    { name: "recount", value: "SECONDS", help: "how long datapoints may come late or change (default 3600)" },
    {
      name: "lag",
      value: "SECONDS",
      help: "how far behind the clock the ledger is read, or auto (default 0) (,)",
    },
    { name: "missing", value: "POLICY", help: "zero, hold or unknown when nothing new is known (,)" },
    { name: "scale", value: "FACTOR", help: "multiplied with the value before rounding (default 1) (,)" },
    { name: "unit", value: "UNIT", help: "keep only datapoints of this unit (,)" },
    {
      name: "expression",
      value: "IN;OUT",
      help: "metric math, SEARCH or SELECT; --aggregate combines many series",
    },
    {
      name: "metric",
      value: "ID=METRIC",
      repeatable: true,
      help: "for --expression: 'ID=NAMESPACE/NAME?DIM=VALUE&stat=Sum'",
    },
    { name: "api", value: "API", help: "statistics (free at first), data, or auto (default)" },
    { name: "hold", value: "SECONDS", help: "asked again so soon, the same answer (default 30)" },
    { name: "region", value: "REGION", help: "this and the next: the standard AWS chain by default" },
    { name: "profile", value: "NAME", help: "in ~/.aws/config or ~/.aws/credentials" },
    { name: "role-arn", value: "ARN", help: "the role to assume" },
    { name: "external-id", value: "ID", help: "what that role asks for" },
    { name: "account-id", value: "ID", help: "the account the metric belongs to" },
    { name: "endpoint-url", value: "URL", help: "another CloudWatch, such as cw-sim's" },
    { name: "dualstack", help: "the endpoint with IPv6" },
    { name: "fips", help: "the FIPS endpoint" },
    {
      name: "state-dir",
      value: "DIR",
      help: "where the ledgers are kept (default $CW_MRTG_STATE_DIR, else see --debug)",
    },
    { name: "timeout", value: "SECONDS", help: "for everything together (default 20)" },
    { name: "log", value: "FILE", help: "or syslog: failures, each written once and then counted" },
    {
      name: "verify",
      value: "SPAN",
      help: "ask CloudWatch for the last 24h, 2d again and compare the counts",
    },
    { name: "collect", value: "MRTG.CFG", help: "the first of a round polls for all targets of this file" },
    { name: "debug", help: "dry run: the four lines, and why on stderr; changes nothing" },
  ],
  examples: [
    "exit status: 0 read; 64 usage; 65 state; 69 unreachable; 73, 74 files; 75 try",
    "again; 76 unintelligible answer; 77 credentials; 78 configuration",
    "",
    "Target[web]: `cw-mrtg NetworkIn NetworkOut AWS/EC2 InstanceId=i-0a1b2c3d`",
  ],
};
