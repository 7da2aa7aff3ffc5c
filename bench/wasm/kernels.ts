import type { RewriteOptions } from "@cordon/wasm-engine";

/** What the benchmarks rewrite with: as the engine does. */
export const REWRITE_OPTIONS: RewriteOptions = {
  maxMemoryPages: 256,
  maxTableEntries: 10_000,
  canonicalNans: true,
  detachStart: true,
  functionImportsOnly: true,
};

export const FUEL_OF_PLENTY: bigint = 2n ** 60n;

/** The functions of the guest `kernels`, with a document in its memory. */
export interface Kernels {
  readonly fib: (n: number) => number;
  readonly spin: (n: number) => number;
  readonly sieve: (n: number) => number;
  readonly json: (pointer: number, length: number) => number;
  readonly sha256: (pointer: number, length: number) => number;
  readonly crc32: (pointer: number, length: number) => number;
  readonly document: number;
  /** Does nothing where there is no counter. */
  readonly refuel: (fuel: bigint) => void;
}

interface Exports extends Omit<Kernels, "document" | "refuel"> {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly alloc: (length: number) => number;
  readonly "cordon:fuel"?: { value: bigint };
  readonly "cordon:start"?: () => void;
}

const { Instance, Module } = (globalThis as unknown as { WebAssembly: WebAssemblyParts }).WebAssembly;

interface WebAssemblyParts {
  readonly Instance: new (module: object, imports: object) => { readonly exports: Exports };
  readonly Module: new (bytes: Uint8Array) => object;
}

/** An instance of the kernels; what wasm-metering made of them counts in a function of the host. */
export function instantiate(bytes: Uint8Array, document: Uint8Array): Kernels {
  let used = 0;
  const metering = { usegas: (gas: number): number => (used += gas) };
  const { exports } = new Instance(new Module(bytes), { metering });
  const refuel = (fuel: bigint): void => {
    if (exports["cordon:fuel"] !== undefined) exports["cordon:fuel"].value = fuel;
  };
  refuel(FUEL_OF_PLENTY);
  exports["cordon:start"]?.();
  const pointer = exports.alloc(document.length);
  new Uint8Array(exports.memory.buffer).set(document, pointer);
  return { ...exports, document: pointer, refuel };
}
