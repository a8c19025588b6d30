/**
 * Exact amounts: fixed-point numbers of any size, so that a total neither stops growing at 2^53 nor drops the
 * fractions of its datapoints. Pure arithmetic; knows no ledger.
 */

/** A number in units of 10^-18: finer than the last digit of any double above 0.01. */
export type Amount = bigint;

const decimals = 18;
const one: Amount = 10n ** BigInt(decimals);

/** A positive factor as a fraction, so that scaling is exact too. */
export interface Scale {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

const decimalPattern = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i;

/** Splits a decimal numeral into a whole number of 10^-places; undefined for anything else. */
function readDecimal(text: string): { digits: bigint; places: number } | undefined {
  const match = decimalPattern.exec(text);
  if (match === null) return undefined;
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = match;
  const places = fraction.length - Number(exponent);
  if (Math.abs(places) > 2000) return undefined;
  const digits = BigInt(whole + fraction);
  return { digits: sign === "-" ? -digits : digits, places };
}

/** Rounds towards minus infinity, where BigInt's `/` rounds towards zero. */
export function floorDivide(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  return dividend % divisor !== 0n && dividend < 0n !== divisor < 0n ? quotient - 1n : quotient;
}

/** The amount a decimal numeral means, cut at 18 decimals; undefined when `text` is none. */
export function parseAmount(text: string): Amount | undefined {
  const numeral = readDecimal(text);
  if (numeral === undefined) return undefined;
  const shift = decimals - numeral.places;
  return shift >= 0 ? numeral.digits * 10n ** BigInt(shift) : numeral.digits / 10n ** BigInt(-shift);
}

/** The shortest decimal numeral that means this double, taken exactly. Throws on NaN and infinities. */
export function amountOf(value: number): Amount {
  const amount = parseAmount(String(value));
  if (amount === undefined) throw new RangeError(`no amount: ${value}`);
  return amount;
}

/** A factor as typed (`8`, `0.001`, `1e-6`); undefined unless it is a number above zero. */
export function parseScale(text: string): Scale | undefined {
  const numeral = readDecimal(text);
  if (numeral === undefined || numeral.digits <= 0n) return undefined;
  const power = 10n ** BigInt(Math.abs(numeral.places));
  return numeral.places >= 0
    ? { numerator: numeral.digits, denominator: power }
    : { numerator: numeral.digits * power, denominator: 1n };
}

/** `amount` times `scale`, rounded down to a whole 10^-18. */
export const scaleAmount = (amount: Amount, { numerator, denominator }: Scale): Amount =>
  floorDivide(amount * numerator, denominator);

/** `amount` times `part` by `whole` (whole numbers above zero), rounded down. */
export const share = (amount: Amount, part: number, whole: number): Amount =>
  floorDivide(amount * BigInt(part), BigInt(whole));

/** `dividend / divisor`; the divisor is not zero. */
export const divide = (dividend: Amount, divisor: Amount): Amount => floorDivide(dividend * one, divisor);

/** The whole units in an amount, rounded down. */
export const wholeUnits = (amount: Amount): bigint => floorDivide(amount, one);

/** So many whole units, exactly. */
export const fromUnits = (units: bigint): Amount => units * one;

/** A plain decimal numeral: never an exponent, no trailing zeros, rounded half up to `places` decimals. */
export function formatAmount(amount: Amount, places: number = decimals): string {
  const unit = 10n ** BigInt(decimals - places);
  const rounded = floorDivide(amount + unit / 2n, unit);
  const digits = (rounded < 0n ? -rounded : rounded).toString().padStart(places + 1, "0");
  const whole = digits.slice(0, digits.length - places);
  const fraction = digits.slice(digits.length - places).replace(/0+$/, "");
  return `${rounded < 0n ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}
