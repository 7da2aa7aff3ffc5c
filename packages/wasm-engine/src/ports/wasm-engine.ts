import type { HostFunction } from "../host-function.ts";
import type { EngineLimits } from "../limits.ts";
import type { CallReport } from "../stop.ts";
import type { Guest, GuestCall } from "./guest.ts";

/** What a guest is given. */
export interface LoadOptions {
  /** All that it may reach. Default: nothing. */
  readonly hostFunctions?: readonly HostFunction[];
  readonly limits?: EngineLimits;
}

/**
 * Makes guests of WebAssembly modules.
 *
 * - `load` rejects with an `AppError` that says what is wrong with a module: nothing of it runs but its initialisation, under fuel and
 *   without host functions.
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
