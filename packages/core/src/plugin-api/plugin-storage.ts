import type { JsonValue } from "../json-value.ts";

/** Which keys to list: those that begin with `prefix` and come after `after`, at most `limit` (1 to 100, default 100). */
export interface PluginKeyList {
  readonly prefix?: string;
  readonly after?: string;
  readonly limit?: number;
}

/**
 * Values of one plugin, by keys of its own choice: 1 to 120 printable ASCII characters without space. No key reaches what another
 * plugin keeps. A value is as large as its JSON; what would go beyond the plugin's quota is not written, and the call rejects with the
 * code `plugin/quota`.
 */
export interface PluginStorage {
  /** Resolves with `undefined` where there is no value. */
  readonly get: (key: string) => Promise<JsonValue | undefined>;
  readonly put: (key: string, value: JsonValue) => Promise<void>;
  readonly delete: (key: string) => Promise<void>;
  /** Resolves with keys in ascending order, byte by byte. */
  readonly list: (list?: PluginKeyList) => Promise<readonly string[]>;
}
