import type { JsonValue } from "@cordon/core";
import type { EgressRule } from "@cordon/egress";
import type { StorageCapability } from "../manifest/manifest.ts";

/** What an operator grants to a plugin. Whatever it says, the plugin has no more than its manifest asked for. */
export interface GrantedCapabilities {
  /** Default: no host. */
  readonly http?: readonly EgressRule[];
  /** Default: no storage. */
  readonly storage?: StorageCapability;
  /** Topics that it may publish to; `orders.*` is every topic below `orders`. Default: none. */
  readonly publish?: readonly string[];
  /** Secrets that may be put into its requests, by name. Default: none. */
  readonly secrets?: readonly string[];
  /** What `context.config` is. Needed where the manifest has a schema for it. */
  readonly config?: JsonValue;
}
