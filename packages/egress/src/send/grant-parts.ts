import type { Clock } from "@cordon/core";
import type { CircuitBreaker, RateLimiter } from "@cordon/resilience";
import type { EgressEvent } from "../egress-event.ts";
import type { ResolvedLimits } from "../limits.ts";
import type { HttpConnector } from "../ports/http-connector.ts";
import type { Resolver } from "../ports/resolver.ts";
import type { CompiledRule } from "../rules/compile-rule.ts";
import type { CompiledSecret } from "../secrets/compile-secrets.ts";
import type { Scanner } from "../secrets/scanner.ts";

/** What all grants of one host use. */
export interface HostParts {
  readonly clock: Clock;
  readonly resolver: Resolver;
  readonly connector: HttpConnector;
  readonly limiter: RateLimiter;
  readonly breaker: CircuitBreaker;
  readonly emit: (event: EgressEvent) => void;
}

/** All that a handle stands for. It never leaves the closures of this package: who has the handle has only its functions. */
export interface GrantParts extends HostParts {
  readonly owner: string;
  /** The grant's own rules, then those of each narrowing. All of them hold. */
  readonly chain: readonly (readonly CompiledRule[])[];
  readonly secrets: ReadonlyMap<string, CompiledSecret>;
  readonly scanner: Scanner;
  readonly maxRedirects: number;
  readonly limits: ResolvedLimits;
  /** Shared by a grant and all that was narrowed from it. */
  readonly slots: { running: number };
  readonly revoked: AbortSignal;
}
