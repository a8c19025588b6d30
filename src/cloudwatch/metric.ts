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
