/** What CloudWatch calls a metric: a namespace, a name and exactly its set of dimensions. Pure. */

export interface Dimension {
  readonly name: string;
  readonly value: string;
}

export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: readonly Dimension[];
}

/** Limits of the API reference; a control character would end in a file name, a header or MRTG's page. */
const isPrintable = (text: string, most: number): boolean =>
  text.length >= 1 && text.length <= most && !/[\p{Cc}\u2028\u2029]/u.test(text);

/** Of a namespace, a metric or a dimension. */
export const isName = (text: string): boolean => isPrintable(text, 255);
export const isDimensionValue = (text: string): boolean => isPrintable(text, 1024);

export const mostDimensions = 30;
