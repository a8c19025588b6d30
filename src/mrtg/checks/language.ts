/** mrtg run with a LANG of UTF-8: it prints an error and ends with status 0, having done nothing. */
import type { MrtgCheck } from "./check.ts";

export const language: MrtgCheck = {
  name: "language",
  find: (_config, { jobs }) =>
    jobs
      .filter(({ language: lang }) => lang !== undefined && /UTF.*8/i.test(lang))
      .map(({ place, language: lang = "" }) => ({
        place,
        message: `with LANG=${lang} mrtg ends with status 0 having done nothing`,
        remedy: "put env LANG=C before mrtg",
      })),
};
