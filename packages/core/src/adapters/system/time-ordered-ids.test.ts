import { expect, test } from "vitest";
import { createManualClock } from "../../testing/manual-clock.ts";
import { createSeededRandom } from "../../testing/seeded-random.ts";
import { createTimeOrderedIds } from "./time-ordered-ids.ts";

const all = (value: number) => ({ bytes: (length: number) => new Uint8Array(length).fill(value) });

test("a clock that jumps back does not break the order", () => {
  const clock = createManualClock();
  const ids = createTimeOrderedIds({ clock, random: createSeededRandom(1) });
  const before = ids.next();
  clock.setWallTime(0);
  const behind = ids.next();
  clock.setWallTime(Date.UTC(2030, 0, 1));
  expect(behind > before).toBe(true);
  expect(ids.next() > behind).toBe(true);
});

test("a random part that runs over moves on to the next millisecond", () => {
  const ids = createTimeOrderedIds({ clock: createManualClock(32), random: all(31) });
  expect([ids.next(), ids.next()]).toEqual(["0000000010zzzzzzzzzzzzzzzz", "00000000110000000000000000"]);
});

test("the time part is the wall time in base 32", () => {
  const ids = createTimeOrderedIds({ clock: createManualClock(1_469_922_850_259), random: all(0) });
  expect(ids.next()).toBe("01arz3ndek0000000000000000");
});
