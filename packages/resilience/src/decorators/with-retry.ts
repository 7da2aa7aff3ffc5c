import { AppError, type Clock, type Decorator, type Random } from "@cordon/core";
import type { AsyncFunction } from "../async-function.ts";
import { requireWhole } from "../require-number.ts";
import { createRetryBudget, type RetryBudget } from "../retry-budget.ts";

/** Which calls are made again, how often and when. */
export interface RetryOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** Attempts in all, the first included. 1 to 100; default 3. */
  readonly maxAttempts?: number;
  /** The longest wait before the second attempt; it doubles with each further one. Default 100. */
  readonly baseDelayMs?: number;
  /** No wait is longer, and an error that asks for a longer one is not retried. Default 10,000. */
  readonly maxDelayMs?: number;
  /** Whether a call that failed like this may be made again. Default: an `AppError` that says so of itself. */
  readonly isRetryable?: (error: unknown) => boolean;
  /** The milliseconds that the callee asked for. Default: the `retryAfterMs` in an `AppError`'s details. */
  readonly retryAfterOf?: (error: unknown) => number | undefined;
  /** Default: one of its own. */
  readonly budget?: RetryBudget;
}

/** The defaults of `RetryOptions`. */
export const RETRY_DEFAULTS: Required<Omit<RetryOptions, "clock" | "random" | "budget">> = {
  maxAttempts: 3,
  baseDelayMs: 100,
  maxDelayMs: 10_000,
  isRetryable: (error) => AppError.is(error) && error.retryable && error.kind !== "aborted",
  retryAfterOf: (error) =>
    AppError.is(error) && typeof error.details["retryAfterMs"] === "number" ? error.details["retryAfterMs"] : undefined,
};

/**
 * Makes a call again that failed in a way that may pass, after a random wait that grows, or the one that the callee asked for.
 * Rejects with the last attempt's error, as it is; with `core/aborted` when the signal aborts during a wait. Only for calls that may be
 * made twice.
 */
export function withRetry<Request, Result>(options: RetryOptions): Decorator<AsyncFunction<Request, Result>> {
  const { clock, random, maxAttempts, baseDelayMs, maxDelayMs, isRetryable, retryAfterOf, budget } =
    resolveRetryOptions(options);

  const delayAfter = (error: unknown, attempt: number): number => {
    const longest = Math.min(maxDelayMs, baseDelayMs * 2 ** (attempt - 1));
    // Anywhere between nothing and the longest: callers that failed together do not come back together.
    return Math.max(retryAfterOf(error) ?? 0, Math.round(longest * fraction(random)));
  };
  return (inner) => async (request, signal) => {
    budget.earn();
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await inner(request, signal);
      } catch (error) {
        if (attempt >= maxAttempts || signal.aborted || !isRetryable(error)) throw error;
        const delayMs = delayAfter(error, attempt);
        if (!(delayMs <= maxDelayMs) || !budget.spend()) throw error;
        await clock.sleep(delayMs, signal);
      }
    }
  };
}

function resolveRetryOptions(options: RetryOptions): Required<RetryOptions> {
  const resolved = { ...RETRY_DEFAULTS, ...options, budget: options.budget ?? createRetryBudget() };
  requireWhole("maxAttempts", resolved.maxAttempts, 1, 100);
  requireWhole("baseDelayMs", resolved.baseDelayMs, 0, 2_147_483_647);
  requireWhole("maxDelayMs", resolved.maxDelayMs, 0, 2_147_483_647);
  return Object.freeze(resolved);
}

function fraction(random: Random): number {
  const [high = 0, low = 0] = random.bytes(2);
  return (high * 256 + low) / 65_535;
}
