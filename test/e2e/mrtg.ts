/**
 * The real MRTG in simulated time, in a directory of its own. Every end-to-end test runs it through this; nothing
 * here skips when MRTG is missing. Rounds take as long as MRTG takes, whatever time they play in.
 *
 *     await using mrtg = await mrtgWorld({ format: "rateup", config: "Target[web]: `cw-mrtg …`\n…" });
 *     await mrtg.round(start);
 *     mrtg.series("web");
 */
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve as resolvePath } from "node:path";
import { readRateupLog, readRrd, type Row } from "./mrtg-files.ts";

export type LogFormat = "rateup" | "rrdtool";
export const logFormats: readonly LogFormat[] = ["rateup", "rrdtool"];

/** 2031-01-01 00:00:00 UTC. Later than any real clock, for MRTG compares with the times of files, which are not faked. */
export const startSeconds = 1_924_992_000;

export const repository = new URL("../..", import.meta.url).pathname;

export interface Round {
  /** 0; 91 when some targets failed, 92 when all did. */
  readonly exitStatus: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface MrtgOptions {
  readonly format: LogFormat;
  /** The mrtg.cfg without WorkDir and LogFormat, which are put in front of it. */
  readonly config: string;
  /** Beside, and over, the default one. */
  readonly environment?: Readonly<Record<string, string>>;
}

export interface MrtgWorld extends AsyncDisposable {
  readonly directory: string;
  readonly configPath: string;
  /** What rounds run with: no LANG but C, bin/ first in PATH, a HOME and a state directory of its own, keys for cw-sim. */
  readonly environment: Readonly<Record<string, string>>;
  /** Replaces the mrtg.cfg. */
  configure(config: string): void;
  /** Writes a file into the directory and answers its path. A program when `mode` is 0o755. */
  write(name: string, content: string, mode?: number): string;
  /** One run of mrtg at that time, with further options of mrtg's. */
  round(atSeconds: number, ...options: string[]): Promise<Round>;
  /** `mrtg --check`. */
  check(): Promise<Round>;
  /** Any program in the same environment and at the same simulated time. */
  run(atSeconds: number, program: string, ...commandLine: string[]): Promise<Round>;
  /** The path of the target's .log or .rrd. */
  file(target: string): string;
  /**
   * What MRTG has stored since the first round, oldest first, in its base steps; undefined where it holds no value.
   * rateup knows no undefined: what it never measured is 0.
   */
  series(target: string): readonly Row[];
  /** Waits for nothing; removes the directory. */
  [Symbol.asyncDispose](): Promise<void>;
}

function faketimeLibrary(): string {
  const library = readdirSync("/usr/lib")
    .map((each) => join("/usr/lib", each, "faketime/libfaketime.so.1"))
    .find((each) => existsSync(each));
  if (library === undefined) throw new Error("libfaketime is missing: npm run packages");
  return library;
}

function programPath(name: string): string {
  const path = (process.env["PATH"] ?? "")
    .split(delimiter)
    .map((directory) => join(directory, name))
    .find((each) => existsSync(each));
  if (path === undefined) throw new Error(`${name} is missing: npm run packages`);
  return path;
}

interface Spawning {
  readonly program: string;
  readonly commandLine: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly cwd: string;
}

/** Nothing MRTG does takes so long; a hung command would hang it for ever. */
const patienceMilliseconds = 120_000;

function run({ program, commandLine, environment, cwd }: Spawning): Promise<Round> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, commandLine, { cwd, env: environment, stdio: ["ignore", "pipe", "pipe"] });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new Error(`${program} hangs; so far it said: ${stdout}${stderr}`));
    }, patienceMilliseconds);
    child.on("error", reject);
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      if (code === null) reject(new Error(`${program} died of ${signal ?? "nothing"}: ${stderr}`));
      else resolve({ exitStatus: code, stdout, stderr });
    });
  });
}

