import { AppError, coreError } from "@cordon/core";
import { createManualClock, createSeededRandom } from "@cordon/core/testing";
import { expect, test } from "vitest";
import { createRetryBudget, type RetryOptions, withRetry } from "../src/index.ts";

const never = (): AbortSignal => new AbortController().signal;

const unavailable = (details: Record<string, unknown> = {}): AppError =>
  new AppError({ code: "test/unavailable", kind: "unavailable", retryable: true, message: "Try again.", details });

// The longest wait each time, so that a test knows it.
const LONGEST = { bytes: (length: number) => new Uint8Array(length).fill(255) };

function fixture(errors: unknown[], options: Partial<RetryOptions> = {}) {
  const clock = createManualClock();
  const attempts: number[] = [];
  const call = withRetry<string, string>({ clock, random: LONGEST, ...options })(async () => {
    attempts.push(clock.elapsed());
    const error = errors.shift();
    if (error !== undefined) throw error;
    return "done";
  });
  const settled = async <Value>(running: Promise<Value>): Promise<Value> => {
    const progress = { isOver: false };
    const over = (): void => void (progress.isOver = true);
    running.then(over, over);
    while (!progress.isOver) {
      clock.advance(1);
      await Promise.resolve();
      await Promise.resolve();
      await Promise.resolve();
    }
    return running;
  };
  return { clock, attempts, call, settled };
}

test("a call that fails in a way that may pass is made again, after waits that double", async () => {
  const { attempts, call, settled } = fixture([unavailable(), unavailable()]);
  expect(await settled(call("a", never()))).toBe("done");
  expect(attempts).toHaveLength(3);
  const [first = 0, second = 0, third = 0] = attempts;
  expect([second - first, third - second].map((ms) => Math.round(ms / 50) * 50)).toEqual([100, 200]);
});

test("the last attempt's error is the caller's, as it is", async () => {
  const errors = [unavailable(), unavailable(), unavailable()];
  const [, , last] = errors;
  const { attempts, call, settled } = fixture(errors);
  await expect(settled(call("a", never()))).rejects.toBe(last);
  expect(attempts).toHaveLength(3);
});

test.each([
  ["an error that says it will not pass", coreError("core/internal", {})],
  ["the caller's abort", coreError("core/aborted", {})],
  ["an error of another kind", new Error("Who knows?")],
  ["something that is no error", "thrown text"],
])("%s is not retried", async (_name, error) => {
  const { attempts, call } = fixture([error]);
  await expect(call("a", never())).rejects.toBe(error);
  expect(attempts).toHaveLength(1);
});

test("it waits as long as the callee asked for", async () => {
  const { attempts, call, settled } = fixture([unavailable({ retryAfterMs: 3000 })]);
  await settled(call("a", never()));
  expect((attempts[1] ?? 0) - (attempts[0] ?? 0)).toBeGreaterThanOrEqual(3000);
});

test.each([10_001, Number.POSITIVE_INFINITY, Number.NaN])(
  "a callee that asks for %d ms is not called again",
  async (retryAfterMs) => {
    const { attempts, call } = fixture([unavailable({ retryAfterMs })]);
    await expect(call("a", never())).rejects.toMatchObject({ code: "test/unavailable" });
    expect(attempts).toHaveLength(1);
  },
);

test("an abort during a wait ends it at once, and begins nothing more", async () => {
  const { clock, attempts, call } = fixture([unavailable()]);
  const caller = new AbortController();
  const done = call("a", caller.signal);
  await Promise.resolve();
  await Promise.resolve();
  caller.abort();
  await expect(done).rejects.toMatchObject({ code: "core/aborted" });
  expect(attempts).toHaveLength(1);
  expect(clock.waiting).toBe(0);
});

test("an abort during an attempt lets no other begin", async () => {
  const clock = createManualClock();
  const caller = new AbortController();
  let attempts = 0;
  const call = withRetry<string, string>({ clock, random: LONGEST })(async () => {
    attempts += 1;
    caller.abort();
    throw unavailable();
  });
  await expect(call("a", caller.signal)).rejects.toMatchObject({ code: "test/unavailable" });
  expect(attempts).toBe(1);
});

test("calls that share a budget cannot retry more than it holds, whatever each may do", async () => {
  const budget = createRetryBudget({ capacity: 2, ratio: 0.1 });
  const attempts: number[] = [];
  for (let round = 0; round < 10; round += 1) {
    const each = fixture([unavailable(), unavailable(), unavailable()], { budget });
    await each.settled(each.call("a", never())).catch(() => {});
    attempts.push(each.attempts.length);
  }
  expect(attempts.reduce((sum, count) => sum + count)).toBe(10 + 2);
});

test("a budget earns with calls, up to its capacity", () => {
  const budget = createRetryBudget({ capacity: 1, ratio: 0.5 });
  expect([budget.spend(), budget.spend()]).toEqual([true, false]);
  for (let call = 0; call < 10; call += 1) budget.earn();
  expect([budget.spend(), budget.spend()]).toEqual([true, false]);
});

test("waits are spread out, so that callers who failed together do not come back together", async () => {
  const random = createSeededRandom(7);
  const waits = new Set<number>();
  for (let caller = 0; caller < 20; caller += 1) {
    const each = fixture([unavailable()], { random });
    await each.settled(each.call("a", never()));
    waits.add((each.attempts[1] ?? 0) - (each.attempts[0] ?? 0));
  }
  expect(waits.size).toBeGreaterThan(10);
});

test.each([[{ maxAttempts: 0 }], [{ maxAttempts: 101 }], [{ baseDelayMs: -1 }], [{ maxDelayMs: Number.NaN }]])(
  "options that cannot be are refused at once: %o",
  (options) => {
    expect(() => fixture([], options)).toThrow(RangeError);
  },
);
