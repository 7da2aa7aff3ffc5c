import type { JsonValue } from "@cordon/core";
import type { Module, ModuleCall } from "../../modules/module.ts";
import { kernelModuleError } from "../../modules/module-errors.ts";
import { createNativeModule } from "../native/native-module.ts";

/** Answers one method. */
export type MemoryMethod = (
  payload: JsonValue,
  call: ModuleCall,
  signal: AbortSignal,
) => Promise<JsonValue> | JsonValue;

/** What a memory module is made of. */
export interface MemoryModuleOptions {
  readonly id: string;
  readonly methods: Readonly<Record<string, MemoryMethod>>;
}

/** A module that is a list of functions by the names of its methods: for tests, examples and development. */
export function createMemoryModule({ id, methods }: MemoryModuleOptions): Module {
  const named = new Map(Object.entries(methods));
  return createNativeModule({
    id,
    async invoke(call, signal) {
      const { method, payload } = call;
      const run = named.get(method);
      if (run === undefined) throw kernelModuleError("kernel/unknown-method", { moduleId: id, method });
      return run(payload, call, signal);
    },
  });
}
