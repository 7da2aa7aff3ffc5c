import type { ModuleSummary } from "./metering/rewritten-module.ts";
import { HIDDEN } from "./metering/hidden-names.ts";
import {
  wasm,
  type WasmExport,
  type WasmGlobal,
  type WasmImports,
  type WasmInstance,
  type WasmModule,
} from "./wasm-platform.ts";

interface WasmTable {
  get(index: number): (...args: readonly unknown[]) => unknown;
}

/**
 * Has every function of a module compiled, by calling it without fuel in an instance that is thrown away: the platform compiles a
 * function when it is first called, which for a small hostile one can take seconds. What is compiled is shared by all threads.
 */
export function warm(module: WasmModule, { imports, ownFunctions }: ModuleSummary): void {
  const linked: Record<string, Record<string, unknown>> = Object.create(null) as typeof linked;
  for (const { module: from, name } of imports) {
    (linked[from] ??= Object.create(null) as Record<string, unknown>)[name] = refuse;
  }
  const exports = instantiate(module, linked);
  if (exports === undefined) return;
  const table = exports[HIDDEN.warmTable] as unknown as WasmTable;
  const select = exports[HIDDEN.warm] as WasmExport as (index: number) => number;
  const fuel = exports[HIDDEN.fuel] as WasmGlobal;
  // Stops every function at its first check, and all of its bulk operations.
  fuel.value = -1n;
  for (let index = 0; index < ownFunctions; index += 1) {
    select(index);
    callOnce(table.get(0));
  }
}

function refuse(): never {
  throw new Error("Nothing is called while a module is being compiled.");
}

// What cannot be instantiated is not called either; who loads the module finds that out for itself.
function instantiate(module: WasmModule, imports: WasmImports): WasmInstance["exports"] | undefined {
  try {
    return new wasm.Instance(module, imports).exports;
  } catch {
    return undefined;
  }
}

function callOnce(run: (...args: readonly unknown[]) => unknown): void {
  try {
    // The one value that is a number, a big number and a reference alike.
    run(...Array.from({ length: run.length }, () => false));
  } catch {
    // It trapped for want of fuel, as it should.
  }
}
