/**
 * What a poll and a round cost, against other clients and against each other, from one run on one machine under a clean
 * environment: `npx tsx bench/cost.ts [ROUNDS [MOST_TARGETS]]`. Prints Markdown; ratios are what can be compared.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { serverProcess } from "../test/e2e/mrtg.ts";
import { medians, run, type Cost } from "./meter.ts";

const [rounds = 11, mostTargets = 10_000] = process.argv.slice(2).map(Number);
const repository = new URL("..", import.meta.url).pathname;
const directory = mkdtempSync(join(tmpdir(), "cw-cost-"));
/** Python itself, past the shims that choose one. */
const python = spawnSync("python3", ["-c", "import sys; print(sys.executable)"], { encoding: "utf8" }).stdout;
const environment = {
  PATH: [dirname(python.trim()), process.env["PATH"] ?? ""].join(delimiter),
  HOME: directory,
  CW_MRTG_STATE_DIR: join(directory, "state"),
  AWS_REGION: "eu-west-1",
  AWS_DEFAULT_REGION: "eu-west-1",
  AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
  AWS_SECRET_ACCESS_KEY: "example",
};

await using simulation = await serverProcess("cw-sim", "--clock", "request", "--account", "12500,eu-west-1");
const { url } = simulation;

async function asked(): Promise<readonly { readonly bytes: number }[]> {
  return (await (await fetch(`${url}/requests`)).json()) as { bytes: number }[];
}

async function costOf(commands: readonly (readonly string[])[]): Promise<Cost> {
  const before = (await asked()).length;
  const used = await run(commands, directory, environment);
  const own = (await asked()).slice(before);
  const bytes = own.reduce((sum, request) => sum + request.bytes, 0);
  return { ...used, requests: own.length, bytes };
}

const target = "GraniteServiceVersion20100801";
const authorization = "AWS4-HMAC-SHA256 Credential=a/20260101/eu-west-1/monitoring/aws4_request";

/** The instances that the simulation has. */
async function instances(): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let NextToken: string | undefined; ;) {
    const answer = await fetch(url, {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.0",
        "x-amz-target": `${target}.ListMetrics`,
        "x-amz-date": new Date().toISOString().replace(/[-:]|\.\d+/g, ""),
        authorization: `${authorization}, SignedHeaders=host, Signature=0`,
      },
      body: JSON.stringify({ Namespace: "AWS/EC2", MetricName: "NetworkIn", NextToken }),
    });
    const page = (await answer.json()) as {
      Metrics: { Dimensions: { Value: string }[] }[];
      NextToken?: string;
    };
    ids.push(...page.Metrics.flatMap(({ Dimensions: [first] }) => first?.Value ?? []));
    ({ NextToken } = page);
    if (NextToken === undefined) return ids;
  }
}

const launcher = join(repository, "bin/cw-mrtg");
const ids = await instances();
/** More targets than instances: each statistic has a ledger of its own. */
const statistics = ["sum", "minimum", "maximum", "samplecount", "p50"];
const words = (index: number): string[] =>
  [
    `--endpoint-url ${url} --aggregate ${statistics[Math.floor(index / ids.length)] ?? "sum"}`,
    `NetworkIn NetworkOut AWS/EC2 InstanceId=${ids[index % ids.length] ?? ""}`,
  ]
    .join(" ")
    .split(" ");
const poll = (index: number): string[] => [launcher, "--hold", "0", ...words(index)];

const spanOf = (): string => new Date(Math.floor(Date.now() / 3e5) * 3e5 - 3.6e6).toISOString().slice(0, 19);
const parameters = (metric: string): string[] =>
  `--namespace AWS/EC2 --metric-name ${metric} --dimensions Name=InstanceId,Value=i-1 --period 300 --statistics Sum`.split(
    " ",
  );
const askByCli = (metric: string): string =>
  `aws cloudwatch get-metric-statistics --endpoint-url ${url} ${parameters(metric).join(" ")} --start-time ${spanOf()}Z --end-time ${new Date().toISOString()}`;
const body = (metric: string): string =>
  JSON.stringify({
    Namespace: "AWS/EC2",
    MetricName: metric,
    Dimensions: [{ Name: "InstanceId", Value: "i-1" }],
    StartTime: Date.now() / 1000 - 3600,
    EndTime: Date.now() / 1000,
    Period: 300,
    Statistics: ["Sum"],
  });
const askByCurl = (metric: string): string =>
  `curl -sf --aws-sigv4 aws:amz:eu-west-1:monitoring --user a:b -H 'content-type: application/x-amz-json-1.0' -H 'x-amz-target: ${target}.GetMetricStatistics' -d '${body(metric)}' ${url}/`;
const askByBoto = (metric: string): string =>
  `c.get_metric_statistics(Namespace="AWS/EC2",MetricName="${metric}",Dimensions=[{"Name":"InstanceId","Value":"i-1"}],StartTime=t-datetime.timedelta(hours=1),EndTime=t,Period=300,Statistics=["Sum"])`;
const boto = `import boto3,datetime;t=datetime.datetime.now(datetime.timezone.utc);c=boto3.client("cloudwatch",endpoint_url="${url}");${askByBoto("NetworkIn")};${askByBoto("NetworkOut")}`;
const ruby = `require "net/http";%w[NetworkIn NetworkOut].each{|m|Net::HTTP.post(URI("${url}/"),'${body("M")}'.sub("\\"M\\"",m.dump),"content-type"=>"application/x-amz-json-1.0","x-amz-target"=>"${target}.GetMetricStatistics","authorization"=>"${authorization}")}`;

