/** The files that an mrtg.cfg includes, from the disk. What they mean is mrtg/config.ts's matter. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import type { ConfigFiles } from "../mrtg/config-lines.ts";

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    if (["ENOENT", "ENOTDIR", "EACCES", "EISDIR", "EPERM", "ELOOP", "ENAMETOOLONG"].includes(code))
      return undefined;
    throw error;
  }
}

function namesIn(directory: string): readonly string[] {
  return statSync(directory, { throwIfNoEntry: false })?.isDirectory() === true ? readdirSync(directory) : [];
}

const exists = (path: string): boolean => statSync(path, { throwIfNoEntry: false }) !== undefined;

/** One component of a path as an expression; wildcards do not find what begins with a dot. */
const patternOf = (component: string): RegExp =>
  new RegExp(
    `^${component.startsWith(".") ? "" : "(?!\\.)"}${component
      .replace(/[.+^${}()|\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".")
      .replaceAll("[!", "[^")}$`,
    "s",
  );

function globOne(pattern: string): string[] {
  const components = pattern.split("/");
  return components.reduce<string[]>(
    (found, component, index) => {
      const separator = index === 0 ? "" : "/";
      if (!/[*?[]/.test(component)) return found.map((path) => `${path}${separator}${component}`);
      const form = patternOf(component);
      return found.flatMap((path) =>
        namesIn(index === 0 ? "." : path === "" ? "/" : path)
          .filter((name) => form.test(name))
          .sort()
          .map((name) => `${path}${separator}${name}`),
      );
    },
    [""],
  );
}

export const configFiles: ConfigFiles = {
  read,
  // As perl's glob: blanks separate patterns.
  glob: (pattern) => pattern.split(/\s+/).flatMap((each) => globOne(each).filter(exists)),
};
