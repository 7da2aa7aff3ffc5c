import { AppError, type Clock } from "@cordon/core";
import { wasmError } from "../errors.ts";
import type { InitialCall } from "../ports/wasm-engine.ts";
import type { Stop } from "../stop.ts";
import { CallState } from "./call-state.ts";
import { classifyTrap } from "./classify-trap.ts";
import { GuestInstance } from "./guest-instance.ts";
import type { PreparedModule } from "./prepared-module.ts";
import { type Snapshot, takeSnapshot } from "./snapshot.ts";

const NEVER = new AbortController().signal;
const NO_INITIAL_CALL: InitialCall = { operation: "", input: new Uint8Array() };

/**
 * The state that every instance of a module begins with. Takes as long as the module and its initial call make it take: run it where it
 * can be killed.
 */
export function initialSnapshot(prepared: PreparedModule, clock: Clock, timeoutMs: number): Snapshot {
  return takeSnapshot(initialisedInstance(prepared, clock, timeoutMs));
}

/** An instance that has done what is to be done before any call. Throws `wasm/start-stopped`. */
export function initialisedInstance(prepared: PreparedModule, clock: Clock, timeoutMs: number): GuestInstance {
  const instance = linkedInstance(prepared);
  const { initialise = NO_INITIAL_CALL, limits } = prepared;
  const request = { ...initialise, method: undefined, fuel: limits.initFuel, timeoutMs, context: undefined };
  const stop = instance.initialise(new CallState(request, NEVER, clock));
  if (stop.kind !== "completed") throw startStopped(stop);
  return instance;
}

/** An instance as the platform makes it. Placing a module's data and elements can trap, and there may be no room for its memory. */
export function linkedInstance(prepared: PreparedModule): GuestInstance {
  try {
    return new GuestInstance(prepared);
  } catch (error) {
    throw startStopped(classifyTrap(error, { fuelLeft: 0n, wasDenied: false }), { cause: error });
  }
}

/** How an instance stopped before its first call, if that is what an error says. */
export function startStop(error: unknown): Stop | undefined {
  return AppError.is(error) && error.code === "wasm/start-stopped" ? (error.details["stopped"] as Stop) : undefined;
}

/** The error for an instance that stopped before its first call. */
export function startStopped(stop: Stop, options?: ErrorOptions): AppError {
  return wasmError("wasm/start-stopped", { stop: stop.kind, stopped: stop }, options);
}
