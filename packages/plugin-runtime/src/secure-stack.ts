import type { Clock, Decorator, Telemetry } from "@cordon/core";
import { type Bulkhead, type CircuitBreaker, withBulkhead, withCircuitBreaker } from "@cordon/resilience";
import type { InvokeGrants } from "./capabilities/invoke-grant.ts";
import { withCallTimeout } from "./decorators/with-call-timeout.ts";
import { withCapability } from "./decorators/with-capability.ts";
import { withTelemetry } from "./decorators/with-telemetry.ts";
import type { Invocation, Invoke } from "./invocation.ts";
import type { AuditTrail } from "./ports/audit-trail.ts";

/** What the layers of the stack are made of. */
export interface SecureStackOptions {
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  readonly audit: AuditTrail;
  readonly grants: InvokeGrants;
  /** A circuit for each plugin's operation: one that is broken does not take the plugin's others with it. */
  readonly breaker: CircuitBreaker;
  /** A compartment for each plugin: one that is slow or flooded leaves the others their places. */
  readonly bulkhead: Bulkhead;
  /** The name of a call's circuit. Throws for a plugin or an operation that is not there, so that nobody can make up circuits. */
  readonly circuitOf: (invocation: Invocation) => string;
  readonly compartmentOf: (invocation: Invocation) => string;
  readonly timeoutOf: (invocation: Invocation) => number;
}

/**
 * What stands between a caller and a guest, outermost first. The order is the meaning: telemetry sees all; a denial never trips a breaker; a timeout
 * does; a caller who goes away does neither; and waiting for a place counts as the call's own time.
 *
 * ```text
 * caller -> telemetry -> capability -> breaker -> timeout -> limits -> guest
 * ```
 */
export function secureStack(options: SecureStackOptions): readonly Decorator<Invoke>[] {
  const { breaker, bulkhead, circuitOf, compartmentOf } = options;
  return [
    withTelemetry(options),
    withCapability(options),
    withCircuitBreaker({ breaker, keyOf: circuitOf }),
    withCallTimeout(options),
    withBulkhead({ bulkhead, keyOf: compartmentOf }),
  ];
}
