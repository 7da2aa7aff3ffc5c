import type { JsonValue } from "@cordon/core";

/** A call that the author shows a plugin with, and what it comes to where the author says so. */
export interface PluginExample {
  readonly operation: string;
  readonly input: JsonValue;
  /** The value that it answers with. Default: any value. */
  readonly output?: JsonValue;
  /** Whether it refuses instead. */
  readonly refused?: boolean;
}

/** What a host answers a request of the plugin with, in place of the network. */
export interface HttpExample {
  readonly method: string;
  /** The whole URL. */
  readonly url: string;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** A plugin as it was built, and what its author keeps beside it. */
export interface PluginFiles {
  /** The text of the manifest, as it goes to a host. */
  readonly manifest: string;
  readonly code: Uint8Array;
  readonly examples: readonly PluginExample[];
  /** The configuration to call it with. */
  readonly config?: JsonValue;
  readonly http: readonly HttpExample[];
}
