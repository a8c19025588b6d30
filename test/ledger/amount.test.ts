import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  amountOf,
  divide,
  formatAmount,
  fromUnits,
  parseAmount,
  parseScale,
  scaleAmount,
  share,
  wholeUnits,
} from "../../src/ledger/amount.ts";

const plain = /^-?\d+(\.\d+)?$/;
const finite = fc.double({ noNaN: true, noDefaultInfinity: true });

describe("an amount", () => {
  test("is printed without an exponent, whatever the number", () => {
    fc.assert(fc.property(finite, (value) => plain.test(formatAmount(amountOf(value)))));
  });

  test("keeps a decimal of up to 18 places to the last digit", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }), (amount) => {
        expect(parseAmount(formatAmount(amount))).toBe(amount);
      }),
    );
  });

  test.each([
    ["1e21", "1000000000000000000000"],
    ["1e-7", "0.0000001"],
    ["0.1", "0.1"],
    ["9007199254740993", "9007199254740993"],
    ["-2.50", "-2.5"],
  ])("reads %s as %s", (text, printed) => {
    expect(formatAmount(parseAmount(text) ?? 0n)).toBe(printed);
  });

  test.each(["", "1,5", "0x1F", "NaN", "Infinity", "1e999999", ".5", "1.", "--1"])(
    "is not read from %j",
    (text) => {
      expect(parseAmount(text)).toBeUndefined();
    },
  );

  test("goes on growing by one beyond 2^53", () => {
    const total = fromUnits(2n ** 53n) + amountOf(1);
    expect(formatAmount(total)).toBe("9007199254740993");
  });

  test("adds three tenths to exactly 0.3", () => {
    expect(formatAmount(amountOf(0.1) + amountOf(0.2))).toBe("0.3");
  });

  test("rounds whole units down, below zero too", () => {
    expect([wholeUnits(amountOf(1.9)), wholeUnits(amountOf(-0.1))]).toEqual([1n, -1n]);
  });

  test("of a period is handed out by parts that grow to the whole", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 30n }),
        fc.integer({ min: 1, max: 300 }),
        (amount, part) => {
          expect(share(amount, part - 1, 300) <= share(amount, part, 300)).toBe(true);
          expect(share(amount, 300, 300)).toBe(amount);
        },
      ),
    );
  });

  test("is divided to 18 decimals", () => {
    expect(formatAmount(divide(amountOf(1), amountOf(3)))).toBe("0.333333333333333333");
  });
});

describe("a scale", () => {
  test.each([
    ["8", 1.5, "12"],
    ["0.001", 1234567, "1234.567"],
    ["1e-6", 5, "0.000005"],
    ["1e3", 2, "2000"],
  ])("of %s makes %d to %s", (factor, value, scaled) => {
    const scale = parseScale(factor);
    expect(scale && formatAmount(scaleAmount(amountOf(value), scale))).toBe(scaled);
  });

  test.each(["0", "-1", "abc", "", "1e99999", "Infinity"])("is not %j", (text) => {
    expect(parseScale(text)).toBeUndefined();
  });
});
