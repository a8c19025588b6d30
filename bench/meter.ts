/** Runs commands as MRTG does and says what they cost, by the kernel's own account. For cost.ts. */
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

export interface Cost {
  readonly cpuMilliseconds: number;
  readonly wallMilliseconds: number;
  readonly peakMegabytes: number;
  readonly requests: number;
  readonly bytes: number;
}

/** Runs commands one after the other, as MRTG does, and asks the kernel (wait4) what its children used. */
const meter = String.raw`use Time::HiRes 'time'; my ($cpu, $peak, $start) = (0, 0, time);
my $wait4 = (POSIX::uname())[4] eq 'x86_64' ? 61 : 260; open(my $list, '<', $ARGV[0]); my @all = map { chomp; [split /\t/] } <$list>;
for my $argv (@all) { my $pid = fork; if (!$pid) { open STDOUT, '>', '/dev/null'; exec { $argv->[0] } @$argv; exit 127 }
  my ($status, $usage) = (pack('i', 0), "\0" x 144); syscall($wait4, $pid, $status, 0, $usage);
  die "status " . unpack('i', $status) . ": @$argv\n" if unpack('i', $status);
  my ($us, $uu, $ss, $su, $rss) = unpack('q5', $usage); $cpu += $us * 1e3 + $uu / 1e3 + $ss * 1e3 + $su / 1e3; $peak = $rss if $rss > $peak }
printf "%f %f %f\n", $cpu, (time - $start) * 1e3, $peak / 1024;`;

export interface Used {
  readonly cpuMilliseconds: number;
  readonly wallMilliseconds: number;
  readonly peakMegabytes: number;
}

/** `directory`: for a list of the commands. Fails when one of them does. */
export function run(
  commands: readonly (readonly string[])[],
  directory: string,
  environment: Readonly<Record<string, string>>,
): Promise<Used> {
  const list = join(directory, "commands");
  writeFileSync(list, commands.map((command) => `${command.join("\t")}\n`).join(""));
  return new Promise((resolve, reject) => {
    const stdio = ["ignore", "pipe", "inherit"] as const;
    const child = spawn("perl", ["-MPOSIX", "-e", meter, list], { env: environment, stdio: [...stdio] });
    let text = "";
    child.stdout.setEncoding("utf8").on("data", (part: string) => (text += part));
    child.on("close", (status) => {
      const [cpuMilliseconds = 0, wallMilliseconds = 0, peakMegabytes = 0] = text
        .trim()
        .split(" ")
        .map(Number);
      if (status === 0) resolve({ cpuMilliseconds, wallMilliseconds, peakMegabytes });
      else reject(new Error(`a command failed with status ${status ?? "none"}`));
    });
  });
}

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? 0;

export function medians(costs: readonly Cost[]): Cost {
  const of = (name: keyof Cost): number => median(costs.map((cost) => cost[name]));
  return {
    cpuMilliseconds: of("cpuMilliseconds"),
    wallMilliseconds: of("wallMilliseconds"),
    peakMegabytes: of("peakMegabytes"),
    requests: of("requests"),
    bytes: of("bytes"),
  };
}
