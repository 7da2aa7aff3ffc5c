import type { Clock, Decorator } from "@cordon/core";
import type { InvokeGrants } from "../capabilities/invoke-grant.ts";
import type { Invoke } from "../invocation.ts";
import type { AuditTrail } from "../ports/audit-trail.ts";

/** Whose grants count, and where denials are kept. */
export interface CapabilityOptions {
  readonly grants: InvokeGrants;
  readonly audit: AuditTrail;
  readonly clock: Clock;
}

/** Makes no call for who has no right to it. */
export function withCapability({ grants, audit, clock }: CapabilityOptions): Decorator<Invoke> {
  return (inner) => (invocation, signal) => {
    const { grant, pluginId, operation } = invocation;
    try {
      grants.check(grant, pluginId);
    } catch (error) {
      const { scope, principalId } = grant;
      audit.append({
        at: clock.now(),
        scope,
        pluginId,
        actor: principalId,
        action: "invoke",
        outcome: "denied",
        detail: { operation },
      });
      return Promise.reject(error);
    }
    return inner(invocation, signal);
  };
}
