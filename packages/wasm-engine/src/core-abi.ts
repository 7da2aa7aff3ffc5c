import { wasmError } from "./errors.ts";
import type { ModuleSummary, Signature } from "./metering/rewritten-module.ts";

/**
 * The contract of a core module: it exports its `memory`, `alloc(length) -> pointer`, and operations
 * `(pointer, length) -> pointer << 32 | length`, or dispatchers that take the pointer and length of a method before those of the input. Each
 * is written to what `alloc` returned for it, the method first; the output is copied out before anything else happens. `_initialize`, if
 * exported, runs once before any call. Nothing is ever freed: the next call begins with a state in which nothing was allocated.
 */
const OPERATION: Signature = { params: ["i32", "i32"], results: ["i64"] };
const DISPATCHER: Signature = { params: ["i32", "i32", "i32", "i32"], results: ["i64"] };
const ALLOC: Signature = { params: ["i32"], results: ["i32"] };
const INITIALISE: Signature = { params: [], results: [] };

/** The exports of a guest that can be called. */
export interface CallableExports {
  readonly operations: readonly string[];
  readonly dispatchers: readonly string[];
}

/** What can be called of a module that keeps to the contract. Throws `wasm/missing-export` for one that does not. */
export function callableExports({ functions, memory }: ModuleSummary): CallableExports {
  if (memory === undefined || memory.startsWith("cordon:"))
    throw wasmError("wasm/missing-export", { name: "memory", expected: "a memory of its own" });
  expect(functions["alloc"], ALLOC, "alloc");
  if (functions["_initialize"] !== undefined) expect(functions["_initialize"], INITIALISE, "_initialize");
  const named = (signature: Signature): readonly string[] =>
    Object.keys(functions).filter((name) => isSame(functions[name], signature));
  const operations = named(OPERATION);
  const dispatchers = named(DISPATCHER);
  if (operations.length + dispatchers.length === 0)
    throw wasmError("wasm/missing-export", {
      name: "for an operation",
      expected: `${describe(OPERATION)} or ${describe(DISPATCHER)}`,
    });
  return { operations, dispatchers };
}

/** Throws `wasm/missing-export` for a module without a function that its host requires, or with one of no type that the host allows. */
export function requireExports(
  { functions }: ModuleSummary,
  required: Readonly<Record<string, readonly Signature[]>>,
): void {
  for (const [name, signatures] of Object.entries(required)) {
    const found = Object.hasOwn(functions, name) ? functions[name] : undefined;
    if (signatures.some((each) => isSame(found, each))) continue;
    throw wasmError("wasm/missing-export", { name, expected: signatures.map(describe).join(" or ") });
  }
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