/** Two metrics each. */
const clients: readonly (readonly [string, readonly string[], readonly string[]])[] = [
  ["`sh -c :`", ["sh", "-c", ":"], ["sh", "-c", ":"]],
  ["`node -e 0`", ["node", "-e", "0"], ["node", "-v"]],
  ["cw-mrtg, a poll", poll(0), ["node", "-v"]],
  ["curl, twice", ["sh", "-c", ["NetworkIn", "NetworkOut"].map(askByCurl).join(" && ")], ["curl", "-V"]],
  ["Ruby, net/http", ["ruby", "-e", ruby], ["ruby", "-v"]],
  ["Python, boto3", ["python3", "-c", boto], ["python3", "-c", "import boto3"]],
  [
    "AWS CLI, twice",
    ["sh", "-c", ["NetworkIn", "NetworkOut"].map(askByCli).join(" && ")],
    ["aws", "--version"],
  ],
];

const isThere = ([program = "", ...more]: readonly string[]): boolean =>
  spawnSync(program, more, { env: environment, stdio: "ignore" }).status === 0;

const ratio = (one: number, other: number): string => (one / other).toFixed(2);
const print = (...cells: readonly (string | number)[]): void => {
  process.stdout.write(`| ${cells.join(" | ")} |\n`);
};

async function comparePolls(): Promise<Cost> {
  const present = clients.filter(([, , probe]) => isThere(probe));
  const costs = present.map(() => [] as Cost[]);
  // Turn by turn, so that a busy moment of the machine is everybody's.
  for (let round = 0; round <= rounds; round += 1)
    for (const [index, [, command]] of present.entries()) {
      const cost = await costOf([command]);
      if (round > 0) costs[index]?.push(cost);
    }
  const found = costs.map(medians);
  const node = found[1];
  if (node === undefined || found[2] === undefined) throw new Error("node is missing");
  print("one poll of two metrics", "CPU ms", "CPU / node", "wall ms", "peak MB", "memory / node");
  print("---", "--:", "--:", "--:", "--:", "--:");
  for (const [index, cost] of found.entries())
    print(
      present[index]?.[0] ?? "",
      cost.cpuMilliseconds.toFixed(1),
      ratio(cost.cpuMilliseconds, node.cpuMilliseconds),
      cost.wallMilliseconds.toFixed(0),
      cost.peakMegabytes.toFixed(0),
      ratio(cost.peakMegabytes, node.peakMegabytes),
    );
  return found[2];
}

function rowOf(name: string, cost: Cost, ofPoll: Cost, launches?: Cost): void {
  print(
    name,
    (cost.cpuMilliseconds / 1000).toFixed(2),
    (cost.wallMilliseconds / 1000).toFixed(2),
    cost.peakMegabytes.toFixed(0),
    cost.requests,
    Math.round(cost.bytes / 1024),
    launches === undefined ? "" : (launches.cpuMilliseconds / 1000).toFixed(2),
    ratio(cost.cpuMilliseconds + (launches?.cpuMilliseconds ?? 0), ofPoll.cpuMilliseconds),
  );
}

async function roundsOf(count: number, ofPoll: Cost): Promise<void> {
  const targets = Array.from({ length: count }, (_, index) => index + 1);
  const config = join(directory, `${count}.cfg`);
  writeFileSync(
    config,
    targets.map((index) => `Target[t${index}]: \`${launcher} ${words(index).join(" ")}\`\n`).join(""),
  );
  const [direct, collecting, launching]: [Cost[], Cost[], Cost[]] = [[], [], []];
  for (let round = 0; round <= rounds; round += 1) {
    const polled = count <= 100 ? await costOf(targets.map(poll)) : undefined;
    const collected = await costOf([["node", join(repository, "dist/cw-collect.cjs"), config]]);
    const launched = await costOf(targets.map((index) => [launcher, ...words(index)]));
    if (launched.requests > 0) throw new Error("a reading was not ready");
    if (round === 0) continue;
    if (polled !== undefined) direct.push(polled);
    collecting.push(collected);
    launching.push(launched);
  }
  if (direct.length > 0) rowOf(`${count}, direct polls`, medians(direct), ofPoll);
  rowOf(`${count}, cw-collect`, medians(collecting), ofPoll, medians(launching));
}

try {
  const { stdout } = spawnSync("node", ["-v"], { encoding: "utf8" });
  process.stdout.write(`Medians of ${rounds} rounds, Node ${stdout.trim()}, \`env -i\`, against cw-sim.\n\n`);
  const ofPoll = await comparePolls();
  process.stdout.write("\n");
  print(
    "a round of targets",
    "CPU s",
    "wall s",
    "peak MB",
    "requests",
    "kB asked",
    "launchers' CPU s",
    "in direct polls",
  );
  print("---", "--:", "--:", "--:", "--:", "--:", "--:", "--:");
  for (const count of [1, 10, 100, 500, 2000, 10_000])
    if (count <= mostTargets) await roundsOf(count, ofPoll);
} finally {
  rmSync(directory, { recursive: true, force: true });
}
