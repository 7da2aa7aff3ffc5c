import { type HostFunction, nameOf } from "../host-function.ts";
import type { Stop, TrapReason } from "../stop.ts";

/** The stop of a guest that asked of the host what was not to be had. */
export function hostTrap(reason: TrapReason, called: HostFunction, cause?: unknown): Stop {
  return {
    kind: "trapped",
    reason,
    backtrace: [],
    hostFunction: nameOf(called),
    ...(cause === undefined ? {} : { cause }),
  };
}
