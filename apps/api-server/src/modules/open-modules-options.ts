import type { Logger } from "@cordon/core";
import type { Kernel, Module } from "@cordon/kernel";
import type { PluginHost } from "@cordon/plugin-runtime";
import type { WasmEngine } from "@cordon/wasm-engine";

/** What modules are made with. */
export interface OpenModulesOptions {
  /** The operator's folder, of which each subfolder is a module. `undefined`: there are none. */
  readonly dir: string | undefined;
  readonly kernel: Kernel;
  readonly engine: WasmEngine;
  readonly host: PluginHost;
  readonly logger: Logger;
  /** Modules of the server's own process, by the name that a manifest's entry gives. */
  readonly nativeModules: Readonly<Record<string, Module>>;
}
