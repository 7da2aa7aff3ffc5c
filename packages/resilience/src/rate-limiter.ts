import type { Clock } from "@cordon/core";

/** How much each key may take, and how many keys are remembered. */
export interface RateLimiterOptions {
  /** Requests that a key may make at once, from a full bucket. 1 to 1,000,000. */
  readonly capacity: number;
  /** Requests that a key gets back per second. Above 0, at most 1,000,000. */
  readonly refillPerSecond: number;
  /** Keys remembered at most. 1 to 10,000,000; default 50,000, which is about 10 MB. */
  readonly maxKeys?: number;
  readonly clock: Clock;
}

/** Whether a request may go on, how many more may follow at once, and if not, when to try again. */
export interface RateLimitDecision {
  readonly allowed: boolean;
  /** 0 when allowed; else whole milliseconds after which one request of this key would be allowed. */
  readonly retryAfterMs: number;
  readonly remaining: number;
}

/** Counts requests per key and says at once whether one more is too many. A denied request costs nothing. */
export interface RateLimiter {
  take(key: string): RateLimitDecision;
  /** Keys remembered now: never more than `maxKeys`. */
  readonly size: number;
}

/** The defaults of `RateLimiterOptions`. */
export const RATE_LIMITER_DEFAULTS = { maxKeys: 50_000 } as const;

// A longer key is not stored: keys may be what callers sent, and the table must stay small in bytes too. All of them are one.
const MAX_KEY_CHARS = 256;
const LONG_KEYS = "(long)";
// Sums of fractions of a millisecond drift by less than this; without it a retry at the promised time could be denied.
const TOLERANCE_MS = 1e-6;
const SWEEP_STEPS = 4;

/**
 * A token bucket per key, in bounded memory. A key is forgotten only once its bucket is full again, which changes no later
 * decision. While every remembered key is still in use, new keys share one bucket: a flood of keys neither grows the
 * table nor gives anyone who was limited a fresh start.
 */
export function createRateLimiter(options: RateLimiterOptions): RateLimiter {
  const { capacity, refillPerSecond, maxKeys, clock } = resolveRateLimiterOptions(options);
  const intervalMs = 1000 / refillPerSecond;
  const burstMs = capacity * intervalMs;
  // Per key the one number that says all: when its bucket is full again.
  const fullAt = new Map<string, number>();
  let sharedFullAt = 0;
  let hand = fullAt.entries();

  const decide = (full: number, now: number): RateLimitDecision => {
    const spareMs = burstMs - Math.max(0, full - now) + TOLERANCE_MS;
    if (spareMs < intervalMs) {
      return { allowed: false, retryAfterMs: Math.max(1, Math.ceil(intervalMs - spareMs)), remaining: 0 };
    }
    return { allowed: true, retryAfterMs: 0, remaining: Math.floor(spareMs / intervalMs) - 1 };
  };
  const evictRefilled = (now: number): void => {
    // One hand goes round the table, a few keys further for each new one, so that no request pays for a whole sweep.
    for (let step = 0; step < SWEEP_STEPS; step += 1) {
      const next = hand.next();
      if (next.done === true) {
        hand = fullAt.entries();
        return;
      }
      const [key, full] = next.value;
      if (full <= now) fullAt.delete(key);
    }
  };
  return {
    take(given) {
      const key = given.length > MAX_KEY_CHARS ? LONG_KEYS : given;
      const now = clock.elapsed();
      const known = fullAt.get(key);
      if (known === undefined) evictRefilled(now);
      // A key new to the table may have taken from the shared bucket just before, so it starts with no more than that holds.
      const full = known ?? Math.max(now, sharedFullAt);
      const decision = decide(full, now);
      const after = decision.allowed ? Math.max(now, full) + intervalMs : full;
      if (known === undefined && fullAt.size >= maxKeys) sharedFullAt = after;
      else fullAt.set(key, after);
      return decision;
    },
    get size() {
      return fullAt.size;
    },
  };
}

function resolveRateLimiterOptions(options: RateLimiterOptions): Required<RateLimiterOptions> {
  const resolved = { ...options, maxKeys: options.maxKeys ?? RATE_LIMITER_DEFAULTS.maxKeys };
  requireWhole("capacity", resolved.capacity, 1_000_000);
  requireWhole("maxKeys", resolved.maxKeys, 10_000_000);
  const { refillPerSecond } = resolved;
  if (!(refillPerSecond > 0 && refillPerSecond <= 1_000_000)) {
    throw new RangeError(`refillPerSecond must be above 0 and at most 1000000, and is ${refillPerSecond}.`);
  }
  return Object.freeze(resolved);
}

function requireWhole(name: string, value: number, max: number): void {
  if (Number.isInteger(value) && value >= 1 && value <= max) return;
  throw new RangeError(`${name} must be a whole number from 1 to ${max}, and is ${value}.`);
}
