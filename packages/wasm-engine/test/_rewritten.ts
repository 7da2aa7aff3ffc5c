import { type RewriteOptions, rewriteModule } from "../src/index.ts";

/** What most tests rewrite with. NaNs stay as they are, so that a module can be compared with itself. */
export const REWRITE_OPTIONS: RewriteOptions = {
  maxMemoryPages: 256,
  maxTableEntries: 10_000,
  canonicalNans: false,
  detachStart: false,
  functionImportsOnly: false,
};

/** What a test looks at in an instance. */
export type Exports = Readonly<Record<string, unknown>> & {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly run: (...args: readonly unknown[]) => unknown;
};

const { Instance, Module } = (globalThis as unknown as { WebAssembly: WebAssemblyParts }).WebAssembly;

interface WebAssemblyParts {
  readonly Instance: new (module: object, imports: object) => { readonly exports: Exports };
  readonly Module: new (bytes: Uint8Array) => object;
}

/** An instance of a module as it is. */
export function plain(bytes: Uint8Array, imports: object = {}): Exports {
  return new Instance(new Module(bytes), imports).exports;
}

/** An instance of a module as rewritten, with fuel. */
export function metered(bytes: Uint8Array, fuel: bigint = 2n ** 60n, options: Partial<RewriteOptions> = {}): Exports {
  const exports = plain(rewriteModule(bytes, { ...REWRITE_OPTIONS, ...options }).bytes);
  fuelOf(exports).value = fuel;
  return exports;
}

/** The counter of a rewritten module. */
export function fuelOf(exports: Exports): { value: bigint } {
  return exports["cordon:fuel"] as { value: bigint };
}
