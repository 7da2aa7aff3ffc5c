import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createOpossumCircuitBreaker } from "./opossum-circuit-breaker.ts";

const fail = (): Promise<never> => Promise.reject(new Error("The callee failed on purpose."));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("what another breaker of opossum says inside a task is the caller's, and no refusal of this one", async () => {
  using outer = createOpossumCircuitBreaker({ minimumCalls: 50 });
  const foreign = Object.assign(new Error("Breaker is open"), { code: "EOPENBREAKER" });
  await expect(outer.run("a", () => Promise.reject(foreign))).rejects.toBe(foreign);
});

test("beyond maxKeys the circuit that was made first is forgotten", async () => {
  using breaker = createOpossumCircuitBreaker({ minimumCalls: 1, maxKeys: 2 });
  for (const key of ["a", "b", "c"]) await breaker.run(key, fail).catch(() => {});
  expect(["a", "b", "c"].map((key) => breaker.state(key))).toEqual(["closed", "open", "open"]);
});

test("disposing it stops its timers, and may be done twice", async () => {
  const breaker = createOpossumCircuitBreaker({ minimumCalls: 1 });
  await breaker.run("a", fail).catch(() => {});
  expect(vi.getTimerCount()).toBeGreaterThan(0);
  breaker[Symbol.dispose]();
  breaker[Symbol.dispose]();
  expect(vi.getTimerCount()).toBe(0);
});

test.each([[{ failureRatio: 0 }], [{ maxKeys: 0 }], [{ openMs: 0.5 }]])(
  "options that cannot be are refused at once: %o",
  (options) => {
    expect(() => createOpossumCircuitBreaker(options)).toThrow(RangeError);
  },
);
