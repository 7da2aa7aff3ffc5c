import type { RestartPolicy } from "../restart-policy.ts";

/** What a module says of itself in its `module.json`. What it asks for is granted by nobody but its host. */
export interface ModuleManifest {
  readonly manifestVersion: "1";
  /** The module's name on the bus. */
  readonly id: string;
  /** A semantic version. */
  readonly version: string;
  readonly kind: ModuleKind;
  /** `wasm`: a file, by a path relative to the manifest; `plugin`: the id of a plugin; `native`: the name of what the host has. */
  readonly entry: string;
  /** The modules that must run before it. */
  readonly dependsOn?: readonly string[];
  /** Patterns of what it would like to do on the bus. */
  readonly capabilities?: readonly string[];
  /** The configuration keys that it reads. It is given no others. */
  readonly config?: readonly string[];
  readonly startTimeoutMs?: number;
  readonly stopTimeoutMs?: number;
  readonly restart?: Partial<RestartPolicy>;
  readonly health?: Partial<HealthPolicy>;
  readonly limits?: ModuleLimits;
}

/** What a module is made of. */
export type ModuleKind = "native" | "plugin" | "wasm";

/** When a running module is asked for its health. */
export interface HealthPolicy {
  readonly intervalMs: number;
  /** A check that takes longer has failed. */
  readonly timeoutMs: number;
  /** Checks in a row that must fail before the module counts as failed. */
  readonly failures: number;
}

/** What one call may use. Fuel and memory are of `wasm` modules. */
export interface ModuleLimits {
  readonly fuel?: number;
  /** Bytes: whole pages of 64 KiB. */
  readonly memory?: number;
  readonly timeoutMs?: number;
}
