import { expect, test } from "vitest";
import { chooseLane, INLINE_MAX, type LaneQuestion } from "./choose-lane.ts";

const SMALL: LaneQuestion = {
  fuel: INLINE_MAX.fuel,
  maxMemoryBytes: INLINE_MAX.memoryBytes,
  hasColdCode: false,
  waits: false,
  canSuspend: true,
};

test.each([
  ["a small call of a guest that waits for nothing", {}, "inline"],
  ["a small call of a guest that may wait", { waits: true }, "suspended"],
  ["the same where nothing can be suspended", { waits: true, canSuspend: false }, "worker"],
  ["one fuel too much", { fuel: INLINE_MAX.fuel + 1 }, "worker"],
  ["one page too much", { maxMemoryBytes: INLINE_MAX.memoryBytes + 65_536 }, "worker"],
  ["code that could not be compiled beforehand", { hasColdCode: true }, "worker"],
  ["a large call of a guest that may wait", { fuel: 1e9, waits: true }, "worker"],
] as const)("%s runs in its lane", (_name, question, lane) => {
  expect(chooseLane({ ...SMALL, ...question })).toBe(lane);
});
