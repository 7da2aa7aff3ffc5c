import type { JsonValue, Logger, PluginHttpRequest, PluginHttpResponse } from "@cordon/core";
import type { AuditTrail } from "../ports/audit-trail.ts";
import type { EventSink } from "../ports/event-sink.ts";
import type { PluginData } from "./plugin-data.ts";

/** Which plugin of which scope something is done for. */
export interface PluginIdentity {
  readonly scope: string;
  readonly pluginId: string;
  readonly version: string;
}

/** Sends requests of one plugin, within what it asked for and was granted. */
export interface PluginHttp {
  readonly send: (request: PluginHttpRequest, signal: AbortSignal) => Promise<PluginHttpResponse>;
  /** Ends it, and its requests under way. */
  readonly revoke: () => void;
}

/**
 * All that one plugin may reach: values that its calls are given, and no names. What is undefined was not asked for or not granted.
 */
export interface PluginAuthority {
  readonly identity: PluginIdentity;
  readonly config: JsonValue;
  readonly data: PluginData | undefined;
  readonly http: PluginHttp | undefined;
  readonly publish: { readonly asked: readonly string[]; readonly granted: readonly string[] } | undefined;
  /** The log of the plugin, not of the host. */
  readonly logger: Logger;
  readonly audit: AuditTrail;
  readonly events: EventSink;
}
