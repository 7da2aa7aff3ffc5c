import type { JsonValue } from "../json-value.ts";
import type { LogFields, LogLevel } from "../ports/logger.ts";
import type { PluginHttpRequest, PluginHttpResponse } from "./plugin-http.ts";
import type { PluginStorage } from "./plugin-storage.ts";

/**
 * What a plugin is given for one call, and all that it is given: it has no other way out. Each function works only while
 * the call lasts; afterwards it rejects, and what it would have done is not done.
 *
 * What the plugin did not ask for, or its operator did not grant, rejects with an error whose `code` is `plugin/denied`.
 */
export interface PluginContext {
  /** Tells this call from every other, for the plugin's own logs. */
  readonly callId: string;
  /** The configuration that the operator set, already checked against the plugin's schema; null without one. */
  readonly config: JsonValue;
  /** Aborts at the call's one deadline, or when the caller goes away. */
  readonly signal: AbortSignal;
  /** Values of the plugin's own, which outlive the call. */
  readonly storage: PluginStorage;
  /** Records of a flood are dropped, and the host counts how many. */
  readonly log: (level: LogLevel, message: string, fields?: LogFields) => void;
  /** Milliseconds since 1970, as coarse as the host likes. */
  readonly now: () => number;
  /** Tells whoever listens that something happened. */
  readonly publish: (topic: string, data: JsonValue) => Promise<void>;
  /** Calls a host that the operator granted. `{{secret:NAME}}` in a header's value becomes the secret on its way out. */
  readonly http: (request: PluginHttpRequest) => Promise<PluginHttpResponse>;
}
