import type { HostFunction } from "../host-function.ts";
import type { ResolvedLimits } from "../limits.ts";
import type { Stop } from "../stop.ts";
import type { CallState } from "./call-state.ts";
import type { GuestMemory } from "./guest-memory.ts";

/** An instance as the functions that it imports see it. */
export interface HostSide {
  readonly limits: ResolvedLimits;
  readonly memory: GuestMemory;
  /** What a host function answered with, until the guest fetches it. */
  pending: Uint8Array | undefined;
  /** A host function is called: for which call, if it may be. */
  enterHost(called: HostFunction): CallState;
  /** The guest fetches an answer: throws if its call was stopped. */
  checkTake(): void;
  /** Takes fuel for what the host does on the guest's behalf. */
  charge(fuel: number): void;
  /**
   * Stops the running call. Throwing what this returns is not enough, as a guest can catch it: with no fuel left, it does not get
   * further than its handler's first instruction.
   */
  stopCall(stop: Stop): Error;
}
