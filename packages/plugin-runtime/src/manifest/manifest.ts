import type { JsonObject, JsonValue } from "@cordon/core";

/** What a plugin's file says of it: who it is, what it runs, what it answers, what it asks for. It grants nothing. */
export interface PluginManifest {
  readonly manifestVersion: 1;
  /** `a-z`, `0-9`, `-` and `.`, 1 to 100 characters, the same in every version. */
  readonly id: string;
  /** Semantic version. */
  readonly version: string;
  readonly name?: string;
  readonly description?: string;
  /** Semantic version range of the plugin interface that it was built for. */
  readonly apiVersion: string;
  readonly entry: PluginEntry;
  readonly operations: Readonly<Record<string, PluginOperation>>;
  readonly capabilities?: AskedCapabilities;
  readonly limits?: AskedLimits;
  /** Asked of a new version before it takes over: it must answer with a value. */
  readonly health?: { readonly operation: string; readonly input: JsonValue };
  readonly signature?: ManifestSignature;
}

/** What is run: a core WebAssembly module, a JavaScript module, or a plugin of the host's own process. */
export type PluginEntry =
  | { readonly kind: "wasm"; readonly file: string; readonly digest: string }
  | { readonly kind: "javascript"; readonly file: string; readonly digest: string }
  | { readonly kind: "memory"; readonly name: string };

/** One operation, and what it takes and gives, in the subset of JSON Schema 2020-12 that `docs/spec/plugin-manifest.md` lists. */
export interface PluginOperation {
  readonly description?: string;
  readonly input: JsonObject | boolean;
  readonly output: JsonObject | boolean;
}

/** What the plugin would like to reach. Each part is denied until an operator grants it. */
export interface AskedCapabilities {
  readonly http?: readonly HttpCapability[];
  readonly storage?: StorageCapability;
  readonly events?: { readonly publish: readonly string[] };
  readonly secrets?: readonly SecretCapability[];
  /** A schema of the configuration that an operator sets; without it, the plugin has none. */
  readonly config?: JsonObject;
}

export interface HttpCapability {
  /** A host name, or `*.` and one, for every host below it. */
  readonly host: string;
  readonly methods: readonly string[];
  /** Whole paths, or prefixes that end in `/*`. */
  readonly paths: readonly string[];
  /** Plain `http:` is for hosts that cannot do better. */
  readonly allowHttp?: boolean;
}

export interface StorageCapability {
  readonly maxBytes: number;
  readonly maxKeys: number;
}

/** A secret by its name; its value never reaches the plugin. It is put into requests to these hosts alone. */
export interface SecretCapability {
  readonly name: string;
  readonly hosts: readonly string[];
}

/** What one call may use. The host's ceilings cap each. */
export interface AskedLimits {
  readonly fuel?: number;
  readonly memoryBytes?: number;
  readonly timeoutMs?: number;
  readonly inputBytes?: number;
  readonly outputBytes?: number;
  /** Calls of host functions, all together. */
  readonly hostCalls?: number;
  /** Log records. */
  readonly logRecords?: number;
}

/** Ed25519 over the canonical form of the manifest without this field. */
export interface ManifestSignature {
  readonly algorithm: "ed25519";
  readonly keyId: string;
  /** 64 bytes in base64. */
  readonly value: string;
}
