import type { Decorator } from "@cordon/core";
import type { AsyncFunction } from "../async-function.ts";
import type { CircuitBreaker } from "../ports/circuit-breaker.ts";

/** Which breaker, and which of its circuits a request belongs to. */
export interface WithCircuitBreakerOptions<Request> {
  readonly breaker: CircuitBreaker;
  readonly keyOf: (request: Request) => string;
}

/** Makes no call while its circuit is open. Several functions may share a breaker. */
export function withCircuitBreaker<Request, Result>({
  breaker,
  keyOf,
}: WithCircuitBreakerOptions<Request>): Decorator<AsyncFunction<Request, Result>> {
  return (inner) => (request, signal) => breaker.run(keyOf(request), () => inner(request, signal));
}
