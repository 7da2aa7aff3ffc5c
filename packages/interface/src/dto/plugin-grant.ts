import type { JsonValue } from "@cordon/core";

/** Requests to a host that an operator allows. Hosts and paths as a plugin's manifest writes them. */
export interface PluginHttpGrantV1 {
  readonly host: string;
  readonly methods: readonly string[];
  readonly paths: readonly string[];
  /** Default: 443, and 80 for http. */
  readonly ports?: readonly number[] | undefined;
  readonly allowHttp?: boolean | undefined;
  /** Private networks in which the host may be, such as `10.1.0.0/16`. Default: none. */
  readonly allowPrivate?: readonly string[] | undefined;
}

/** How much a plugin may keep. */
export interface PluginStorageGrantV1 {
  readonly maxBytes: number;
  readonly maxKeys: number;
}

/** What an operator grants. What is left out is not granted; secrets are named, never written here. */
export interface PluginGrantV1 {
  readonly http?: readonly PluginHttpGrantV1[] | undefined;
  readonly storage?: PluginStorageGrantV1 | undefined;
  readonly publish?: readonly string[] | undefined;
  readonly secrets?: readonly string[] | undefined;
  readonly config?: JsonValue | undefined;
}
