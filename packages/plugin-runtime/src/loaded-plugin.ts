import type { PluginManifest } from "./manifest/manifest.ts";
import type { ResolvedPluginLimits } from "./manifest/plugin-limits.ts";
import type { Sandbox } from "./ports/sandbox.ts";
import type { ValueSchema } from "./schema/value-schema.ts";

/** What one operation takes and gives. */
export interface OperationSchemas {
  readonly input: ValueSchema;
  readonly output: ValueSchema;
}

/** One version of a plugin, loaded and checked. */
export interface LoadedPlugin {
  readonly manifest: PluginManifest;
  readonly operations: ReadonlyMap<string, OperationSchemas>;
  readonly limits: ResolvedPluginLimits;
  readonly sandbox: Sandbox;
}
