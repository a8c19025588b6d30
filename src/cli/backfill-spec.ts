/** The option table of cw-backfill. Pure data. */
import { retentionDays } from "../cloudwatch/tiers.ts";
import type { CommandSpec } from "./options.ts";

export const backfillSpec: CommandSpec = {
  name: "cw-backfill",
  usage: ["[options] MRTG.CFG [TARGET]..."],
  summary:
    "Gives targets whose Target is one cw-mrtg command their CloudWatch history, up to 455 days, as MRTG's .log or .rrd. MRTG and cw-mrtg go on from there without a gap or an overlap. A target whose file exists is left alone, so that a run that was broken off can be started again.",
  options: [
    { name: "dry-run", value: undefined, help: "print the plan, and what it costs; ask and change nothing" },
    { name: "force", help: "put history behind what an existing file holds; a backup stays beside it" },
    { name: "days", value: "DAYS", help: `how far back (default ${retentionDays}, which is all)` },
    { name: "timeout", value: "SECONDS", help: "for everything together (default 3600)" },
  ].map(({ name, value, help }) => ({ name, help, ...(value === undefined ? {} : { value }) })),
  examples: [
    "exit status: 0 done; 64 usage; 65 unreadable input; 69 unreachable, no rrdtool;",
    "74 file not written; 75 try again; 77 credentials; 78 configuration",
    "",
    "cw-backfill --dry-run /etc/mrtg.cfg",
    "cw-backfill /etc/mrtg.cfg web",
  ],
};
