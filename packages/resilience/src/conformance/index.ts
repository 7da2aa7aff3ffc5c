// For adapter authors.
export { CIRCUIT_FIXTURE_OPTIONS, circuitBreakerCases } from "./circuit-breaker-cases.ts";
export type { CircuitBreakerFixture } from "./circuit-breaker-cases.ts";
