/** What `--filter` can ask of a graph and a template can say of it. Pure. */
import { identityOf, type Candidate } from "./candidates.ts";
import type { Fields } from "./filter.ts";
import type { Origin } from "./command.ts";

const some = (text: string | undefined): readonly string[] => (text === undefined ? [] : [text]);

export function fieldsOf({ resource, pair, metricIn, metricOut }: Candidate, origin: Origin): Fields {
  const plain: ReadonlyMap<string, readonly string[]> = new Map([
    ["region", [origin.region]],
    ["account", some(resource.accountId ?? origin.account)],
    ["namespace", [resource.namespace]],
    ["metric", metricOut === undefined || metricOut === metricIn ? [metricIn] : [metricIn, metricOut]],
    ["pair", [pair.id]],
    ["resource", [identityOf(resource.dimensions)]],
    ["name", [resource.name]],
    ["type", some(resource.instance?.type)],
  ]);
  return (field) => {
    if (field.startsWith("tag.")) return some(resource.tags.get(field.slice("tag.".length)));
    if (!field.startsWith("dimension.")) return plain.get(field) ?? [];
    const name = field.slice("dimension.".length);
    return some(resource.dimensions.find((dimension) => dimension.name === name)?.value);
  };
}
