import { defineErrors, type ErrorFactory } from "@cordon/core";
import type { WasmFeature } from "./binary/features.ts";

/** The codes of `@cordon/wasm-engine`, as a caller sees them. What a running guest does is no error but a `Stop`. */
export const wasmErrors = {
  "wasm/invalid-module": {
    kind: "malformed",
    retryable: false,
    message: ({ offset }: { readonly offset: number | undefined }): string =>
      `The bytes are no valid WebAssembly module${offset === undefined ? "" : `: what is at byte ${offset} cannot be read`}. Build it again, as a core module and not as a component.`,
  },
  "wasm/invalid-component": {
    kind: "malformed",
    retryable: false,
    message: ({ problem }: { readonly problem: string }): string =>
      `The bytes are no component that can be run: ${problem}. Build it again, from a world that the README of this package allows.`,
  },
  "wasm/refused": {
    kind: "unsupported",
    retryable: false,
    message: ({ feature, offset }: { readonly feature: WasmFeature; readonly offset: number }): string =>
      `The module uses ${feature} at byte ${offset}, which guests may not. Build it without.`,
  },
  "wasm/limit": {
    kind: "too-large",
    retryable: false,
    message: ({
      limit,
      found,
      max,
    }: {
      readonly limit: string;
      readonly found: number;
      readonly max: number;
    }): string => `There are ${found} ${limit}, and ${max} are allowed.`,
  },
  "wasm/import-not-granted": {
    kind: "forbidden",
    retryable: false,
    message: ({
      module,
      name,
      reason,
    }: {
      readonly module: string;
      readonly name: string;
      readonly reason: string;
    }): string =>
      `The module imports ${module}.${name}, which is ${reason}. Grant a host function of that name and type, or build the module without it.`,
  },
  "wasm/missing-export": {
    kind: "invalid",
    retryable: false,
    message: ({ name, expected }: { readonly name: string; readonly expected: string }): string =>
      `The module has no export ${name} that is ${expected}. Export it.`,
  },
  "wasm/load-timeout": {
    kind: "invalid",
    retryable: false,
    message: ({ loadTimeoutMs }: { readonly loadTimeoutMs: number }): string =>
      `The module was not ready after ${loadTimeoutMs} ms of rewriting and compiling, or of initialising. Make its functions smaller, or have it do less at its start.`,
  },
  "wasm/load-failed": {
    kind: "invalid",
    retryable: false,
    message: ({ problem }: { readonly problem: string }): string =>
      `The module could not be made ready: ${problem}. Make it, or its largest functions, smaller.`,
  },
  "wasm/start-stopped": {
    kind: "invalid",
    retryable: false,
    message: ({ stop }: { readonly stop: string }): string =>
      `The module stopped while it was being initialised (${stop}). Nothing was called.`,
  },
  "wasm/busy": {
    kind: "rate-limited",
    retryable: true,
    message: ({ calls }: { readonly calls: number }): string =>
      `${calls} calls run or wait already. Try again when some of them have ended.`,
  },
  "wasm/re-entrant": {
    kind: "invalid",
    retryable: false,
    message: (_details: Readonly<Record<string, never>>): string =>
      "A host function called the guest that had called it. Call it after the first call has ended.",
  },
  "wasm/fenced": {
    kind: "aborted",
    retryable: false,
    message: (_details: Readonly<Record<string, never>>): string =>
      "The call was stopped, so nothing may be done for it any more.",
  },
  "wasm/unknown-operation": {
    kind: "not-found",
    retryable: false,
    message: ({ operation, inputs }: { readonly operation: string; readonly inputs: 1 | 2 }): string =>
      `The guest has no operation ${operation} that takes ${inputs === 1 ? "a pointer and a length" : "two pointers, each with a length,"} and returns both in an i64.`,
  },
  "wasm/disposed": {
    kind: "unavailable",
    retryable: false,
    message: (_details: Readonly<Record<string, never>>): string => "The engine was disposed. Create another.",
  },
} as const;

/** Makes this package's errors. */
export const wasmError: ErrorFactory<typeof wasmErrors> = defineErrors(wasmErrors);
