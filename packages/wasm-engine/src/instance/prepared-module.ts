import type { HostFunction } from "../host-function.ts";
import type { ResolvedLimits } from "../limits.ts";
import type { ModuleSummary } from "../metering/rewritten-module.ts";
import type { WasmModule } from "../wasm-platform.ts";

/** A module that was rewritten, compiled and checked, with all that its instances need. */
export interface PreparedModule {
  readonly module: WasmModule;
  readonly summary: ModuleSummary;
  readonly hostFunctions: readonly HostFunction[];
  readonly limits: ResolvedLimits;
}
