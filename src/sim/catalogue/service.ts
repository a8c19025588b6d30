/** How a service shows itself in CloudWatch: the shape of its resources, their metrics and how those behave. Pure. */
import type { Traffic } from "../traffic.ts";

/** A metric of a service, without its resource. */
export interface Line {
  readonly name: string;
  readonly unit: string;
  readonly traffic: Traffic;
}

/** One resource, as its owner and AWS named it. */
export interface Names {
  /** What people call it: where AWS lets them choose, a part of its dimensions. */
  readonly name: string;
  /** 17 hexadecimal digits. */
  readonly hex: string;
}

interface DimensionSet {
  /** By name; the values of this resource. */
  readonly dimensions: (names: Names) => Readonly<Record<string, string>>;
  readonly lines: readonly Line[];
}

export interface Service {
  readonly namespace: string;
  /** What begins its resources' names. */
  readonly word: string;
  /** Service and resource part of the ARN; undefined for what is no resource. */
  readonly arn?: (names: Names) => readonly [service: string, resource: string];
  readonly sets: readonly DimensionSet[];
  /** How often it is met among the resources of an account. */
  readonly weight: number;
  /** For what exists once for the whole world. */
  readonly region?: string;
  readonly isInstance?: boolean;
}

/** One whole number a minute. */
export const bytes = (name: string, mean: number, unit = "Bytes"): Line => ({
  name,
  unit,
  traffic: { kind: "bytes", mean },
});

/** One number with a fraction a minute. */
export const level = (name: string, unit: string, mean: number, most = Infinity): Line => ({
  name,
  unit,
  traffic: { kind: "level", mean, most },
});

export const percent = (name: string, mean: number): Line => level(name, "Percent", mean, 100);

/** So many events a minute, each counted as 1; with a `share`, only in that part of the minutes. */
export const events = (name: string, mean: number, share = 1): Line => ({
  name,
  unit: "Count",
  traffic: { kind: "events", mean, share },
});

/** So many durations a minute. */
export const durations = (name: string, unit: string, mean: number, count: number): Line => ({
  name,
  unit,
  traffic: { kind: "durations", mean, count },
});

/** Once a day, at midnight. */
export const daily = (name: string, unit: string, mean: number): Line => ({
  name,
  unit,
  traffic: { kind: "bytes", mean, stepSeconds: 86_400 },
});
