import { expect, test } from "vitest";
import { chooseLane, INLINE_MAX, type LaneQuestion } from "./choose-lane.ts";

const SMALL: LaneQuestion = {
  fuel: INLINE_MAX.fuel,
  initFuel: 0,
  maxInlineFuel: INLINE_MAX.fuel,
  maxMemoryBytes: INLINE_MAX.memoryBytes,
  lostInstances: 0,
  hasColdCode: false,
  waits: false,
  canSuspend: true,
};

test.each([
  ["a small call of a guest that waits for nothing", {}, "inline"],
  ["a small call of a guest that may wait", { waits: true }, "suspended"],
  ["the same where nothing can be suspended", { waits: true, canSuspend: false }, "worker"],
  ["one fuel too much", { fuel: INLINE_MAX.fuel + 1 }, "worker"],
  ["as much where the host allows it", { fuel: INLINE_MAX.fuel + 1, maxInlineFuel: INLINE_MAX.fuel + 1 }, "inline"],
  ["a call where the host allows less", { fuel: 1001, maxInlineFuel: 1000 }, "worker"],
  ["as much fuel for initialising each instance", { fuel: 1, initFuel: INLINE_MAX.fuel }, "inline"],
  ["one too much for initialising each instance", { fuel: 1, initFuel: INLINE_MAX.fuel + 1 }, "worker"],
  ["one page too much", { maxMemoryBytes: INLINE_MAX.memoryBytes + 65_536 }, "worker"],
  ["a call of a guest that used up some instances", { lostInstances: 8 }, "inline"],
  ["a call of a guest that uses up one after the other", { lostInstances: 9 }, "worker"],
  ["code that could not be compiled beforehand", { hasColdCode: true }, "worker"],
  ["a large call of a guest that may wait", { fuel: 1e9, waits: true }, "worker"],
] as const)("%s runs in its lane", (_name, question, lane) => {
  expect(chooseLane({ ...SMALL, ...question })).toBe(lane);
});
