import type { JsonObject, PluginOutput } from "@cordon/core";
import type { PluginLogRecord, SandboxUsage } from "@cordon/plugin-runtime";

/** What a call came to: what the plugin answered, or the error with which it ended. */
export type HarnessOutcome =
  | { readonly kind: "output"; readonly output: PluginOutput }
  | { readonly kind: "error"; readonly code: string; readonly message: string };

/** Something that the plugin asked of its host. */
export interface HostUse {
  /** `storage`, `http`, `publish`, or `log` for records of which there were too many. */
  readonly action: string;
  readonly outcome: "allowed" | "denied" | "failed";
  readonly detail: JsonObject;
}

/** One call of a plugin, and all that was seen of it. */
export interface HarnessCall {
  readonly outcome: HarnessOutcome;
  readonly usage: SandboxUsage;
  readonly hostUses: readonly HostUse[];
  /** Oldest first. */
  readonly logs: readonly PluginLogRecord[];
}
