import type { Decorator } from "@cordon/core";
import type { AsyncFunction } from "../async-function.ts";
import { resilienceError } from "../errors.ts";
import type { RateLimiter } from "../rate-limiter.ts";

/** Which limiter, and whose budget a request is taken from. */
export interface WithRateLimitOptions<Request> {
  readonly limiter: RateLimiter;
  readonly keyOf: (request: Request) => string;
}

/** Makes no call for a key that made too many: `resilience/rate-limited`, with the time after which one would be made. */
export function withRateLimit<Request, Result>({
  limiter,
  keyOf,
}: WithRateLimitOptions<Request>): Decorator<AsyncFunction<Request, Result>> {
  return (inner) => async (request, signal) => {
    const key = keyOf(request);
    const { allowed, retryAfterMs } = limiter.take(key);
    if (!allowed) throw resilienceError("resilience/rate-limited", { key, retryAfterMs });
    return inner(request, signal);
  };
}
