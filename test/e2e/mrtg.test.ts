import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readLogFile } from "./mrtg-files.ts";
import {
  logFormats,
  mrtgWorld,
  rrdInfo,
  serverProcess,
  startSeconds,
  type LogFormat,
  type MrtgWorld,
} from "./mrtg.ts";

const config = (options: string, command: string): string =>
  `Target[web]: \`${command}\`\nOptions[web]: ${options}\nMaxBytes[web]: 1000000\nTitle[web]: Web\n`;

const echo = "printf '%s\\n' 3000 600 0 name";

async function rounds(mrtg: MrtgWorld, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const round = await mrtg.round(startSeconds + index * 300);
    expect(round).toMatchObject({ exitStatus: 0, stdout: "" });
  }
}

describe.each(logFormats)("the harness, with LogFormat %s", (format: LogFormat) => {
  it("reads back what mrtg stored of a gauge, in simulated time", async () => {
    await using mrtg = await mrtgWorld({ format, config: config("gauge", echo) });
    await rounds(mrtg, 4);
    expect(mrtg.series("web").slice(1)).toEqual([
      { timeSeconds: startSeconds + 600, in: 3000, out: 600 },
      { timeSeconds: startSeconds + 900, in: 3000, out: 600 },
    ]);
  });

  it("reads back what mrtg stored of an absolute, divided by the time between rounds", async () => {
    await using mrtg = await mrtgWorld({ format, config: config("absolute", echo) });
    await rounds(mrtg, 4);
    expect(mrtg.series("web").at(-1)).toEqual({ timeSeconds: startSeconds + 900, in: 10, out: 2 });
  });

  it("gives commands the simulated time, bin/ in PATH and no UTF-8", async () => {
    await using mrtg = await mrtgWorld({ format, config: config("gauge", "./show") });
    mrtg.write(
      "show",
      `#!/bin/sh\necho $(( $(date +%s) - ${startSeconds} ))\ncommand -v if-mrtg cw-nothing | grep -c bin/if-mrtg\n` +
        `env | grep -ci '^lang=.*utf' >&2\n`,
      0o755,
    );
    await mrtg.round(startSeconds);
    await mrtg.round(startSeconds + 300);
    const round = await mrtg.round(startSeconds + 600);
    expect(round.stderr).toBe("0\n");
    expect(mrtg.series("web").at(-1)).toEqual({ timeSeconds: startSeconds + 600, in: 600, out: 1 });
  });

  it("hands back what mrtg complains of", async () => {
    await using mrtg = await mrtgWorld({
      format,
      config: config("gauge", "echo nothing >&2; echo UNKNOWN; echo 1"),
    });
    const round = await mrtg.round(startSeconds);
    expect(round.exitStatus).toBe(92);
    expect(round.stderr).toContain("nothing\n");
  });

  it("runs --check, which runs no command", async () => {
    await using mrtg = await mrtgWorld({ format, config: config("gauge", "touch ran") });
    expect(await mrtg.check()).toMatchObject({ exitStatus: 0, stderr: "" });
    expect(existsSync(`${mrtg.directory}/ran`)).toBe(false);
  });

  it("leaves nothing behind", async () => {
    const mrtg = await mrtgWorld({ format, config: config("gauge", echo) });
    await mrtg[Symbol.asyncDispose]();
    expect(existsSync(mrtg.directory)).toBe(false);
  });
});

describe("the stored files", () => {
  it("show the raw values of the last round in a .log", async () => {
    await using mrtg = await mrtgWorld({ format: "rateup", config: config("growright", echo) });
    await rounds(mrtg, 2);
    expect(readLogFile(mrtg.file("web")).last).toEqual({
      timeSeconds: startSeconds + 300,
      in: "3000",
      out: "600",
    });
  });

  it("show their type in an .rrd", async () => {
    await using mrtg = await mrtgWorld({ format: "rrdtool", config: config("absolute", echo) });
    await rounds(mrtg, 1);
    expect(rrdInfo(mrtg.file("web"))).toMatchObject({ "ds[ds0].type": "ABSOLUTE", step: "300" });
  });
});

describe("a server in a process of its own", () => {
  it("is known by the address it prints and ends when it is let go", async () => {
    await using mrtg = await mrtgWorld({ format: "rateup", config: "" });
    const program = mrtg.write("serve", "#!/bin/sh\necho listening on $1\nexec sleep 60\n", 0o755);
    await using server = await serverProcess(program, "http://127.0.0.1:1234");
    expect(server.url).toBe("http://127.0.0.1:1234");
  });

  it("fails at once when it ends at once", async () => {
    await using mrtg = await mrtgWorld({ format: "rateup", config: "" });
    const program = mrtg.write("fail", "#!/bin/sh\necho no port >&2\n", 0o755);
    await expect(serverProcess(program)).rejects.toThrow("no port");
  });
});
