import { describe, expect, it } from "vitest";
import { languageIn, mrtgJobs } from "../../src/mrtg/crontab.ts";

const jobs = (text: string, hasUsers = true) => mrtgJobs("/etc/crontab", text, hasUsers, "en_US.UTF-8");

describe("mrtgJobs", () => {
  it("finds the lines that run mrtg, with their line and user", () => {
    const text =
      "# mrtg\n17 * * * * root run-parts /etc/cron.hourly\n*/5 * * * * mrtg /usr/bin/mrtg /etc/mrtg.cfg\n";
    expect(jobs(text)).toMatchObject([{ place: { file: "/etc/crontab", line: 3 }, user: "mrtg" }]);
  });

  it("takes --user for the user", () => {
    expect(jobs("@hourly root if [ -x /usr/bin/mrtg ]; then mrtg --user=www x.cfg; fi\n")).toMatchObject([
      { user: "www" },
    ]);
  });

  it("knows no user in a user's own crontab", () => {
    expect(jobs("*/5 * * * * mrtg x.cfg\n", false)).toMatchObject([{ user: undefined }]);
  });

  it("gives a job what the lines above it set, else what the system does", () => {
    const text = '0 0 * * * root mrtg a\nLANG=C\nPATH="/opt:/bin"\n0 0 * * * root mrtg b\n';
    expect(jobs(text)).toMatchObject([
      { language: "en_US.UTF-8", path: "/usr/bin:/bin" },
      { language: "C", path: "/opt:/bin" },
    ]);
  });

  it("passes over programs whose names only begin with mrtg", () => {
    expect(jobs("0 0 * * * root mrtg-compare a b\n")).toEqual([]);
  });
});

describe("languageIn", () => {
  it("reads /etc/default/locale", () => {
    expect(languageIn('LC_ALL=x\nLANG="de_DE.UTF-8"\n')).toBe("de_DE.UTF-8");
  });

  it("finds nothing where nothing is set", () => {
    expect(languageIn("# LANG=C\n")).toBeUndefined();
  });
});
