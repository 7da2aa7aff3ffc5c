import { wasmError } from "./errors.ts";
import { rewriteModule } from "./metering/rewrite-module.ts";
import type { RewriteOptions } from "./metering/rewrite-options.ts";
import type { RewrittenModule } from "./metering/rewritten-module.ts";
import { warm } from "./warm.ts";
import { wasm, type WasmModule } from "./wasm-platform.ts";

/** A module to make ready. */
export interface PrepareOrder {
  readonly bytes: Uint8Array;
  readonly options: RewriteOptions;
  /** What was made of it before, if that is known. */
  readonly rewritten: RewrittenModule | undefined;
}

/** A module that can be instantiated, compiled whole. */
export interface ReadyModule {
  readonly module: WasmModule;
  readonly rewritten: RewrittenModule;
}

// What no module is beyond: the real caps come after it is known to be one.
const NO_CAPS: RewriteOptions = {
  maxMemoryPages: 65_536,
  maxTableEntries: 4_294_967_295,
  canonicalNans: false,
  detachStart: false,
  functionImportsOnly: false,
};

/** Bytes -> validated -> rewritten -> compiled. Takes as long as the module makes it take: run it where it can be killed. */
export function prepareModule({ bytes, options, rewritten }: PrepareOrder): ReadyModule {
  const made = rewritten ?? rewriteModule(validated(bytes), options);
  const module = compiled(made.bytes);
  warm(module, made.summary);
  return { module, rewritten: made };
}

// Metering makes a function longer, and the platform has a limit for each.
function compiled(bytes: Uint8Array): WasmModule {
  try {
    return new wasm.Module(bytes);
  } catch (cause) {
    throw wasmError("wasm/load-failed", { problem: "the platform does not compile it once it is metered" }, { cause });
  }
}

function validated(bytes: Uint8Array): Uint8Array {
  if (wasm.validate(bytes)) return bytes;
  // What the platform does not know may be a feature that is refused by name.
  rewriteModule(bytes, NO_CAPS);
  throw wasmError("wasm/invalid-module", { offset: undefined });
}
