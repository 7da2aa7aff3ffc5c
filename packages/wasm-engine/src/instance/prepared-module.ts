import type { HostFunction } from "../host-function.ts";
import type { ResolvedLimits } from "../limits.ts";
import type { ModuleSummary } from "../metering/rewritten-module.ts";
import type { InitialCall } from "../ports/wasm-engine.ts";
import type { WasmModule } from "../wasm-platform.ts";
import type { Snapshot } from "./snapshot.ts";

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
  /** What the host wants done before any call, by each instance that is initialised. */
  readonly initialise?: InitialCall;
  /** The state after initialising, of a module whose state can be put back: its instances begin with it and are not initialised. */
  readonly snapshot?: Snapshot;
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
