import type { JsonValue } from "@cordon/core";
import type { Module, ModuleHealth } from "../../modules/module.ts";
import { createNativeModule } from "../native/native-module.ts";

/** A call of a plugin's operation. */
export interface PluginModuleCall {
  readonly operation: string;
  readonly input: JsonValue;
  /** The trace that the call belongs to. */
  readonly traceparent?: string;
}

/** How a plugin is reached: by functions of whoever hosts it. The kernel knows no plugin host. */
export interface PluginModuleOptions {
  readonly id: string;
  /** Calls the plugin; rejects where it does not answer with a value. */
  readonly invoke: (call: PluginModuleCall, signal: AbortSignal) => Promise<JsonValue>;
  /** Has the plugin run. Default: it does already. */
  readonly enable?: (signal: AbortSignal) => Promise<void>;
  /** Has it run no more. Default: it goes on, and this module calls it no more. */
  readonly disable?: (signal: AbortSignal) => Promise<void>;
  /** Default: it is healthy as long as it runs. */
  readonly health?: (signal: AbortSignal) => Promise<ModuleHealth>;
}

/** A module that is a plugin of some host: its methods are the plugin's operations. It has no access to the bus, since plugins have capabilities of their own. */
export function createPluginModule({ id, invoke, enable, disable, health }: PluginModuleOptions): Module {
  return createNativeModule({
    id,
    start: (_context, signal) => enable?.(signal),
    stop: (signal) => disable?.(signal),
    invoke({ method, payload, envelope }, signal) {
      const traced = envelope === undefined ? {} : { traceparent: envelope.traceparent };
      return invoke({ operation: method, input: payload, ...traced }, signal);
    },
    ...(health === undefined ? {} : { health }),
  });
}
