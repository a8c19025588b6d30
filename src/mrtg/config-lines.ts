/**
 * The lines of an mrtg.cfg and of what it includes, in the order in which MRTG reads them. Pure: files come by a
 * parameter. Follows readcfg in MRTG_lib.pm 2.17.10, its oddities included.
 */

export interface Place {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
}

export interface ConfigFiles {
  /** Undefined when there is no such file or it may not be read. Relative paths start at MRTG's working directory. */
  read(path: string): string | undefined;
  /** The existing files that match a pattern with `*`, in ASCII order. */
  glob(pattern: string): readonly string[];
}

export type Line =
  | { readonly kind: "line"; readonly text: string; readonly place: Place }
  | { readonly kind: "no-include"; readonly path: string; readonly place: Place };

/** Perl's \s on bytes; JavaScript's has the no-break space besides. */
export const blank = "[ \\t\\n\\r\\f\\v]";
const visible = "[^ \\t\\n\\r\\f\\v]";

const includeForm = new RegExp(`^include:${blank}*([^]*?${visible})${blank}*$`, "i");

/** Deeper than anyone includes: a file that includes itself. */
const mostIncludes = 50;

function included(path: string, mainFile: string, files: ConfigFiles): readonly string[] {
  // As MRTG has it: for a main file without a directory this is the root directory.
  const beside = `${/^([^]+)\/[^/]+$/.exec(mainFile)?.[1] ?? ""}/${path}`;
  if (!path.includes("*")) return [files.read(path) === undefined ? beside : path];
  const here = files.glob(path);
  // MRTG stacks them, and so reads the last one first.
  return (here.length > 0 ? here : files.glob(beside)).toReversed();
}

export function* configLines(
  mainFile: string,
  files: ConfigFiles,
  file: string = mainFile,
  depth = 0,
): Generator<Line> {
  const lines = (files.read(file) ?? "").split("\n");
  if (lines.at(-1) === "") lines.pop();
  for (const [index, text] of lines.entries()) {
    const place = { file, line: index + 1 };
    const path = includeForm.exec(text)?.[1];
    if (path === undefined) {
      yield { kind: "line", text: text.replaceAll("\t", " ").replace(/\r$/, "").replace(/ +$/, ""), place };
      continue;
    }
    for (const next of included(path, mainFile, files))
      if (depth === mostIncludes || files.read(next) === undefined)
        yield { kind: "no-include", path: next, place };
      else yield* configLines(mainFile, files, next, depth + 1);
  }
}
