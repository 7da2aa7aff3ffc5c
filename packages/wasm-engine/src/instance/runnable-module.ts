import type { Clock } from "@cordon/core";
import { InstancePool } from "./instance-pool.ts";
import type { PreparedModule } from "./prepared-module.ts";
import type { RunnableGuest } from "./runnable-guest.ts";

/** Runs calls of a core module on instances of a pool of its own. */
export function createRunnableModule(prepared: PreparedModule, clock: Clock): RunnableGuest {
  const pool = new InstancePool(prepared, clock);
  return {
    run(call) {
      const instance = pool.take();
      const stop = instance.run(call);
      const fuelUsed = instance.fuelUsed(call);
      const peakMemoryBytes = instance.memory.bytes.length;
      pool.give(instance);
      return { stop, fuelUsed, peakMemoryBytes, hostCalls: call.hostCalls };
    },
  };
}
