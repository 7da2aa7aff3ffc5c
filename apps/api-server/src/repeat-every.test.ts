import { createManualClock } from "@cordon/core/testing";
import { expect, test } from "vitest";
import { repeatEvery } from "./repeat-every.ts";

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};

test("the work is done at once, again after each pause, and no more once disposed", async () => {
  const clock = createManualClock();
  let done = 0;
  const repeating = repeatEvery(1000, clock, async () => void (done += 1));
  await settle();
  expect(done).toBe(1);
  clock.advance(1000);
  await settle();
  expect(done).toBe(2);
  await repeating[Symbol.asyncDispose]();
  clock.advance(10_000);
  await settle();
  expect({ done, waiting: clock.waiting }).toEqual({ done: 2, waiting: 0 });
});

test("work that fails is done again at the next turn", async () => {
  const clock = createManualClock();
  let tried = 0;
  await using _repeating = repeatEvery(1000, clock, () => Promise.reject(new Error(`try ${(tried += 1)}`)));
  await settle();
  clock.advance(1000);
  await settle();
  expect(tried).toBe(2);
});

test("disposing aborts work under way and waits for it to end", async () => {
  const events: string[] = [];
  const repeating = repeatEvery(1000, createManualClock(), async (signal) => {
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    events.push("work ended");
  });
  await settle();
  await repeating[Symbol.asyncDispose]();
  expect(events).toEqual(["work ended"]);
});
