import type { JsonValue } from "@cordon/core";
import type { Module, ModuleCall, ModuleContext, ModuleHealth } from "../../modules/module.ts";
import { kernelModuleError } from "../../modules/module-errors.ts";

/** What a native module is made of. */
export interface NativeModuleOptions {
  readonly id: string;
  /** Default: it is ready at once. */
  readonly start?: (context: ModuleContext, signal: AbortSignal) => Promise<void> | void;
  /** Default: it holds nothing. */
  readonly stop?: (signal: AbortSignal) => Promise<void> | void;
  readonly invoke: (call: ModuleCall, signal: AbortSignal) => Promise<JsonValue> | JsonValue;
  /** Default: it is healthy as long as it runs. */
  readonly health?: (signal: AbortSignal) => Promise<ModuleHealth> | ModuleHealth;
}

/** A module of functions in this process, with no isolation at all: for code of one's own. */
export function createNativeModule({ id, start, stop, invoke, health }: NativeModuleOptions): Module {
  // The life that has begun, and whether it is ready: a start that settles after its stop must not make it so again.
  let life: { isReady: boolean } | undefined;
  const requireReady = (): void => {
    if (life?.isReady !== true) throw kernelModuleError("kernel/not-running", { moduleId: id, state: "stopped" });
  };
  return {
    id,
    async start(context, signal) {
      const mine = { isReady: false };
      life = mine;
      await start?.(context, signal);
      mine.isReady = true;
    },
    async stop(signal) {
      if (life === undefined) return;
      life = undefined;
      await stop?.(signal);
    },
    async invoke(call, signal) {
      requireReady();
      return invoke(call, signal);
    },
    async health(signal) {
      requireReady();
      return health === undefined ? { healthy: true } : health(signal);
    },
  };
}
