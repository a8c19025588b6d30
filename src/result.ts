/**
 * A value or the reason why there is none. Failures are values with a literal `kind`; nothing here throws.
 */
export type Result<Value, Failure> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly failure: Failure };

/** A value was had. */
export const success = <Value>(value: Value): { readonly ok: true; readonly value: Value } => ({
  ok: true,
  value,
});

/** There is none, for this reason. */
export const failure = <Failure>(failure: Failure): { readonly ok: false; readonly failure: Failure } => ({
  ok: false,
  failure,
});

/** The values of `results` in order, or the first failure among them. */
export function all<Value, Failure>(results: readonly Result<Value, Failure>[]): Result<Value[], Failure> {
  const values: Value[] = [];
  for (const result of results) {
    if (!result.ok) return result;
    values.push(result.value);
  }
  return success(values);
}
