import { AppError, type Clock } from "@cordon/core";
import { wasmError } from "../errors.ts";
import type { Stop } from "../stop.ts";
import { CallState } from "./call-state.ts";
import { classifyTrap } from "./classify-trap.ts";
import { GuestInstance } from "./guest-instance.ts";
import type { PreparedModule } from "./prepared-module.ts";
import { applySnapshot, restoreSnapshot, type Snapshot, takeSnapshot } from "./snapshot.ts";

const NEVER = new AbortController().signal;

/** The instances of one guest. Each that is taken is as if it were new. */
export class InstancePool {
  readonly #prepared: PreparedModule;
  readonly #clock: Clock;
  readonly #idle: GuestInstance[] = [];
  #snapshot: Snapshot | undefined;
  #live = 0;

  /** Makes the first instance, so that a guest that cannot be initialised is found out before its first call. */
  constructor(prepared: PreparedModule, clock: Clock) {
    this.#prepared = prepared;
    this.#clock = clock;
    this.#idle.push(this.#create());
    this.#live = 1;
  }

  get idle(): number {
    return this.#idle.length;
  }

  take(): GuestInstance {
    const idle = this.#idle.pop();
    if (idle !== undefined) return idle;
    const { maxInstances } = this.#prepared.limits;
    if (this.#live >= maxInstances) throw wasmError("wasm/busy", { calls: this.#live });
    const instance = this.#create();
    this.#live += 1;
    return instance;
  }

  /** Takes an instance back and puts it to its first state. One that cannot be put back is dropped, and another made later. */
  give(instance: GuestInstance): void {
    if (this.#snapshot !== undefined && restoreSnapshot(this.#snapshot, instance)) {
      this.#idle.push(instance);
      return;
    }
    this.#live -= 1;
    setImmediate(() => this.#refill()).unref();
  }

  // The next call finds an instance ready and does not wait for one.
  #refill(): void {
    if (this.#idle.length > 0 || this.#live >= this.#prepared.limits.maxInstances) return;
    try {
      this.#idle.push(this.#create());
      this.#live += 1;
    } catch {
      // No room for it now. Nobody waits for this one, and the next call that needs one says so if there still is none.
    }
  }

  #create(): GuestInstance {
    const instance = linked(this.#prepared);
    if (this.#snapshot === undefined) {
      this.#initialise(instance);
      if (this.#prepared.summary.isRestorable) this.#snapshot = takeSnapshot(instance);
    } else applySnapshot(this.#snapshot, instance);
    return instance;
  }

  #initialise(instance: GuestInstance): void {
    const { initFuel, timeoutMs } = this.#prepared.limits;
    const request = { operation: "", input: new Uint8Array(), fuel: initFuel, timeoutMs, context: undefined };
    const stop = instance.initialise(new CallState(request, NEVER, this.#clock));
    if (stop.kind !== "completed") throw startStopped(stop);
  }
}

// Placing a module's data and elements can trap, and there may be no room for its memory.
function linked(prepared: PreparedModule): GuestInstance {
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

function startStopped(stop: Stop, options?: ErrorOptions): AppError {
  return wasmError("wasm/start-stopped", { stop: stop.kind, stopped: stop }, options);
}
