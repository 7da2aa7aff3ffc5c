import { expect, it } from "vitest";
import { ceilDivide, floorDivide, integersNearZero } from "./integers-near-zero.ts";

it.each([
  [-2n, 3n, [0n, 1n, -1n, 2n, -2n, 3n]],
  [2n, 4n, [2n, 3n, 4n]],
  [-4n, -2n, [-2n, -3n, -4n]],
  [1n, 0n, []],
])("gives the integers from %d to %d, those nearest to zero first", (min, max, expected) => {
  expect([...integersNearZero(min, max, 10)]).toEqual(expected);
});

it("gives no more than asked for", () => {
  expect([...integersNearZero(-9n, 9n, 3)]).toEqual([0n, 1n, -1n]);
});

it.each([
  [5n, 3n, 1n, 2n],
  [-5n, 3n, -2n, -1n],
  [6n, 3n, 2n, 2n],
  [-6n, 3n, -2n, -2n],
])("divides %d by %d down to %d and up to %d", (value, by, down, up) => {
  expect([floorDivide(value, by), ceilDivide(value, by)]).toEqual([down, up]);
});
