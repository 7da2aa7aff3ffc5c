import { expect, test } from "vitest";
import { forbids } from "../../src/check/forbids.ts";
import { change } from "./_samples.ts";

test.each([
  ["backward", "backward", true],
  ["backward", "forward", false],
  ["backward", "none", false],
  ["forward", "backward", false],
  ["forward", "forward", true],
  ["forward", "none", false],
  ["full", "backward", true],
  ["full", "forward", true],
  ["full", "none", false],
  ["none", "backward", false],
  ["none", "forward", false],
] as const)("the level %s on what breaks %s: %s", (level, breaks, isForbidden) => {
  expect(forbids(level, change({ breaks }), false)).toBe(isForbidden);
});

test("an undecided change is forbidden like a proven one", () => {
  expect(forbids("backward", change({ certainty: "unknown" }), false)).toBe(true);
});

test("an undecided change passes where that is asked for, and a proven one does not", () => {
  expect(forbids("backward", change({ certainty: "unknown" }), true)).toBe(false);
  expect(forbids("backward", change(), true)).toBe(true);
});
