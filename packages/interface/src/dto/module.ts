import type { JsonValue } from "@cordon/core";

/** How far a module is. */
export type ModuleStateV1 = "loaded" | "starting" | "running" | "stopping" | "stopped" | "failed";

/** A module as it stands. */
export interface ModuleV1 {
  readonly id: string;
  readonly version: string;
  readonly kind: "native" | "plugin" | "wasm";
  readonly state: ModuleStateV1;
  readonly dependsOn: readonly string[];
  /** What its start gives it on the bus. Rights that it was granted by itself are not among them. */
  readonly capabilities: readonly string[];
  /** Whether it will be started again by itself. */
  readonly restarting: boolean;
  /** Why it failed, while it is failed. */
  readonly failure: { readonly code: string; readonly message: string } | null;
}

/** Every module, in the order in which they were loaded. */
export interface ModuleListV1 {
  readonly items: readonly ModuleV1[];
}

/** A module, and what it says of itself when it is asked. */
export interface ModuleStatusV1 extends ModuleV1 {
  readonly health: { readonly healthy: boolean; readonly detail: string | null };
}

/** How to stop a module. */
export interface StopModuleV1 {
  /** Stops those that depend on it first. Default false: then they keep it running. */
  readonly cascade?: boolean | undefined;
}

/** What to call a module's method with. */
export interface InvokeModuleV1 {
  readonly method: string;
  readonly payload: JsonValue;
  /** How long to wait for the answer. Default 30,000. */
  readonly timeoutMs?: number | undefined;
}

/** What a module answered. */
export interface ModuleResultV1 {
  readonly output: JsonValue;
}
