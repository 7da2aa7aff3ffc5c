import { RESTART_DEFAULTS, type RestartPolicy } from "../restart-policy.ts";
import type { HealthPolicy, ModuleManifest } from "./module-manifest.ts";

/** How a module is run: its manifest, with what it leaves out filled in. */
export interface ModuleSettings {
  readonly startTimeoutMs: number;
  readonly stopTimeoutMs: number;
  readonly invokeTimeoutMs: number;
  readonly restart: RestartPolicy;
  readonly health: HealthPolicy;
}

/** What holds where a manifest says nothing. */
export const MODULE_DEFAULTS: ModuleSettings = Object.freeze({
  startTimeoutMs: 30_000,
  stopTimeoutMs: 10_000,
  invokeTimeoutMs: 30_000,
  restart: RESTART_DEFAULTS,
  health: Object.freeze({ intervalMs: 30_000, timeoutMs: 5000, failures: 3 }),
});

/** The longest time that a manifest can ask for. A host may allow less. */
export interface ModuleCeilings {
  readonly startTimeoutMs: number;
  readonly stopTimeoutMs: number;
  readonly invokeTimeoutMs: number;
}

/** The ceilings of a host that sets none. */
export const MODULE_CEILINGS: ModuleCeilings = Object.freeze({
  startTimeoutMs: 300_000,
  stopTimeoutMs: 60_000,
  invokeTimeoutMs: 300_000,
});

/** What a module gets: what it asks for, or the default, and never more than the ceilings. */
export function moduleSettings(manifest: ModuleManifest, ceilings: ModuleCeilings = MODULE_CEILINGS): ModuleSettings {
  const { startTimeoutMs, stopTimeoutMs, limits, restart, health } = manifest;
  const within = (name: keyof ModuleCeilings, asked: number = MODULE_DEFAULTS[name]): number =>
    Math.min(asked, ceilings[name]);
  return Object.freeze({
    startTimeoutMs: within("startTimeoutMs", startTimeoutMs),
    stopTimeoutMs: within("stopTimeoutMs", stopTimeoutMs),
    invokeTimeoutMs: within("invokeTimeoutMs", limits?.timeoutMs),
    restart: Object.freeze({ ...RESTART_DEFAULTS, ...restart }),
    health: Object.freeze({ ...MODULE_DEFAULTS.health, ...health }),
  });
}
