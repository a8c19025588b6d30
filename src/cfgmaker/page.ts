/** What a target says of itself on MRTG's and indexmaker's pages. Pure text; all of it safe to stand in HTML. */
import { cfgText } from "../mrtg/quoting.ts";

/**
 * Other people's text for a page: no markup, and ASCII only, for MRTG declares its pages UTF-8 and indexmaker
 * declares them ISO-8859-15. A bracket is written as an entity too, so that it never looks like a keyword's.
 */
export const pageText = (text: string): string =>
  cfgText(text).replace(/[[\]{}]|[^\p{ASCII}]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    // Half of a surrogate pair is no character.
    return `&#${code >= 0xd800 && code <= 0xdfff ? 0xfffd : code};`;
  });

/** The table below the heading, as cfgmaker makes it. indexmaker's sections and its sort order read it. */
export const sysdetails = (rows: readonly (readonly [name: string, text: string])[]): readonly string[] => [
  '<div id="sysdetails">',
  "<table>",
  ...rows.map(([name, text]) => `<tr><td>${name}:</td> <td>${pageText(text)}</td></tr>`),
  "</table>",
  "</div>",
];
