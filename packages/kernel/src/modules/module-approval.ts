import type { JsonValue } from "@cordon/core";
import { capabilityOverlap } from "./capability-overlap.ts";
import type { ModuleManifest } from "./manifest/module-manifest.ts";
import type { ModuleManagerOptions } from "./module-manager-options.ts";

/** Whose approval, of which host. */
export interface ApprovalOptions extends Pick<ModuleManagerOptions, "grants" | "readConfig"> {
  readonly manifest: ModuleManifest;
}

/** What a host says that a module may have. Without a word of the host it is nothing. */
export function approvedFor({ grants = [], manifest }: ApprovalOptions): readonly string[] {
  return typeof grants === "function" ? grants(manifest) : grants;
}

/** The configuration that a module is given: of the keys that its manifest names those that its host approves and that are set. */
export async function configFor(
  { readConfig, manifest }: ApprovalOptions,
  approved: readonly string[],
  signal: AbortSignal,
): Promise<Readonly<Record<string, JsonValue>>> {
  const asked = manifest.config ?? [];
  const covered = (prefix: string): readonly string[] =>
    asked.filter((key) => capabilityOverlap([`${prefix}:${key}`], approved).length > 0);
  const request = { moduleId: manifest.id, keys: covered("config"), secretKeys: covered("secret") };
  const allowed = new Set([...request.keys, ...request.secretKeys]);
  if (readConfig === undefined || allowed.size === 0) return Object.freeze({});
  const values = await readConfig(request, signal);
  // A reader that gives more than was asked for gives it to nobody.
  return Object.freeze(Object.fromEntries(Object.entries(values).filter(([key]) => allowed.has(key))));
}
