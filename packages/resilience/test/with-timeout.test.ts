import { createManualClock } from "@cordon/core/testing";
import { expect, test } from "vitest";
import { withTimeout } from "../src/index.ts";

const never = (): AbortSignal => new AbortController().signal;

function fixture(timeoutMs: number | ((request: string) => number) = 100) {
  const clock = createManualClock();
  const answer = Promise.withResolvers<string>();
  const seen: AbortSignal[] = [];
  const call = withTimeout<string, string>({ clock, timeoutMs })((_request, signal) => {
    seen.push(signal);
    return answer.promise;
  });
  return { clock, answer, call, seen };
}

test("a call that is done in time gives its result, and leaves no timer", async () => {
  const { clock, answer, call } = fixture();
  const done = call("a", never());
  answer.resolve("done");
  expect(await done).toBe("done");
  expect(clock.waiting).toBe(0);
});

test("a call that fails in time gives its error as it is, and leaves no timer", async () => {
  const { clock, answer, call } = fixture();
  const failure = new Error("The callee failed on purpose.");
  const done = call("a", never());
  answer.reject(failure);
  await expect(done).rejects.toBe(failure);
  expect(clock.waiting).toBe(0);
});

test("at the deadline the call's signal aborts, and its caller gets resilience/timeout though the call goes on", async () => {
  const { clock, call, seen } = fixture();
  const done = call("a", never());
  clock.advance(99);
  expect(seen[0]?.aborted).toBe(false);
  clock.advance(1);
  expect(seen[0]?.aborted).toBe(true);
  await expect(done).rejects.toMatchObject({ code: "resilience/timeout", details: { timeoutMs: 100 } });
});

test("a result that comes after the deadline is dropped", async () => {
  const { clock, answer, call } = fixture();
  const done = call("a", never());
  clock.advance(100);
  answer.resolve("too late");
  await expect(done).rejects.toMatchObject({ code: "resilience/timeout" });
});

test("an error that comes after the deadline is dropped, and ends no process", async () => {
  const { clock, answer, call } = fixture();
  const done = call("a", never());
  clock.advance(100);
  answer.reject(new Error("The callee was cancelled."));
  await expect(done).rejects.toMatchObject({ code: "resilience/timeout" });
});

test("the caller's abort reaches the call, and is no timeout", async () => {
  const { clock, call, seen } = fixture();
  const caller = new AbortController();
  const done = call("a", caller.signal);
  caller.abort();
  expect(seen[0]?.aborted).toBe(true);
  await expect(done).rejects.toMatchObject({ code: "core/aborted" });
  expect(clock.waiting).toBe(0);
});

test("a caller that is gone already begins nothing", async () => {
  const { clock, call, seen } = fixture();
  await expect(call("a", AbortSignal.abort())).rejects.toMatchObject({ code: "core/aborted" });
  expect(seen).toEqual([]);
  expect(clock.waiting).toBe(0);
});

test("a function that throws at once rejects, and leaves no timer", async () => {
  const clock = createManualClock();
  const call = withTimeout<string, string>({ clock, timeoutMs: 100 })(() => {
    throw new TypeError("The function is broken.");
  });
  await expect(call("a", never())).rejects.toThrow("broken");
  expect(clock.waiting).toBe(0);
});

test("each request may have its own time", async () => {
  const { clock, call } = fixture((request) => (request === "slow" ? 200 : 50));
  const [slow, fast] = [call("slow", never()), call("fast", never())];
  clock.advance(50);
  await expect(fast).rejects.toMatchObject({ details: { timeoutMs: 50 } });
  clock.advance(150);
  await expect(slow).rejects.toMatchObject({ details: { timeoutMs: 200 } });
});

test.each([-1, Number.NaN, 2 ** 31, 0.5])("a time of %d ms is refused at once", (timeoutMs) => {
  expect(() => fixture(timeoutMs)).toThrow(RangeError);
});
