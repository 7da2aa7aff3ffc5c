import type { JsonObject } from "@cordon/core";

/** Something that was done with authority, or was denied. */
export interface PluginAuditRecordV1 {
  readonly at: string;
  readonly pluginId: string;
  /** Who did it, or `call:` and the id of the call that did. */
  readonly actor: string;
  readonly action: string;
  readonly outcome: "allowed" | "denied" | "failed";
  readonly detail: JsonObject;
}

/** The latest records of a plugin or of all plugins of a project, newest first. */
export interface PluginAuditV1 {
  readonly items: readonly PluginAuditRecordV1[];
}
