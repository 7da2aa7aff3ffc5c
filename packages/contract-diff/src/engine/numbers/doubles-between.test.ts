import { expect, it } from "vitest";
import { doublesBetween } from "./doubles-between.ts";

it.each([
  [1, 1 + 2 ** -51, [1, 1 + 2 ** -52, 1 + 2 ** -51]],
  [-(1 + 2 ** -51), -1, [-(1 + 2 ** -51), -(1 + 2 ** -52), -1]],
  [-5e-324, 5e-324, [-5e-324, 0, 5e-324]],
  [2, 2, [2]],
])("gives all doubles from %d to %d", (from, to, expected) => {
  expect(doublesBetween(from, to, 3)).toEqual(expected);
});

it("gives none of too many", () => {
  expect(doublesBetween(1, 1 + 2 ** -51, 2)).toBeUndefined();
});
