/**
 * Fields of parsed JSON, checked one by one. Pure; whoever reads with it catches Malformed at the top, so that a reader
 * of twenty fields needs no Result for each of them.
 */
import { parseAmount, type Amount } from "./amount.ts";

export type Json = Readonly<Record<string, unknown>>;

/** Thrown here, caught by state-reader.ts only. */
export class Malformed extends Error {}

export function fail(what: string): never {
  throw new Malformed(what);
}

export const object = (value: unknown, what: string): Json =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : fail(what);
export const text = (value: unknown, what: string): string =>
  typeof value === "string" ? value : fail(what);
export const seconds = (value: unknown, what: string): number =>
  typeof value === "number" && Number.isSafeInteger(value) ? value : fail(what);
export const amount = (value: unknown, what: string): Amount => parseAmount(text(value, what)) ?? fail(what);
export const bigint = (value: unknown, what: string): bigint =>
  /^-?\d+$/.test(text(value, what)) ? BigInt(value as string) : fail(what);

export const field = <Name extends string, Value>(
  name: Name,
  value: Value | undefined,
): Partial<Record<Name, Value>> => (value === undefined ? {} : ({ [name]: value } as Record<Name, Value>));

export const optional = <Value>(
  value: unknown,
  what: string,
  parse: (value: unknown, what: string) => Value,
) => (value === undefined || value === null ? undefined : parse(value, what));

export const list = (value: unknown, what: string): readonly unknown[] =>
  Array.isArray(value) ? (value as unknown[]) : fail(what);
