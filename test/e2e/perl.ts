/** Asks the real MRTG_lib.pm and the real perl, through one process for many questions. */
import { execFileSync } from "node:child_process";

const reader = String.raw`
use strict; use warnings; use lib '/usr/share/perl5'; use JSON::PP; use MRTG_lib "2.100016"; use SNMP_util;
{ no warnings; *MRTG_lib::quickcheck = sub { 1 }; }
my $json = JSON::PP->new->latin1->canonical->allow_nonref;
$| = 1;
for my $file (@ARGV) {
  my (@routers, %cfg, %rcfg);
  eval { local $SIG{__WARN__} = sub {}; local $SIG{__DIE__}; MRTG_lib::readcfg($file, \@routers, \%cfg, \%rcfg); };
  my $error = $@;
  my (%targets, %commands);
  for my $router (@routers) {
    for my $key (keys %rcfg) { $targets{$router}{$key} = $rcfg{$key}{$router} if defined $rcfg{$key}{$router}; }
    next unless defined $rcfg{target}{$router};
    my @found;
    MRTG_lib::targparser($rcfg{target}{$router}, \@found, {}, 1, {}, 0);
    $commands{$router} = [map { $_->{Command} } grep { $_->{Methode} eq 'EXEC' } @found];
  }
  print $json->encode({ error => "$error", routers => \@routers, cfg => \%cfg, targets => \%targets, commands => \%commands }), "\n";
}
`;

export interface AsMrtgReads {
  /** What readcfg died of; empty when it did not. */
  readonly error: string;
  readonly routers: readonly string[];
  readonly cfg: Readonly<Record<string, string>>;
  readonly targets: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly commands: Readonly<Record<string, readonly string[]>>;
}

/** The files as MRTG_lib.pm's readcfg and targparser read them, the checks of values left out. */
export function readByMrtg(files: readonly string[], workingDirectory: string): readonly AsMrtgReads[] {
  return perl(reader, files, workingDirectory).map((line) => JSON.parse(line) as AsMrtgReads);
}

const runner = String.raw`
use strict; use warnings; use JSON::PP;
for my $command (@{ decode_json(join '', <STDIN>) }) {
  utf8::encode($command);
  open(my $out, $command . "|") or die "$command: $!";
  print <$out>;
  close $out;
}
`;

/** What the commands print when perl runs them as MRTG does. */
export function runByPerl(commands: readonly string[]): string {
  return execFileSync("perl", ["-e", runner], {
    input: JSON.stringify(commands),
    encoding: "utf8",
    env: { PATH: process.env["PATH"], LANG: "C" },
  });
}

function perl(script: string, commandLine: readonly string[], cwd: string): string[] {
  const output = execFileSync("perl", ["-e", script, ...commandLine], {
    cwd,
    encoding: "utf8",
    env: { PATH: process.env["PATH"], LANG: "C" },
    maxBuffer: 1 << 26,
  });
  return output.trimEnd().split("\n");
}
