import type { JsonValue } from "../json-value.ts";
import type { LogFields, LogLevel } from "../ports/logger.ts";

/**
 * What a plugin is given for one call, and all that it is given: it has no other way out. Each function works only while
 * the call lasts; afterwards it rejects, and what it would have done is not done.
 */
export interface PluginContext {
  /** Tells this call from every other, for the plugin's own logs. */
  readonly callId: string;
  /** The configuration that the operator set, already checked against the plugin's schema. */
  readonly config: JsonValue;
  /** Aborts at the call's one deadline, or when the caller goes away. */
  readonly signal: AbortSignal;
  log(level: LogLevel, message: string, fields?: LogFields): void;
  /** Milliseconds since 1970, as coarse as the host likes. */
  now(): number;
}
