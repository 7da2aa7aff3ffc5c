import type { JsonValue } from "../json-value.ts";
import type { PluginContext } from "./plugin-context.ts";
import type { PluginMetadata } from "./plugin-metadata.ts";
import type { PluginOutput } from "./plugin-output.ts";

/** One call: which operation, on what. */
export interface PluginCall {
  readonly operation: string;
  readonly input: JsonValue;
}

/**
 * What a plugin author implements. The same source runs in memory and, built for it, as a WebAssembly guest.
 *
 * - `invoke` may rely on nothing from an earlier call: every call may meet a fresh plugin.
 * - It should settle soon after `context.signal` aborts; the host does not wait for one that does not.
 * - Calls for operations that the metadata does not name never reach it.
 */
export interface Plugin {
  readonly metadata: PluginMetadata;
  readonly invoke: (call: PluginCall, context: PluginContext) => Promise<PluginOutput>;
}
