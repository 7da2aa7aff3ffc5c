import type { JsonValue } from "@cordon/core";

/** What a plugin told. Who it was is the host's word, not the plugin's. */
export interface PluginEvent {
  readonly id: string;
  readonly at: number;
  readonly scope: string;
  readonly pluginId: string;
  readonly callId: string;
  readonly topic: string;
  readonly data: JsonValue;
}

/** Takes events of plugins to whoever listens. `publish` resolves when the event cannot be lost by this process alone any more. */
export interface EventSink {
  readonly publish: (event: PluginEvent, signal: AbortSignal) => Promise<void>;
}
