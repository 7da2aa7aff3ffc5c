import { expect, onTestFinished, test, vi } from "vitest";
import { DeadlineQueue } from "./deadline-queue.ts";

function fixture(timeoutMs = 100) {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const idle = vi.fn<() => void>();
  return { queue: new DeadlineQueue(timeoutMs, idle), idle };
}

test("each expires at its own time, in the order in which they were made, on one timer", () => {
  const { queue } = fixture();
  const first = queue.add(undefined, undefined);
  vi.advanceTimersByTime(40);
  const second = queue.add(undefined, undefined);
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(60);
  expect([first.expired, second.expired]).toEqual([true, false]);
  vi.advanceTimersByTime(39);
  expect(second.expired).toBe(false);
  vi.advanceTimersByTime(1);
  expect(second.expired).toBe(true);
});

test("one that is made while another expires has its whole time", () => {
  const { queue } = fixture();
  const made: { readonly expired: boolean }[] = [];
  queue.add(undefined, undefined).signal.addEventListener("abort", () => made.push(queue.add(undefined, undefined)));
  vi.advanceTimersByTime(100);
  vi.advanceTimersByTime(99);
  expect(made.map(({ expired }) => expired)).toEqual([false]);
  vi.advanceTimersByTime(1);
  expect(made.map(({ expired }) => expired)).toEqual([true]);
  expect(vi.getTimerCount()).toBe(0);
});

test("it is idle once nobody waits and its timer is over, and not before", () => {
  const { queue, idle } = fixture();
  const cleared = queue.add(undefined, undefined);
  cleared.clear();
  cleared.clear();
  vi.advanceTimersByTime(50);
  queue.add(undefined, undefined).clear();
  expect(idle).not.toHaveBeenCalled();
  vi.advanceTimersByTime(50);
  expect(idle).toHaveBeenCalledTimes(1);
  expect(vi.getTimerCount()).toBe(0);
});

test("only a deadline that somebody waits for keeps the process alive", () => {
  const queue = new DeadlineQueue(60_000, () => {});
  const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
  const before = timers();
  const first = queue.add(undefined, undefined);
  expect(timers()).toBe(before + 1);
  first.clear();
  expect(timers()).toBe(before);
  const second = queue.add(undefined, undefined);
  expect(timers()).toBe(before + 1);
  second.clear();
  expect(timers()).toBe(before);
});
