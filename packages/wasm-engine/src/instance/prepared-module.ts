import type { HostFunction } from "../host-function.ts";
import type { ResolvedLimits } from "../limits.ts";
import type { ModuleSummary } from "../metering/rewritten-module.ts";
import type { WasmModule } from "../wasm-platform.ts";

/** What every guest has, whatever it is made of. */
export interface GuestGrants {
  readonly hostFunctions: readonly HostFunction[];
  readonly limits: ResolvedLimits;
}

/** A module that was rewritten, compiled and checked, with all that its instances need. */
export interface PreparedModule extends GuestGrants {
  readonly kind: "module";
  readonly module: WasmModule;
  readonly summary: ModuleSummary;
}

/** A component that was taken apart: its core modules as above, and the file that puts them together. */
export interface PreparedComponent extends GuestGrants {
  readonly kind: "component";
  readonly cores: Readonly<Record<string, PreparedCore>>;
  readonly gluePath: string;
}

/** A core module of a component. */
export interface PreparedCore {
  readonly module: WasmModule;
  readonly summary: ModuleSummary;
}

/** Whatever a worker can run. */
export type PreparedGuest = PreparedModule | PreparedComponent;
