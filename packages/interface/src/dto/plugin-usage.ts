import type { PluginCallUsageV1 } from "./plugin-result.ts";

/** What all calls of a plugin used, and what it keeps. The peak is that of the call that had most. */
export interface PluginUsageV1 extends PluginCallUsageV1 {
  readonly calls: number;
  readonly storage: { readonly bytes: number; readonly keys: number };
}
