// For users.
export { createOpossumCircuitBreaker, OPOSSUM_DEFAULTS } from "./opossum-circuit-breaker.ts";
export type { OpossumCircuitBreaker, OpossumCircuitBreakerOptions } from "./opossum-circuit-breaker.ts";
