import { wasmError } from "./errors.ts";
import type { ModuleSummary, Signature } from "./metering/rewritten-module.ts";

/**
 * The contract of a core module: it exports its `memory`, `alloc(length) -> pointer`, and operations
 * `(pointer, length) -> pointer << 32 | length`. The input is written to what `alloc` returned; the output is copied out before anything
 * else happens. `_initialize`, if exported, runs once before any call.
 */
const OPERATION: Signature = { params: ["i32", "i32"], results: ["i64"] };
const ALLOC: Signature = { params: ["i32"], results: ["i32"] };
const INITIALISE: Signature = { params: [], results: [] };

/** The operations of a module that keeps to the contract. Throws `wasm/missing-export` for one that does not. */
export function operationsOf({ functions, memory }: ModuleSummary): readonly string[] {
  if (memory === undefined || memory.startsWith("cordon:"))
    throw wasmError("wasm/missing-export", { name: "memory", expected: "a memory of its own" });
  expect(functions["alloc"], ALLOC, "alloc");
  if (functions["_initialize"] !== undefined) expect(functions["_initialize"], INITIALISE, "_initialize");
  const operations = Object.keys(functions).filter((name) => isSame(functions[name], OPERATION));
  if (operations.length === 0)
    throw wasmError("wasm/missing-export", { name: "for an operation", expected: describe(OPERATION) });
  return operations;
}

function expect(found: Signature | undefined, expected: Signature, name: string): void {
  if (!isSame(found, expected)) throw wasmError("wasm/missing-export", { name, expected: describe(expected) });
}

function isSame(found: Signature | undefined, expected: Signature): boolean {
  return found !== undefined && describe(found) === describe(expected);
}

function describe({ params, results }: Signature): string {
  return `(${params.join(", ")}) -> (${results.join(", ")})`;
}
