import { createManualClock } from "@cordon/core/testing";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createRateLimiter, type RateLimiter, type RateLimiterOptions } from "../src/index.ts";

function setUp(options: Partial<RateLimiterOptions> = {}): {
  readonly limiter: RateLimiter;
  readonly clock: ReturnType<typeof createManualClock>;
} {
  const clock = createManualClock();
  return { limiter: createRateLimiter({ capacity: 3, refillPerSecond: 2, clock, ...options }), clock };
}

test("a key may make as many requests at once as its bucket holds", () => {
  const { limiter } = setUp();
  expect([1, 2, 3].map(() => limiter.take("a"))).toEqual([
    { allowed: true, retryAfterMs: 0, remaining: 2 },
    { allowed: true, retryAfterMs: 0, remaining: 1 },
    { allowed: true, retryAfterMs: 0, remaining: 0 },
  ]);
  expect(limiter.take("a")).toEqual({ allowed: false, retryAfterMs: 500, remaining: 0 });
  expect(limiter.take("b").allowed).toBe(true);
});

test("a request is allowed after the time that was named, and not a millisecond earlier", () => {
  const { limiter, clock } = setUp();
  for (let count = 0; count < 3; count += 1) limiter.take("a");
  clock.advance(499);
  expect(limiter.take("a")).toMatchObject({ allowed: false, retryAfterMs: 1 });
  clock.advance(1);
  expect(limiter.take("a").allowed).toBe(true);
  expect(limiter.take("a").allowed).toBe(false);
});

test("wall time that jumps changes nothing", () => {
  const { limiter, clock } = setUp({ capacity: 1 });
  limiter.take("a");
  clock.setWallTime(clock.now() + 86_400_000);
  expect(limiter.take("a").allowed).toBe(false);
});

test("a flood of keys neither grows the table nor gives a limited key a fresh start", () => {
  const { limiter, clock } = setUp({ maxKeys: 100, refillPerSecond: 0.1 });
  for (let count = 0; count < 3; count += 1) limiter.take("abuser");
  for (let at = 0; at < 10_000; at += 1) limiter.take(`flood-${at}`);
  expect(limiter.size).toBe(100);
  expect(limiter.take("abuser").allowed).toBe(false);
  clock.advance(9_999);
  expect(limiter.take("abuser").allowed).toBe(false);
});

test("while the table is full, new keys share one bucket, and known ones keep their own", () => {
  const { limiter } = setUp({ maxKeys: 2 });
  limiter.take("a");
  limiter.take("b");
  const newcomers = Array.from({ length: 10 }, (_, at) => limiter.take(`new-${at}`).allowed);
  expect(newcomers.filter(Boolean)).toHaveLength(3);
  expect(limiter.take("a").allowed).toBe(true);
});

test("a key that took from the shared bucket gets no second full one when there is room again", () => {
  const { limiter, clock } = setUp({ maxKeys: 1, refillPerSecond: 1 });
  limiter.take("a");
  clock.advance(999);
  for (let count = 0; count < 3; count += 1) expect(limiter.take("b").allowed).toBe(true);
  clock.advance(1);
  expect(limiter.take("b").allowed).toBe(false);
});

test("keys whose buckets are full again make room", () => {
  const { limiter, clock } = setUp({ maxKeys: 2 });
  limiter.take("a");
  limiter.take("b");
  clock.advance(500);
  limiter.take("c");
  limiter.take("d");
  expect(limiter.size).toBe(2);
  expect(limiter.take("c").remaining).toBe(1);
});

test("very long keys are not stored: all of them share one bucket", () => {
  const { limiter } = setUp();
  const allowed = Array.from({ length: 10 }, (_, at) => limiter.take(`${at}`.padStart(100_000, "x")).allowed);
  expect(allowed.filter(Boolean)).toHaveLength(3);
  expect(limiter.size).toBe(1);
  expect(limiter.take("short").remaining).toBe(2);
});

