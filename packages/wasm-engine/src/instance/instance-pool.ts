import type { Clock } from "@cordon/core";
import { wasmError } from "../errors.ts";
import type { GuestInstance } from "./guest-instance.ts";
import { initialisedInstance, linkedInstance } from "./initialise-instance.ts";
import type { PreparedModule } from "./prepared-module.ts";
import { applySnapshot, restoreSnapshot } from "./snapshot.ts";

/** The instances of one guest. Each that is taken is as if it were new. */
export class InstancePool {
  readonly #prepared: PreparedModule;
  readonly #clock: Clock;
  readonly #idle: GuestInstance[] = [];
  #live = 0;
  #lost = 0;

  /** Makes the first instance, so that a guest that cannot be had is found out before its first call. */
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

  /** Instances of a module whose state can be put back that were dropped all the same, as their memory had grown. */
  get lost(): number {
    return this.#lost;
  }

  /** Takes an instance back and puts it to its first state. One that cannot be put back is dropped, and another made later. */
  give(instance: GuestInstance): void {
    const { snapshot } = this.#prepared;
    if (snapshot !== undefined && restoreSnapshot(snapshot, instance)) {
      this.#idle.push(instance);
      return;
    }
    if (snapshot !== undefined) this.#lost += 1;
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

  // With a snapshot nothing of the guest runs here: it was initialised once, where that could be ended.
  #create(): GuestInstance {
    const { snapshot, limits } = this.#prepared;
    if (snapshot === undefined) return initialisedInstance(this.#prepared, this.#clock, limits.timeoutMs);
    const instance = linkedInstance(this.#prepared);
    applySnapshot(snapshot, instance);
    return instance;
  }
}
