import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  logFormats,
  mrtgWorld,
  serverProcess,
  startSeconds,
  type LogFormat,
  type MrtgWorld,
} from "./mrtg.ts";

/** What the launcher takes for /proc: simulated time has its own uptime. */
function setUptime(mrtg: MrtgWorld, seconds: number): void {
  mkdirSync(join(mrtg.directory, "proc/sys/kernel/random"), { recursive: true });
  writeFileSync(join(mrtg.directory, "proc/uptime"), `${seconds - startSeconds + 100_000}.00 0.00\n`);
  writeFileSync(join(mrtg.directory, "proc/sys/kernel/random/boot_id"), "simulated\n");
}

const config = (url: string, options = ""): string =>
  ["i-0123456789abcdef0", "i-0fedcba9876543210"]
    .map(
      (instance, index) =>
        `Target[web${index}]: \`cw-mrtg --endpoint-url ${url}${options} NetworkIn NetworkOut AWS/EC2 InstanceId=${instance}\`\n` +
        `Options[web${index}]: absolute\nMaxBytes[web${index}]: 100000000\nTitle[web${index}]: Web\n`,
    )
    .join("");

interface Asked {
  readonly operation: string;
}
const requestsOf = async (url: string): Promise<readonly Asked[]> =>
  (await (await fetch(`${url}/requests`)).json()) as readonly Asked[];

describe.each(logFormats)("cw-collect before each round of MRTG, with LogFormat %s", (format: LogFormat) => {
  it("stores what polls would have stored, and MRTG's own commands ask nobody", async () => {
    await using sim = await serverProcess("cw-sim", "--clock", "request");
    await using direct = await mrtgWorld({ format, config: config(sim.url) });
    await using mrtg = await mrtgWorld({ format, config: config(sim.url) });
    const proc = { CW_MRTG_PROC: join(mrtg.directory, "proc") };
    await using collected = await mrtgWorld({ format, config: config(sim.url), environment: proc });
    for (let index = 0; index < 4; index += 1) {
      const now = startSeconds + index * 300;
      setUptime(mrtg, now);
      const own = await collected.run(now, "cw-collect", "--api", "data", collected.configPath);
      expect(own).toMatchObject({ exitStatus: 0, stdout: "", stderr: "" });
      const before = (await requestsOf(sim.url)).length;
      expect(await collected.round(now)).toMatchObject({ exitStatus: 0, stdout: "" });
      expect(await requestsOf(sim.url)).toHaveLength(before);
      await direct.round(now);
    }
    for (const target of ["web0", "web1"]) expect(collected.series(target)).toEqual(direct.series(target));
  });

  it("lets the first command with --collect ask for all of the round", async () => {
    await using sim = await serverProcess("cw-sim", "--clock", "request");
    await using direct = await mrtgWorld({ format, config: config(sim.url) });
    await using mrtg = await mrtgWorld({ format, config: "" });
    const proc = { CW_MRTG_PROC: join(mrtg.directory, "proc") };
    await using collected = await mrtgWorld({ format, config: "", environment: proc });
    collected.configure(config(sim.url, ` --api data --collect ${collected.configPath}`));
    for (let index = 0; index < 3; index += 1) {
      const now = startSeconds + index * 300;
      setUptime(mrtg, now);
      const before = (await requestsOf(sim.url)).length;
      expect(await collected.round(now)).toMatchObject({ exitStatus: 0, stdout: "" });
      expect(await requestsOf(sim.url)).toHaveLength(before + 1);
      await direct.round(now);
    }
    for (const target of ["web0", "web1"]) expect(collected.series(target)).toEqual(direct.series(target));
  });
});
