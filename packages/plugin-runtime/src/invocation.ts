import type { AsyncFunction } from "@cordon/resilience";
import type { JsonValue, PluginOutput } from "@cordon/core";
import type { InvokeGrant } from "./capabilities/invoke-grant.ts";
import type { SandboxUsage } from "./ports/sandbox.ts";

/** One call of a plugin's operation, on whose authority. */
export interface Invocation {
  readonly grant: InvokeGrant;
  readonly callId: string;
  readonly pluginId: string;
  readonly operation: string;
  readonly input: JsonValue;
  /** The W3C `traceparent` of the caller's span, if there is one. */
  readonly traceparent?: string;
}

/** What a call came to. */
export interface InvocationResult {
  readonly output: PluginOutput;
  readonly usage: SandboxUsage;
  readonly version: string;
}

/** What the secure stack goes around. */
export type Invoke = AsyncFunction<Invocation, InvocationResult>;
