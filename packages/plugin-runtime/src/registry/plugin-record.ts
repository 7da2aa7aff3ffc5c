import type { JsonObject } from "@cordon/core";
import type { GrantedCapabilities } from "../capabilities/granted-capabilities.ts";
import type { PluginManifest } from "../manifest/manifest.ts";

/**
 * How far a plugin is, apart from whether it is wanted:
 *
 * ```text
 * installed   its code is here; what it needs of an operator is not
 * configured  it has all that it needs, and is not wanted
 * active      it is wanted, and takes calls
 * failed      it is wanted, and could not be activated
 * ```
 */
export type PluginState = "installed" | "configured" | "active" | "failed";

/** One version that is installed. */
export interface InstalledVersion {
  /** Of the manifest with its signature, which names the digest of the code: two of the same are the same, byte for byte. */
  readonly digest: string;
  readonly manifest: PluginManifest;
  readonly installedAt: number;
  readonly installedBy: string;
}

/** Why a plugin is not active that is wanted, or an upgrade did not come about. */
export interface PluginFailure {
  readonly at: number;
  readonly version: string;
  readonly code: string;
  readonly message: string;
}

/** All that is kept of one plugin of one scope. */
export interface PluginRecord {
  readonly scope: string;
  readonly pluginId: string;
  /** Oldest first. */
  readonly versions: readonly InstalledVersion[];
  /** The version that runs, or would. */
  readonly current: string;
  /** The version that ran before it. */
  readonly previous: string | undefined;
  readonly isEnabled: boolean;
  readonly state: PluginState;
  readonly granted: GrantedCapabilities;
  readonly failure: PluginFailure | undefined;
}

/** The version that a record says is current. */
export function versionOf({ versions }: PluginRecord, version: string): InstalledVersion | undefined {
  return versions.find(({ manifest }) => manifest.version === version);
}

/** The digests of all code that a record names. */
export function digestsOf({ versions }: PluginRecord): ReadonlySet<string> {
  return new Set(versions.flatMap(({ manifest: { entry } }) => (entry.kind === "memory" ? [] : [entry.digest])));
}

/** A record as storage keeps it. */
export function toStored(record: PluginRecord): JsonObject {
  return JSON.parse(JSON.stringify(record)) as JsonObject;
}

/** A record as it was kept. What storage holds was written by `toStored`. */
export function fromStored(value: JsonObject): PluginRecord {
  const { previous, failure, ...rest } = value as unknown as PluginRecord;
  return { ...rest, previous, failure };
}
