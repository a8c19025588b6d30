/** The option table of cw-collect, and what its command line means. Pure. */
import { apis, type ApiOption } from "../cloudwatch/choice.ts";
import { success, type Result } from "../result.ts";
import type { CommandSpec, Typed, UsageFailure } from "./options.ts";
import { oneOf, orWrong, seconds, wrong } from "./wrong.ts";

export const cwCollect: CommandSpec = {
  name: "cw-collect",
  usage: ["[options] MRTG.CFG..."],
  summary:
    "Polls for all cw-mrtg commands of an mrtg.cfg in as few requests as hold them, and leaves each its reading: when MRTG then runs the command, it prints that and asks nobody. What cannot be collected polls for itself, as without cw-collect.",
  options: [
    {
      name: "api",
      value: "API",
      help: "data (500 metrics a request), statistics, or auto: the cheaper (default)",
    },
    { name: "timeout", value: "SECONDS", help: "for each request and what it answers (default 20)" },
    { name: "verbose", short: "v", help: "say which commands poll for themselves, and why" },
  ],
  examples: [
    "exit status: 0 collected; 64 usage; else as cw-mrtg's for the first failure",
    "",
    "*/5 * * * * cw-collect /etc/mrtg.cfg; mrtg /etc/mrtg.cfg",
  ],
};

export interface CollectCommand {
  readonly paths: readonly string[];
  readonly api: ApiOption;
  readonly timeoutSeconds: number;
  readonly verbose: boolean;
}

export const readCollectOptions = (typed: Typed): Result<CollectCommand, UsageFailure> =>
  orWrong(() => {
    if (typed.positionals.length === 0) return wrong("an MRTG.CFG is needed", "see cw-collect --help");
    return success({
      paths: typed.positionals,
      api: oneOf("api", typed.value("api") ?? "auto", apis),
      timeoutSeconds: seconds("timeout", typed.value("timeout") ?? "20", 1),
      verbose: typed.flag("verbose"),
    });
  });
