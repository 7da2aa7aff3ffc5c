import * as fc from "fast-check";
import { expect, test } from "vitest";
import { isMultiple } from "./number-check.ts";

test.each([
  [0.3, 0.1, true],
  [1.1, 0.1, true],
  [0.35, 0.1, false],
  [19.99, 0.01, true],
  [1e21, 1e20, true],
  [1e-7, 1e-8, true],
  [1e-8, 1e-7, false],
  [-0.6, 0.2, true],
  [-0, 3, true],
  [1.7976931348623157e308, 5e-324, true],
  [5e-324, 1.7976931348623157e308, false],
  [2 ** 60, 2, true],
  [Number.NaN, 1, false],
  [Infinity, 1, false],
])("%d is a multiple of %d: %s", (value, unit, expected) => {
  expect(isMultiple(value, unit)).toBe(expected);
});

test("a whole number of cents is a multiple of a cent, and half a cent more is not", () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 6 }), (times, digits) => {
      const unit = Number(`1e-${digits}`);
      expect(isMultiple(Number(`${times}e-${digits}`), unit)).toBe(true);
      expect(isMultiple(Number(`${times}5e-${digits + 1}`), unit)).toBe(false);
    }),
  );
});
