/** if-mrtg: one reading of a local interface, four lines on stdout: the eth0 graph beside the CloudWatch one. */
import { begin, complainOf } from "../cli/begin.ts";
import { exitStatus } from "../cli/failures.ts";
import { usageFailure, type CommandSpec } from "../cli/options.ts";
import type { Command } from "../cli/process.ts";
import { filesUnder } from "../cli/system-files.ts";
import { isInterfaceName, readInterface } from "../interface/reading.ts";
import { formatReading } from "../mrtg/reading.ts";

const spec: CommandSpec = {
  name: "if-mrtg",
  usage: ["[options] INTERFACE"],
  summary:
    "Prints one reading of a local network interface for MRTG, without SNMP: bytes received, bytes transmitted (64-bit counters), uptime, host name.",
  options: [
    {
      name: "root",
      value: "DIR",
      help: "where sys and proc are found (default /): a container's, or fixtures",
    },
  ],
  examples: [
    "exit status: 0 read; 64 usage; 65 unreadable counters; 69 no such interface",
    "",
    "Target[eth0]: `if-mrtg eth0`",
    "Options[eth0]: growright",
    "MaxBytes[eth0]: 125000000",
  ],
};

// eslint-disable-next-line @typescript-eslint/require-await -- the shape of all commands
export const command: Command = async (world) => {
  const begun = begin(world, spec);
  if (!begun.ok) return begun.failure;
  const { positionals } = begun.value;
  const [name = "", ...more] = positionals;
  if (name === "" || more.length > 0)
    return complainOf(world, spec.name, usageFailure("one INTERFACE is needed", `see ${spec.name} --help`));
  if (!isInterfaceName(name))
    return complainOf(world, spec.name, usageFailure(`"${name}" is no name of an interface`));
  const reading = readInterface(filesUnder(begun.value.value("root") ?? "/"), name);
  if (!reading.ok) return complainOf(world, spec.name, reading.failure);
  world.print(formatReading(reading.value));
  return exitStatus.success;
};