export function mrtgWorld({ format, config, environment = {} }: MrtgOptions): Promise<MrtgWorld> {
  const [mrtg, library] = [programPath("mrtg"), faketimeLibrary()];
  const directory = mkdtempSync(join(tmpdir(), "cw-e2e-"));
  const configPath = join(directory, "mrtg.cfg");
  mkdirSync(join(directory, "www"));
  const fullEnvironment = {
    PATH: [join(repository, "bin"), dirname(process.execPath), process.env["PATH"] ?? ""].join(delimiter),
    HOME: directory,
    LANG: "C",
    TZ: "UTC",
    CW_MRTG_STATE_DIR: join(directory, "state"),
    AWS_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
    AWS_SECRET_ACCESS_KEY: "example",
    AWS_EC2_METADATA_DISABLED: "true",
    ...environment,
  };
  const timeOf = (atSeconds: number) => ({
    // Without the first, Node's timers never fire under a clock that stands still.
    FAKETIME_DONT_FAKE_MONOTONIC: "1",
    FAKETIME_FMT: "%s",
    FAKETIME: String(atSeconds),
    LD_PRELOAD: library,
  });
  let firstSeconds: number | undefined;
  let lastSeconds = startSeconds;
  const world: MrtgWorld = {
    directory,
    configPath,
    environment: fullEnvironment,
    configure(text) {
      writeFileSync(configPath, `WorkDir: ${join(directory, "www")}\nLogFormat: ${format}\n${text}`);
    },
    write(name, content, mode = 0o644) {
      const path = join(directory, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content, { mode });
      return path;
    },
    run: (atSeconds, program, ...commandLine) =>
      run({
        program,
        commandLine,
        environment: { ...fullEnvironment, ...timeOf(atSeconds) },
        cwd: directory,
      }),
    round(atSeconds, ...options) {
      firstSeconds ??= atSeconds;
      lastSeconds = Math.max(lastSeconds, atSeconds);
      return world.run(atSeconds, mrtg, ...options, configPath);
    },
    check: () => world.run(startSeconds, mrtg, "--check", configPath),
    file: (target) => join(directory, "www", `${target}.${format === "rateup" ? "log" : "rrd"}`),
    series(target) {
      if (firstSeconds === undefined) throw new Error("there was no round yet");
      const read = format === "rateup" ? readRateupLog : readRrd;
      return read(world.file(target), firstSeconds, lastSeconds);
    },
    [Symbol.asyncDispose]() {
      rmSync(directory, { recursive: true, force: true });
      return Promise.resolve();
    },
  };
  world.configure(config);
  return Promise.resolve(world);
}

/** A server in a process of its own, such as cw-sim. */
export interface ServerProcess extends AsyncDisposable {
  /** The first http address that it prints. */
  readonly url: string;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Starts a program of bin/ (or any, by its whole path) that serves until it is told to end:
 * `await using sim = await serverProcess("cw-sim", "--clock", "request")`.
 */
export function serverProcess(program: string, ...commandLine: string[]): Promise<ServerProcess> {
  return new Promise((resolve, reject) => {
    const child = spawn(resolvePath(repository, "bin", program), commandLine, {
      stdio: ["ignore", "pipe", "pipe"],
    });
    const ended = new Promise<void>((done) => {
      child.on("close", () => {
        done();
      });
    });
    let said = "";
    const hear = (text: string): void => {
      said += text;
      const url = /https?:\/\/[\w.:[\]-]+(?=\s)/.exec(said)?.[0];
      if (url === undefined) return;
      resolve({
        url,
        async [Symbol.asyncDispose]() {
          child.kill("SIGTERM");
          await ended;
        },
      });
    };
    child.stdout.setEncoding("utf8").on("data", hear);
    child.stderr.setEncoding("utf8").on("data", hear);
    child.on("error", reject);
    void ended.then(() => {
      reject(new Error(`${program} ended before it served: ${said}`));
    });
  });
}

/** What a round complained of, besides rateup's warnings of the first two rounds that there is no .log or .old yet. */
export const complaintsOf = ({ stderr }: Round): string => stderr.replace(/^.* Rateup WARNING: .*\n/gm, "");

/** What `rrdtool info` says of a file, by its keys: `ds[ds0].type`, … */
export function rrdInfo(path: string): Readonly<Record<string, string>> {
  const lines = execFileSync("rrdtool", ["info", path], {
    encoding: "utf8",
    env: { PATH: process.env["PATH"] },
  });
  return Object.fromEntries(
    lines
      .trimEnd()
      .split("\n")
      .map((line) => {
        const [key = "", value = ""] = line.split(" = ");
        return [key, value.replace(/^"|"$/g, "")];
      }),
  );
}
