import { decorate, type Decorator } from "@cordon/core";
import { createManualClock } from "@cordon/core/testing";
import { expect, test } from "vitest";
import {
  type AsyncFunction,
  createCircuitBreaker,
  createRateLimiter,
  withCircuitBreaker,
  withRateLimit,
  withTimeout,
} from "../src/index.ts";

type Call = AsyncFunction<string, string>;

const never = (): AbortSignal => new AbortController().signal;
const keyOf = (request: string): string => request;

test("a key that made too many calls is told when the next would be made, and none is begun", async () => {
  const clock = createManualClock();
  let begun = 0;
  const limited = withRateLimit<string, string>({
    limiter: createRateLimiter({ capacity: 2, refillPerSecond: 1, clock }),
    keyOf,
  })(async (request) => {
    begun += 1;
    return request;
  });
  await limited("a", never());
  await limited("a", never());
  await expect(limited("a", never())).rejects.toMatchObject({
    code: "resilience/rate-limited",
    details: { retryAfterMs: 1000 },
  });
  expect(await limited("b", never())).toBe("b");
  expect(begun).toBe(3);
  clock.advance(1000);
  expect(await limited("a", never())).toBe("a");
});

test("a timeout inside a breaker opens its circuit, and a caller's abort does not", async () => {
  const clock = createManualClock();
  const breaker = createCircuitBreaker({ clock, minimumCalls: 2 });
  const layers: readonly Decorator<Call>[] = [
    withCircuitBreaker({ breaker, keyOf }),
    withTimeout({ clock, timeoutMs: 100 }),
  ];
  const call = decorate<Call>(() => new Promise(() => {}), layers);
  for (let round = 0; round < 5; round += 1) {
    const caller = new AbortController();
    const gone = call("a", caller.signal);
    caller.abort();
    await expect(gone).rejects.toMatchObject({ code: "core/aborted" });
  }
  expect(breaker.state("a")).toBe("closed");
  for (let round = 0; round < 2; round += 1) {
    const late = call("a", never());
    clock.advance(100);
    await expect(late).rejects.toMatchObject({ code: "resilience/timeout" });
  }
  expect(breaker.state("a")).toBe("open");
});
