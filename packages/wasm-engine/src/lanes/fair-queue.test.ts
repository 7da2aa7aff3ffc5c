import fc from "fast-check";
import { expect, test } from "vitest";
import { FairQueue } from "./fair-queue.ts";

function queueOf(...items: readonly (readonly [string, number])[]): FairQueue<number> {
  const queue = new FairQueue<number>();
  for (const [whose, item] of items) queue.add(whose, item);
  return queue;
}

function all(queue: FairQueue<number>): readonly (number | undefined)[] {
  return Array.from({ length: queue.size }, () => queue.next());
}

test("each has a turn before any has a second one, and what one waits for keeps its order", () => {
  const queue = queueOf(["a", 1], ["a", 2], ["a", 3], ["b", 4], ["c", 5], ["b", 6]);
  expect([queue.size, queue.sizeOf("a"), queue.sizeOf("none")]).toEqual([6, 3, 0]);
  expect(all(queue)).toEqual([1, 4, 5, 2, 6, 3]);
  expect([queue.size, queue.sizeOf("a"), queue.next()]).toEqual([0, 0, undefined]);
});

test("who comes late has a turn soon, however many others wait for", () => {
  const queue = queueOf(...Array.from({ length: 100 }, (_each, at) => ["flood", at] as const));
  queue.next();
  queue.add("late", 1000);
  expect([queue.next(), queue.next()]).toContain(1000);
});

test("what is taken out waits no more, and taking it out again does nothing", () => {
  const queue = queueOf(["a", 1], ["a", 2], ["b", 3]);
  queue.delete("a", 1);
  queue.delete("a", 1);
  queue.delete("none", 1);
  expect(queue.size).toBe(2);
  expect(all(queue)).toEqual([2, 3]);
});

test("whatever comes and goes, everything that stays is served once", () => {
  const step = fc.tuple(fc.constantFrom("add", "add", "delete", "next"), fc.constantFrom("a", "b", "c"), fc.nat(8));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const queue = new FairQueue<string>();
      const waiting = new Set<string>();
      for (const [kind, whose, at] of steps) {
        const item = `${whose}${at}`;
        if (kind === "add" && !waiting.has(item)) {
          queue.add(whose, item);
          waiting.add(item);
        } else if (kind === "delete") {
          queue.delete(whose, item);
          waiting.delete(item);
        } else if (kind === "next") {
          const next = queue.next();
          expect(next === undefined ? waiting.size === 0 : waiting.delete(next)).toBe(true);
        }
        expect(queue.size).toBe(waiting.size);
      }
    }),
  );
});
