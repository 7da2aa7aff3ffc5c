import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decimalOf, numberOf, unitsOf } from "./decimal.ts";

describe("decimals", () => {
  it.each([
    [0.1, 1n, -1],
    [-12.5, -125n, -1],
    [1e300, 1n, 300],
    [1.5e-323, 15n, -324],
    [-0, 0n, 0],
    [1234567890123456800000, 12345678901234568n, 5],
  ])("reads %d as it is written", (value, digits, exponent) => {
    const read = decimalOf(value);
    expect(unitsOf(read, Math.min(read.exponent, exponent))).toBe(
      unitsOf({ digits, exponent }, Math.min(read.exponent, exponent)),
    );
  });

  it("writes each finite number back as it was", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const { digits, exponent } = decimalOf(value);
        expect(numberOf(digits, exponent)).toBe(value + 0);
      }),
      { seed: 1, numRuns: 1000 },
    );
  });

  it("has no number for more digits than a double keeps", () => {
    expect(numberOf(10n ** 20n + 1n, 0)).toBeUndefined();
  });

  it("has no number beyond the largest double", () => {
    expect(numberOf(2n, 308)).toBeUndefined();
  });

  it("has no number for what would be read as zero", () => {
    expect(numberOf(1n, -400)).toBeUndefined();
  });
});
