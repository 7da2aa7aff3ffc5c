import { createCircuitBreaker, createRateLimiter } from "@cordon/resilience";
import type { EgressHost } from "./egress.ts";
import { createGrantHandle } from "./grant-handle.ts";
import { type EgressOptions, EGRESS_DEFAULTS, resolveEgressOptions, resolveGrantOptions } from "./egress-options.ts";
import { compileRules } from "./rules/compile-rule.ts";
import { compileSecrets } from "./secrets/compile-secrets.ts";
import { createScanner } from "./secrets/scanner.ts";
import type { HostParts } from "./send/grant-parts.ts";

/** Makes what grants egress. One per process is usual: rate limits and circuits are kept in it. */
export function createEgress(options: EgressOptions): EgressHost {
  const { clock, resolver, connector, limits, limiter, breaker, secretPatterns, onEvent } =
    resolveEgressOptions(options);
  const host: HostParts = {
    clock,
    resolver,
    connector,
    limiter: limiter ?? createRateLimiter({ clock, ...EGRESS_DEFAULTS.rate }),
    // Its default reads the kinds of errors: what was refused, or the guest's own doing, says nothing of a host.
    breaker: breaker ?? createCircuitBreaker({ clock }),
    emit(event) {
      try {
        onEvent(event);
      } catch {
        // What watches must not change what it watches: the request has been decided on, or is done.
      }
    },
  };
  let granted = 0;
  return Object.freeze({
    grant(given) {
      const { rules, secrets, maxRedirects, limits: own, owner } = resolveGrantOptions(given, limits);
      granted += 1;
      const compiled = compileSecrets(secrets);
      return createGrantHandle({
        ...host,
        // A name that nobody can give, so that a grant without an owner shares nothing.
        owner: owner ?? `#${granted}`,
        chain: [compileRules(rules)],
        secrets: compiled,
        scanner: createScanner(compiled, secretPatterns),
        maxRedirects,
        limits: own,
        slots: { running: 0 },
        revoked: new AbortController().signal,
      });
    },
  } satisfies EgressHost);
}
