import type { PluginGrantV1, PluginHttpGrantV1, PluginStorageGrantV1 } from "./plugin-grant.ts";

/** How far a plugin is: its code is here, it has all that it needs, it takes calls, or it could not be activated. */
export type PluginStateV1 = "installed" | "configured" | "active" | "failed";

/** Why a plugin is not active that is wanted, or why an upgrade did not come about. */
export interface PluginFailureV1 {
  readonly at: string;
  readonly version: string;
  readonly code: string;
  readonly message: string;
}

/** A plugin in a list. */
export interface PluginSummaryV1 {
  readonly id: string;
  readonly state: PluginStateV1;
  /** Whether it is wanted. */
  readonly enabled: boolean;
  /** The version that runs, or would. */
  readonly current: string;
  readonly failure: PluginFailureV1 | null;
}

/** Every plugin of a project, in the order of their ids. */
export interface PluginListV1 {
  readonly items: readonly PluginSummaryV1[];
}

/** One operation that a version answers. */
export interface PluginOperationV1 {
  readonly name: string;
  readonly description: string | null;
}

/** What a version would like to reach. It has of this what is granted, and nothing else. */
export interface PluginAsksV1 {
  readonly http: readonly Omit<PluginHttpGrantV1, "ports" | "allowPrivate">[];
  readonly storage: PluginStorageGrantV1 | null;
  readonly publish: readonly string[];
  readonly secrets: readonly { readonly name: string; readonly hosts: readonly string[] }[];
  /** Whether it must be given a configuration before it can be enabled. */
  readonly config: boolean;
}

/** One version that is installed. */
export interface PluginVersionV1 {
  readonly version: string;
  readonly name: string | null;
  readonly description: string | null;
  readonly kind: "wasm" | "javascript" | "memory";
  /** Of the manifest with its signature, which names the digest of the code. */
  readonly digest: string;
  /** The id of the key that it is signed with; null if it is not signed. */
  readonly signedBy: string | null;
  readonly operations: readonly PluginOperationV1[];
  readonly asks: PluginAsksV1;
  readonly installedAt: string;
  readonly installedBy: string;
}

/** A plugin of a project. */
export interface PluginV1 extends PluginSummaryV1 {
  readonly projectId: string;
  /** The version that ran before, to which a rollback would go. */
  readonly previous: string | null;
  /** Oldest first. */
  readonly versions: readonly PluginVersionV1[];
  /** As it was set. */
  readonly granted: PluginGrantV1;
}
