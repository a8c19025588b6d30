/** AWS's shared files: ~/.aws/config and ~/.aws/credentials, read as the SDK reads them. Pure but for the reader given. */
import { join } from "node:path";
import type { Environment } from "./resolution.ts";

/** Keys of a section; a key nested below another is `outer.inner`. */
export type Section = ReadonlyMap<string, string>;

export interface ProfileFile {
  readonly path: string;
  /** By name: a profile's plain name; `services NAME`. */
  readonly sections: ReadonlyMap<string, Section>;
  /** Why the file could not be read although it may exist: EACCES, … */
  readonly unreadable?: string;
}

export interface ProfileFiles {
  readonly config: ProfileFile;
  readonly credentials: ProfileFile;
}

const header = /^\[(?:([\w-]+)\s+)?(["']?)([^"'\]]+)\2\]$/;

/** The config file says `[profile NAME]` where the credentials file says `[NAME]`; `[default]` stands in both. */
function sectionName(line: string, isConfig: boolean): string | undefined {
  const [, prefix, , name = ""] = header.exec(line) ?? [];
  if (name === "") return undefined;
  if (prefix === undefined) return !isConfig || name === "default" ? name.trim() : undefined;
  if (!isConfig) return undefined;
  return prefix === "profile" ? name : `${prefix} ${name}`;
}

function parseProfiles(text: string, isConfig: boolean): Map<string, Section> {
  const sections = new Map<string, Map<string, string>>();
  let section: Map<string, string> | undefined;
  let outer: string | undefined;
  for (const raw of text.split(/\r?\n/)) {
    const line = (raw.split(/(?:^|\s)[;#]/)[0] ?? "").trim();
    if (line.startsWith("[") && line.endsWith("]")) {
      const name = sectionName(line, isConfig);
      section = name === undefined ? undefined : (sections.get(name) ?? new Map<string, string>());
      if (name !== undefined && section !== undefined) sections.set(name, section);
      outer = undefined;
      continue;
    }
    const at = line.indexOf("=");
    if (section === undefined || at <= 0) continue;
    const [name, value] = [line.slice(0, at).trim(), line.slice(at + 1).trim()];
    if (value === "") {
      outer = name;
      continue;
    }
    if (raw.trimStart() === raw) outer = undefined;
    section.set(outer === undefined ? name : `${outer}.${name}`, value);
  }
  return sections;
}

/** Throws as readFileSync does. */
export type ReadFile = (path: string) => string;

const absent: readonly string[] = ["ENOENT", "ENOTDIR"];

function profileFile(path: string | undefined, isConfig: boolean, readFile: ReadFile): ProfileFile {
  if (path === undefined) return { path: "(no home directory)", sections: new Map() };
  try {
    return { path, sections: parseProfiles(readFile(path), isConfig) };
  } catch (error) {
    // As the SDK has it, an unreadable file is no failure by itself: mrtg run by root for another user keeps root's
    // HOME. What is missing for it says so.
    const { code, message } = error as NodeJS.ErrnoException;
    const isAbsent = code !== undefined && absent.includes(code);
    return { path, sections: new Map(), ...(isAbsent ? {} : { unreadable: code ?? message }) };
  }
}

/** The files that AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE name, else those at home. */
export function profileFiles(
  environment: Environment,
  homeDirectory: string | undefined,
  readFile: ReadFile,
): ProfileFiles {
  const pathOf = (variable: string, name: string): string | undefined => {
    const path = environment[variable];
    if (path === undefined || path === "")
      return homeDirectory === undefined ? undefined : join(homeDirectory, ".aws", name);
    return path.startsWith("~/") && homeDirectory !== undefined ? join(homeDirectory, path.slice(2)) : path;
  };
  return {
    config: profileFile(pathOf("AWS_CONFIG_FILE", "config"), true, readFile),
    credentials: profileFile(pathOf("AWS_SHARED_CREDENTIALS_FILE", "credentials"), false, readFile),
  };
}
