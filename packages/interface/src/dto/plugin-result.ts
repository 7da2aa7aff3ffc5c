import type { JsonValue } from "@cordon/core";

/** What one call used. */
export interface PluginCallUsageV1 {
  readonly fuelUsed: number;
  readonly peakMemoryBytes: number;
  readonly wallMs: number;
}

/** What a call came to: a value, or a refusal that is meant to be read. Everything else is a problem. */
export interface PluginResultV1 {
  /** By which the plugin's log and the audit speak of the call. */
  readonly callId: string;
  readonly version: string;
  readonly output:
    | { readonly kind: "value"; readonly value: JsonValue }
    | { readonly kind: "refused"; readonly reason: string };
  readonly usage: PluginCallUsageV1;
}
