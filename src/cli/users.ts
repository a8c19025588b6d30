/** Who a user is and what they may do, from the text of passwd and group and the modes of files. Pure. */

export interface User {
  readonly name: string;
  readonly uid: number;
  readonly gids: ReadonlySet<number>;
  readonly home: string;
}

const rows = (text: string): readonly string[][] => text.split("\n").map((line) => line.split(":"));

/** Undefined when passwd does not know the name. */
export function userNamed(name: string, passwd: string, group: string): User | undefined {
  const [, , uid, gid, , home] = rows(passwd).find(([each]) => each === name) ?? [];
  if (uid === undefined || gid === undefined) return undefined;
  const further = rows(group)
    .filter(([, , , members = ""]) => members.split(",").includes(name))
    .map(([, , id]) => Number(id));
  return { name, uid: Number(uid), gids: new Set([Number(gid), ...further]), home: home ?? "/" };
}

export interface FileFacts {
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
  readonly isDirectory: boolean;
}

const may = (user: User, { uid, gid, mode }: FileFacts, bits: number): boolean => {
  const shift = uid === user.uid ? 6 : user.gids.has(gid) ? 3 : 0;
  return ((mode >> shift) & bits) === bits;
};

const [enter, change] = [1, 3];

/**
 * What keeps the user from writing files into the directory, which need not exist yet; undefined when nothing does.
 * `factsOf` answers undefined for what does not exist.
 */
export function obstacle(
  user: User,
  directory: string,
  factsOf: (path: string) => FileFacts | undefined,
): string | undefined {
  const components = directory.split("/").filter((component) => component !== "");
  const paths = ["/", ...components.map((_, index) => `/${components.slice(0, index + 1).join("/")}`)];
  let nearest: FileFacts | undefined;
  let nearestPath = "/";
  for (const path of paths) {
    const facts = factsOf(path);
    if (facts === undefined) break;
    if (!facts.isDirectory) return `${path} is no directory`;
    // Root may do everything.
    if (user.uid !== 0 && !may(user, facts, enter)) return `${user.name} may not enter ${path}`;
    [nearest, nearestPath] = [facts, path];
  }
  return nearest !== undefined && user.uid !== 0 && !may(user, nearest, change)
    ? `${user.name} may not write in ${nearestPath}`
    : undefined;
}
