import type { Lane } from "./choose-lane.ts";

/** Why a guest trapped. The last four are the host's doing: what the guest asked of it was not to be had. */
export type TrapReason =
  | "unreachable"
  | "memory-access"
  | "table-access"
  | "arithmetic"
  | "indirect-call"
  | "null-reference"
  | "uncaught-exception"
  | "other"
  | "host-argument"
  | "host-quota"
  | "host-function"
  | "host-call-outside-call";

/**
 * How a call ended. A guest can cause all of these but `aborted`, so none is an error of the host's.
 *
 * - `out-of-memory` is a trap after the guest was refused memory or table entries.
 * - `bad-output` is a result that does not lie in the guest's memory, or is too large.
 * - `refused` names what the engine did not let the call have, before the guest ran.
 */
export type Stop =
  | { readonly kind: "completed"; readonly output: Uint8Array }
  | TrapStop
  | { readonly kind: "out-of-fuel" }
  | { readonly kind: "out-of-memory" }
  | { readonly kind: "deadline" }
  | { readonly kind: "aborted" }
  | { readonly kind: "stack-exhausted" }
  | { readonly kind: "bad-output"; readonly problem: string }
  | { readonly kind: "refused"; readonly feature: string };

/** A guest that went wrong. */
export interface TrapStop {
  readonly kind: "trapped";
  readonly reason: TrapReason;
  /** The guest's functions, innermost first: its own names, cleaned and cut, or indexes. */
  readonly backtrace: readonly string[];
  /** The host function that was called, for reasons of the host. */
  readonly hostFunction?: string;
  /** What a host function threw. It may hold what guests and clients must not see. */
  readonly cause?: unknown;
}

/** What a call came to. */
export interface CallReport {
  readonly stop: Stop;
  /** The fuel taken. Of a guest that was killed together with its thread: all that it had. */
  readonly fuelUsed: number;
  /** The largest size that the memory had. Of a guest that was killed together with its thread: the cap. */
  readonly peakMemoryBytes: number;
  readonly wallMs: number;
  /** How often each host function was called, by `module.name`. */
  readonly hostCalls: Readonly<Record<string, number>>;
  readonly lane: Lane;
}
