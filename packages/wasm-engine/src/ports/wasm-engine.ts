import type { HostFunction } from "../host-function.ts";
import type { EngineLimits } from "../limits.ts";
import type { Signature } from "../metering/rewritten-module.ts";
import type { CallReport } from "../stop.ts";
import type { Guest, GuestCall } from "./guest.ts";

/** What a guest is given. */
export interface LoadOptions {
  /** All that it may reach. Default: nothing. */
  readonly hostFunctions?: readonly HostFunction[];
  readonly limits?: EngineLimits;
  /** Functions that the module must export, each by one of these types, or it is refused with `wasm/missing-export`. Default: none besides the contract's. */
  readonly requiredExports?: Readonly<Record<string, readonly Signature[]>>;
  /**
   * Runs once, after `_initialize`, with the fuel for initialising and without host functions. Every call begins with the state after
   * it. What it answers is dropped: a guest that is not ready says so when it is called.
   */
  readonly initialise?: InitialCall;
}

/** An operation that makes a guest ready for its calls: an interpreter takes its program this way. */
export interface InitialCall {
  readonly operation: string;
  readonly input: Uint8Array;
}

/**
 * Makes guests of WebAssembly modules.
 *
 * - `load` rejects with an `AppError` that says what is wrong with a module: nothing of it runs but its initialisation, under fuel and
 *   without host functions, and off the caller's thread unless that fuel is as little as a call may use there.
 * - `run` loads, calls once and disposes; what is wrong with the module comes back as a stop.
 * - Disposal disposes every guest.
 */
export interface WasmEngine extends AsyncDisposable {
  readonly load: (module: Uint8Array, options?: LoadOptions) => Promise<Guest>;
  readonly run: (
    module: Uint8Array,
    call: GuestCall,
    signal: AbortSignal,
    options?: LoadOptions,
  ) => Promise<CallReport>;
}
