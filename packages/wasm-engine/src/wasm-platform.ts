/** A compiled module. Opaque: only `wasm` below reads it. */
export interface WasmModule {
  readonly wasmModule: unique symbol;
}

/** A mutable or constant global of an instance, as the platform shows it. */
export interface WasmGlobal {
  value: number | bigint;
}

/** A linear memory, as the platform shows it. `buffer` is another object after each growth. */
export interface WasmMemory {
  readonly buffer: ArrayBuffer;
}

export type WasmExport = WasmGlobal | WasmMemory | ((...args: readonly never[]) => unknown);

export interface WasmInstance {
  readonly exports: Readonly<Record<string, WasmExport>>;
}

export interface WasmImportDescription {
  readonly module: string;
  readonly name: string;
  readonly kind: "function" | "table" | "memory" | "global" | "tag";
}

export interface WasmExportDescription {
  readonly name: string;
  readonly kind: "function" | "table" | "memory" | "global" | "tag";
}

export type WasmImports = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The part of the platform's `WebAssembly` that the engine uses; the library types for Node have none of it. */
export interface WasmPlatform {
  validate(bytes: Uint8Array): boolean;
  compile(bytes: Uint8Array): Promise<WasmModule>;
  readonly Module: {
    new (bytes: Uint8Array): WasmModule;
    imports(module: WasmModule): readonly WasmImportDescription[];
    exports(module: WasmModule): readonly WasmExportDescription[];
  };
  readonly Instance: new (module: WasmModule, imports: WasmImports) => WasmInstance;
  readonly RuntimeError: new (message?: string) => Error;
  readonly Exception: new (...args: readonly never[]) => Error;
  /** Absent where the platform cannot suspend a guest. */
  readonly Suspending?: new (run: (...args: never[]) => Promise<unknown>) => object;
  readonly promising?: (run: WasmExport) => (...args: unknown[]) => Promise<unknown>;
}

/** The platform's WebAssembly. */
export const wasm: WasmPlatform = (globalThis as unknown as { readonly WebAssembly: WasmPlatform }).WebAssembly;
