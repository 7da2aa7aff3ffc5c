import type { Clock, Decorator } from "@cordon/core";
import { withTimeout } from "@cordon/resilience";
import { pluginError } from "../errors.ts";
import type { Invocation, Invoke } from "../invocation.ts";

/** How long each call may take. */
export interface CallTimeoutOptions {
  readonly clock: Clock;
  readonly timeoutOf: (invocation: Invocation) => number;
}

/** Cancels the call at its deadline, with `plugin/timeout`. Waiting for an upgrade, for a place and for the host counts. */
export function withCallTimeout({ clock, timeoutOf }: CallTimeoutOptions): Decorator<Invoke> {
  return withTimeout({
    clock,
    timeoutMs: timeoutOf,
    errorOf: ({ pluginId }, timeoutMs) => pluginError("plugin/timeout", { pluginId, timeoutMs }),
  });
}
