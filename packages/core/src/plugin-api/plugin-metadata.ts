/** The version of the plugin interface that this package describes. A host refuses plugins made for another major. */
export const PLUGIN_API_VERSION = "1.0";

/** What a plugin says of itself. Nothing here grants anything. */
export interface PluginMetadata {
  /** `a-z`, `0-9`, `-` and `.`, 1 to 100 characters; the same in every version of the plugin. */
  readonly id: string;
  /** Semantic version of the plugin. */
  readonly version: string;
  /** The `PLUGIN_API_VERSION` that it was built against. */
  readonly apiVersion: string;
  /** The operations that it answers. */
  readonly operations: readonly string[];
}
