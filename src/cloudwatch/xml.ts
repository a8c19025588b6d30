/**
 * Reads the plain XML that AWS's Query services answer with: elements and text. Pure. Attributes are skipped, document
 * types and the entities they could define are refused.
 */
import { failure, success, type Result } from "../result.ts";

export interface Element {
  readonly name: string;
  /** Its own text, without its children's. */
  readonly text: string;
  readonly children: readonly Element[];
}

interface Open {
  readonly name: string;
  text: string;
  readonly children: Element[];
}

const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

class Malformed extends Error {}

function character(entity: string): string {
  const known = entities[entity];
  if (known !== undefined) return known;
  const [, hexadecimal, decimal] = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}))$/i.exec(entity) ?? [];
  const code = hexadecimal === undefined ? Number(decimal ?? Number.NaN) : Number.parseInt(hexadecimal, 16);
  if (!(code > 0 && code <= 0x10ffff)) throw new Malformed(`the entity &${entity.slice(0, 20)};`);
  return String.fromCodePoint(code);
}

const plain = (text: string): string =>
  text.replace(/&([^;]{0,20});?/g, (_, entity: string) => character(entity));

/** Markup, or the text up to the next; sticky, so that every character is looked at once. */
const token =
  /<!--[^]*?-->|<!\[CDATA\[([^]*?)\]\]>|<\?[^]*?\?>|<(\/?)([A-Za-z_][\w.:-]*)(?:\s[^<>]*?)?(\/?)\s*>|([^<]+)/y;

function root(xml: string): Element {
  const document: Open = { name: "", text: "", children: [] };
  const open: Open[] = [document];
  token.lastIndex = 0;
  while (token.lastIndex < xml.length) {
    const at = token.lastIndex;
    const match = token.exec(xml);
    const inner = open.at(-1);
    if (match === null || inner === undefined) throw new Malformed(`something at character ${at}`);
    const [, literal, closing, name, empty, text] = match;
    if (literal !== undefined) inner.text += literal;
    else if (text !== undefined) inner.text += plain(text);
    else if (name === undefined) continue;
    else if (closing === "/") {
      if (open.length === 1 || inner.name !== name) throw new Malformed(`</${name}>`);
      open.pop();
    } else {
      const element: Open = { name, text: "", children: [] };
      inner.children.push(element);
      if (empty !== "/") open.push(element);
    }
  }
  const [only, ...more] = document.children;
  if (only === undefined || more.length > 0 || open.length > 1) throw new Malformed("the end");
  return only;
}

/** The document's element, or what could not be read. */
export function parseXml(xml: string): Result<Element, string> {
  try {
    return success(root(xml));
  } catch (error) {
    if (error instanceof Malformed) return failure(`no XML: ${error.message}`);
    throw error;
  }
}

/** Its first child of that name. */
export const childOf = (element: Element | undefined, name: string): Element | undefined =>
  element?.children.find((child) => child.name === name);

/** The elements of a list as AWS writes them: `<tagSet><item>…</item></tagSet>`. */
export const itemsOf = (element: Element | undefined, name: string): readonly Element[] =>
  childOf(element, name)?.children.filter((child) => child.name === "item") ?? [];
