/** The option table of cw-check. Pure data. */
import type { CommandSpec } from "./options.ts";

export const cwCheck: CommandSpec = {
  name: "cw-check",
  usage: ["[options] MRTG.CFG", "--cost [--json] MRTG.CFG", "--policy MRTG.CFG"],
  summary:
    "Reads an mrtg.cfg as MRTG does and says what is wrong with it, line by line, with the remedy: what mrtg --check misses, and what cw-mrtg needs.",
  options: [
    { name: "live", help: "ask CloudWatch whether each metric exists (ListMetrics)" },
    { name: "json", help: "print findings or cost as JSON" },
    { name: "cost", help: "print what the configuration costs a month, by either API" },
    { name: "policy", help: "print the least IAM policy it needs, as JSON" },
    {
      name: "crontab",
      value: "FILE",
      repeatable: true,
      help: "that runs mrtg (default /etc/cron.d/mrtg, /etc/crontab); with a column of users in /etc/crontab and in cron.d",
    },
    {
      name: "user",
      value: "NAME",
      help: "as whom mrtg runs (default: what the crontab says)",
    },
    { name: "timeout", value: "SECONDS", help: "for all of --live together (default 60)" },
  ],
  examples: [
    "exit status: 0 clean; 1 findings; 64 usage; 65 MRTG.CFG cannot be read",
    "",
    "cw-check --live /etc/mrtg.cfg",
    "cw-check --cost /etc/mrtg.cfg",
    "cw-check --policy /etc/mrtg.cfg > policy.json",
    "",
    "Target[web]: `cw-mrtg NetworkIn NetworkOut AWS/EC2 AutoScalingGroupName=web`",
  ],
};
