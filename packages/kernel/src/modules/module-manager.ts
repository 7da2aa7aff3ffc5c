import type { JsonValue } from "@cordon/core";
import type { ModuleState } from "./lifecycle.ts";
import type { ModuleKind, ModuleManifest } from "./manifest/module-manifest.ts";
import type { Module, ModuleHealth } from "./module.ts";
import type { InvokeRequest } from "./module-calls.ts";

/** A module as it stands. */
export interface ModuleStatus {
  readonly moduleId: string;
  readonly version: string;
  readonly kind: ModuleKind;
  readonly state: ModuleState;
  readonly dependsOn: readonly string[];
  /** What it may do on the bus while it runs: what it asked for, as far as the host approved. */
  readonly capabilities: readonly string[];
  /** Why it failed, while it is failed. */
  readonly failure?: { readonly code: string; readonly message: string };
  /** Whether it will be started again by itself. */
  readonly isRestarting: boolean;
}

/** What a health check found. */
export interface ModuleHealthReport extends ModuleHealth {
  readonly moduleId: string;
  readonly state: ModuleState;
}

/** How a module is stopped. */
export interface StopOptions {
  /** Stops the modules that depend on it first. Default: they make it reject with `kernel/has-dependents`. */
  readonly cascade?: boolean;
}

/**
 * Loads, starts, stops and calls modules.
 *
 * - `load` reads the manifest again, whoever read it before, and throws `kernel/invalid-manifest`, `kernel/already-loaded` or
 *   `kernel/dependency-circle`. Nothing runs yet.
 * - `start` resolves when the module runs, at once if it does; `stop` when it is stopped. Several at once are one, and the last word counts: a stop ends a
 *   start, whose callers get `kernel/start-cancelled`, and a start waits for a stop that is under way. An abort of the caller's signal ends its waiting alone.
 * - A module starts only while all that it depends on runs: `kernel/missing-dependency`, `kernel/dependency-not-running`. One that fails takes no dependent with it.
 * - `startAll` and `stopAll` try every module, each after those that it must wait for, and reject with `kernel/incomplete` if one did not.
 * - From the moment a module is stopped or has failed, its signal is aborted, its grants are revoked, its sender is closed, its calls reject, and what it
 *   still does or answers does not count.
 * - A module answers on the bus to its id: `ping` and `start` always, `invoke` and `stop` while it runs. `module_started` and `module_stopped` are
 *   published after it is true, and in this order.
 * - `unload` throws `kernel/invalid-transition` for a module that is not at rest.
 * - Disposal stops and unloads all modules, dependents first, and is safe twice; after it everything is refused with `kernel/closed`.
 */
export interface ModuleManager extends AsyncDisposable {
  readonly load: (module: Module, manifest: string | Uint8Array | ModuleManifest) => void;
  readonly unload: (moduleId: string) => void;
  readonly start: (moduleId: string, signal?: AbortSignal) => Promise<void>;
  readonly stop: (moduleId: string, signal?: AbortSignal, options?: StopOptions) => Promise<void>;
  readonly startAll: (signal?: AbortSignal) => Promise<void>;
  readonly stopAll: (signal?: AbortSignal) => Promise<void>;
  readonly invoke: (request: InvokeRequest, signal?: AbortSignal) => Promise<JsonValue>;
  readonly state: (moduleId: string) => ModuleState;
  readonly status: (moduleId: string) => ModuleStatus;
  /** In the order in which they were loaded. */
  readonly list: () => readonly ModuleStatus[];
  /** Asks the module now. One that does not run is not healthy. */
  readonly health: (moduleId: string, signal?: AbortSignal) => Promise<ModuleHealthReport>;
}
