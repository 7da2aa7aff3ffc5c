import { expect, test } from "vitest";
import { CHECK_LIMITS, type CheckRun, enter, fitsQuietly, refuse, spend, TooComplex } from "./check-run.ts";

const runOf = (change: Partial<CheckRun>): CheckRun => ({ stepsLeft: 10, depth: 0, issues: undefined, ...change });

test("the last step may be spent, and the one after it ends the walk at once", () => {
  const run = runOf({});
  expect(() => spend(run, 10)).not.toThrow();
  expect(() => spend(run, 1)).toThrow(TooComplex);
  expect(() => enter(runOf({ stepsLeft: 0 }))).toThrow(TooComplex);
});

test("a walk goes as deep as it may, and no deeper", () => {
  expect(() => enter(runOf({ depth: CHECK_LIMITS.maxDepth - 1 }))).not.toThrow();
  expect(() => enter(runOf({ depth: CHECK_LIMITS.maxDepth }))).toThrow(TooComplex);
});

test("a quiet attempt leaves no issue, and what comes after it is told again", () => {
  const issues: NonNullable<CheckRun["issues"]> = [];
  const run = runOf({ issues });
  expect(fitsQuietly((_value, inner, place) => refuse(inner, place, "quiet"), 1, run)).toBe(false);
  refuse(run, undefined, "loud");
  expect(issues).toEqual([{ pointer: "", message: "loud" }]);
});
