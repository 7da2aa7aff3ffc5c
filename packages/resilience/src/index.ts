// For users.
export type { AsyncFunction } from "./async-function.ts";
export { withBulkhead } from "./decorators/with-bulkhead.ts";
export type { WithBulkheadOptions } from "./decorators/with-bulkhead.ts";
export { withCircuitBreaker } from "./decorators/with-circuit-breaker.ts";
export type { WithCircuitBreakerOptions } from "./decorators/with-circuit-breaker.ts";
export { withRateLimit } from "./decorators/with-rate-limit.ts";
export type { WithRateLimitOptions } from "./decorators/with-rate-limit.ts";
export { RETRY_DEFAULTS, withRetry } from "./decorators/with-retry.ts";
export type { RetryOptions } from "./decorators/with-retry.ts";
export { withTimeout } from "./decorators/with-timeout.ts";
export type { TimeoutOptions } from "./decorators/with-timeout.ts";
export { BULKHEAD_DEFAULTS, createBulkhead } from "./bulkhead.ts";
export type { Bulkhead, BulkheadOptions } from "./bulkhead.ts";
export { CIRCUIT_BREAKER_DEFAULTS } from "./circuit-breaker-options.ts";
export type {
  CircuitBreakerOptions,
  CircuitChange,
  CircuitSnapshot,
  FailureMeaning,
} from "./circuit-breaker-options.ts";
export { createCircuitBreaker } from "./create-circuit-breaker.ts";
export type { KeptCircuitBreaker } from "./create-circuit-breaker.ts";
export { createRateLimiter, RATE_LIMITER_DEFAULTS } from "./rate-limiter.ts";
export type { RateLimitDecision, RateLimiter, RateLimiterOptions } from "./rate-limiter.ts";
export { createRetryBudget, RETRY_BUDGET_DEFAULTS } from "./retry-budget.ts";
export type { RetryBudget, RetryBudgetOptions } from "./retry-budget.ts";

// For adapter authors.
export { resilienceError, resilienceErrors } from "./errors.ts";
export type { CircuitBreaker, CircuitState } from "./ports/circuit-breaker.ts";
