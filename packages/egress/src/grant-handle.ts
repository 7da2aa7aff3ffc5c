import { AppError, coreError } from "@cordon/core";
import type { Egress } from "./egress.ts";
import { draftEvent } from "./egress-event.ts";
import { egressError } from "./errors.ts";
import type { CheckedRequest } from "./request/check-request.ts";
import { checkRequest } from "./request/check-request.ts";
import type { EgressRequest, EgressResponse } from "./request/egress-request.ts";
import { compileRules } from "./rules/compile-rule.ts";
import { followRedirects } from "./send/follow-redirects.ts";
import type { GrantParts } from "./send/grant-parts.ts";
import { createStop } from "./send/stop.ts";

/** Makes the handle of a grant, or of what was narrowed from one. */
export function createGrantHandle(inherited: GrantParts): Egress {
  const own = new AbortController();
  const parts: GrantParts = { ...inherited, revoked: AbortSignal.any([inherited.revoked, own.signal]) };
  return Object.freeze({
    send: (request: EgressRequest, signal: AbortSignal) => send(parts, request, signal),
    narrow: (rules) => createGrantHandle({ ...parts, chain: [...parts.chain, compileRules(rules)] }),
    revoke: () => own.abort(),
  } satisfies Egress);
}

async function send(parts: GrantParts, request: EgressRequest, caller: AbortSignal): Promise<EgressResponse> {
  const checked = admit(parts, request, caller);
  const { timeoutMs } = checked;
  const deadline = parts.clock.deadline(timeoutMs);
  parts.slots.running += 1;
  try {
    const stop = createStop({ caller, revoked: parts.revoked, deadline, timeoutMs });
    const response = await followRedirects(parts, checked, stop);
    // It may have come in the same turn as the end.
    stop.check();
    return response;
  } finally {
    parts.slots.running -= 1;
    deadline.clear();
  }
}

// What is refused here is of no host yet, so it gets an event without one.
function admit(parts: GrantParts, request: EgressRequest, caller: AbortSignal): CheckedRequest {
  try {
    if (parts.revoked.aborted) throw egressError("egress/revoked", {});
    if (caller.aborted) throw coreError("core/aborted", {});
    const { maxConcurrent } = parts.limits;
    if (parts.slots.running >= maxConcurrent) throw egressError("egress/busy", { maxConcurrent });
    return checkRequest(request, parts.limits);
  } catch (error) {
    const code = AppError.is(error) ? error.code : "core/internal";
    parts.emit({ ...draftEvent(parts.owner, 0), code });
    throw error;
  }
}