test.each([
  { capacity: 0 },
  { capacity: 1.5 },
  { capacity: Number.NaN },
  { capacity: 1_000_001 },
  { refillPerSecond: 0 },
  { refillPerSecond: -1 },
  { refillPerSecond: Number.NaN },
  { refillPerSecond: Infinity },
  { maxKeys: 0 },
  { maxKeys: 1.5 },
])("the options %o are refused", (options) => {
  expect(() => setUp(options)).toThrow(RangeError);
});

interface Step {
  readonly key: string;
  readonly afterMs: number;
}

const steps = (keys: number): fc.Arbitrary<readonly Step[]> =>
  fc.array(
    fc.record({ key: fc.nat(keys - 1).map((at) => `k${at}`), afterMs: fc.constantFrom(0, 0, 1, 7, 100, 333, 5000) }),
    {
      maxLength: 200,
    },
  );

/** The textbook bucket with unbounded memory: whole tokens counted down, refilled by time. Time is in whole ms. */
function createModel(capacity: number, refillPerSecond: number): (key: string, now: number) => boolean {
  const buckets = new Map<string, { milliTokens: number; at: number }>();
  return (key, now) => {
    const { milliTokens, at } = buckets.get(key) ?? { milliTokens: capacity * 1000, at: now };
    // Whole thousandths of a token: tokens per second times milliseconds. There is nothing to round.
    const held = Math.min(capacity * 1000, milliTokens + (now - at) * refillPerSecond);
    const allowed = held >= 1000;
    buckets.set(key, { milliTokens: allowed ? held - 1000 : held, at: now });
    return allowed;
  };
}

const sizes = fc.record({
  capacity: fc.integer({ min: 1, max: 10 }),
  refillPerSecond: fc.integer({ min: 1, max: 300 }),
});

test("while its keys fit, it decides as the textbook bucket does", () => {
  fc.assert(
    fc.property(sizes, steps(5), ({ capacity, refillPerSecond }, taken) => {
      const { limiter, clock } = setUp({ capacity, refillPerSecond, maxKeys: 5 });
      const model = createModel(capacity, refillPerSecond);
      for (const { key, afterMs } of taken) {
        clock.advance(afterMs);
        expect(limiter.take(key).allowed).toBe(model(key, clock.elapsed()));
      }
    }),
    { numRuns: 500 },
  );
});

test("with more keys than fit, it never allows what the textbook bucket would not, and stays within its size", () => {
  fc.assert(
    fc.property(sizes, steps(12), ({ capacity, refillPerSecond }, taken) => {
      const { limiter, clock } = setUp({ capacity, refillPerSecond, maxKeys: 3 });
      const model = createModel(capacity, refillPerSecond);
      for (const { key, afterMs } of taken) {
        clock.advance(afterMs);
        const { allowed } = limiter.take(key);
        expect(limiter.size).toBeLessThanOrEqual(3);
        // Only what was allowed is charged to the model, which is then at its most generous.
        const tooMuch = allowed && !model(key, clock.elapsed());
        expect(tooMuch).toBe(false);
      }
    }),
    { numRuns: 2000 },
  );
});

test("waiting for the named time is always enough", () => {
  const rates = fc.record({
    capacity: fc.integer({ min: 1, max: 5 }),
    refillPerSecond: fc.double({ min: 0.01, max: 5000, noNaN: true }),
  });
  fc.assert(
    fc.property(rates, fc.array(fc.double({ min: 0, max: 50, noNaN: true }), { maxLength: 100 }), (options, waits) => {
      const { limiter, clock } = setUp(options);
      for (const wait of waits) {
        clock.advance(wait);
        const { allowed, retryAfterMs } = limiter.take("a");
        expect(allowed).toBe(retryAfterMs === 0);
        if (allowed) continue;
        clock.advance(retryAfterMs);
        expect(limiter.take("a").allowed).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
});
