import type { MessageBus } from "@cordon/bus";
import type { Clock, JsonValue, Logger, Random } from "@cordon/core";
import type { ModuleState } from "./lifecycle.ts";
import type { ModuleManifest } from "./manifest/module-manifest.ts";
import type { ModuleCeilings } from "./manifest/module-settings.ts";

/**
 * What a module may have of what it asks for: a list of patterns for every module, or what the host says of each. To be given the configuration key `k`
 * it needs `config:k`, and where that is a secret `secret:k`.
 */
export type ApproveCapabilities = readonly string[] | ((manifest: ModuleManifest) => readonly string[]);

/** Which configuration a module is given. */
export interface ModuleConfigRequest {
  readonly moduleId: string;
  /** Keys that it asks for and may have, unless they are secret. */
  readonly keys: readonly string[];
  /** Keys that it asks for and may have if they are secret. */
  readonly secretKeys: readonly string[];
}

/** Reads the configuration of a module: the values of those of its keys that are set. */
export type ReadModuleConfig = (
  request: ModuleConfigRequest,
  signal: AbortSignal,
) => Promise<Readonly<Record<string, JsonValue>>>;

/** A module that changed its state. */
export interface ModuleChange {
  readonly manifest: ModuleManifest;
  readonly from: ModuleState;
  readonly state: ModuleState;
}

/** How modules are managed. */
export interface ModuleManagerOptions {
  readonly bus: MessageBus;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Spreads restarts. */
  readonly random: Random;
  /** Default: nothing. */
  readonly grants?: ApproveCapabilities;
  /** Default: no module has configuration. */
  readonly readConfig?: ReadModuleConfig;
  /** Hears of every change, in order. What it throws is logged and changes nothing. */
  readonly onChange?: (change: ModuleChange) => void;
  /** The most that any manifest gets. */
  readonly ceilings?: ModuleCeilings;
  /** Calls of one module that may be under way at once. Default 64. */
  readonly maxCalls?: number;
}

/** What holds where an option is not given. */
export const MODULE_MANAGER_DEFAULTS: { readonly maxCalls: number } = Object.freeze({ maxCalls: 64 });
