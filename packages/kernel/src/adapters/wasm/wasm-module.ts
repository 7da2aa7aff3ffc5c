import { AppError, type JsonValue } from "@cordon/core";
import type { Guest, Signature, WasmEngine } from "@cordon/wasm-engine";
import type { ModuleLimits } from "../../modules/manifest/module-manifest.ts";
import type { Module, ModuleCall } from "../../modules/module.ts";
import { kernelModuleError } from "../../modules/module-errors.ts";
import { readGuestAnswer } from "./guest-answer.ts";

/** What to run, and what a call of it may use. */
export interface WasmModuleOptions {
  readonly id: string;
  readonly engine: WasmEngine;
  /** A core module that exports `memory`, `alloc(length)`, `free` and `oxide_invoke(method, length, input, length) -> pointer << 32 | length`. */
  readonly bytes: Uint8Array;
  /** Of its manifest. Default: the engine's. */
  readonly limits?: ModuleLimits;
  /** The most that it gets, whatever its manifest asks for. */
  readonly ceilings?: Required<ModuleLimits>;
}

/** The ceilings of a host that sets none. */
export const WASM_MODULE_CEILINGS: Required<ModuleLimits> = Object.freeze({
  fuel: 1_000_000_000,
  memory: 67_108_864,
  timeoutMs: 30_000,
});

const OPERATION = "oxide_invoke";
const I32: readonly string[] = ["i32"];
// With a length, or without. It is part of the contract, and is never called: each call begins with a state in which nothing was allocated.
const FREE: readonly Signature[] = [
  { params: [...I32, ...I32], results: [] },
  { params: I32, results: [] },
];
const INVOKE: readonly Signature[] = [{ params: [...I32, ...I32, ...I32, ...I32], results: ["i64"] }];

/**
 * A module that is WebAssembly. Method and payload go in as UTF-8 JSON, the text of the method without quotes, and the answer comes out as UTF-8 JSON.
 * It is metered, has a memory of its own that every call begins anew, and no import: it reaches nothing.
 */
export function createWasmModule(options: WasmModuleOptions): Module {
  const { id, engine, bytes, ceilings = WASM_MODULE_CEILINGS } = options;
  const limits = capped(options.limits, ceilings);
  const code = bytes.slice();
  const encoder = new TextEncoder();
  let life: { guest?: Guest } | undefined;

  const requireGuest = (): Guest => {
    if (life?.guest === undefined) throw kernelModuleError("kernel/not-running", { moduleId: id, state: "stopped" });
    return life.guest;
  };
  return {
    id,
    async start(_context, signal) {
      const mine: { guest?: Guest } = {};
      life = mine;
      const guest = await load(id, engine, code, limits);
      // It was stopped meanwhile, and nobody would ever dispose of it.
      if (signal.aborted || life !== mine) return guest[Symbol.asyncDispose]();
      mine.guest = guest;
    },
    async stop() {
      const ended = life;
      life = undefined;
      await ended?.guest?.[Symbol.asyncDispose]();
    },
    async invoke({ method, payload }: ModuleCall, signal): Promise<JsonValue> {
      const guest = requireGuest();
      const input = encoder.encode(JSON.stringify(payload));
      const report = await guest
        .call({ operation: OPERATION, method: encoder.encode(method), input }, signal)
        .catch((error: unknown) => {
          throw callFailure(id, method, error);
        });
      return readGuestAnswer(report, { moduleId: id, method });
    },
    async health() {
      requireGuest();
      return { healthy: true };
    },
  };
}

function capped({ fuel, memory, timeoutMs }: ModuleLimits = {}, ceilings: Required<ModuleLimits>): ModuleLimits {
  return {
    ...(fuel === undefined ? {} : { fuel: Math.min(fuel, ceilings.fuel) }),
    ...(memory === undefined ? {} : { memory: Math.min(memory, ceilings.memory) }),
    ...(timeoutMs === undefined ? {} : { timeoutMs: Math.min(timeoutMs, ceilings.timeoutMs) }),
  };
}

async function load(moduleId: string, engine: WasmEngine, code: Uint8Array, limits: ModuleLimits): Promise<Guest> {
  const { fuel, memory, timeoutMs } = limits;
  try {
    return await engine.load(code, {
      requiredExports: { [OPERATION]: INVOKE, free: FREE },
      limits: {
        ...(fuel === undefined ? {} : { fuel }),
        ...(timeoutMs === undefined ? {} : { timeoutMs }),
        ...(memory === undefined ? {} : { maxMemoryBytes: memory }),
      },
    });
  } catch (cause) {
    const known = AppError.is(cause) && cause.code.startsWith("wasm/") ? cause : undefined;
    const problem = known?.message ?? "the engine could not take it.";
    throw kernelModuleError("kernel/load-failed", { moduleId, problem, code: known?.code }, { cause });
  }
}

function callFailure(moduleId: string, method: string, cause: unknown): unknown {
  if (!AppError.is(cause)) return cause;
  switch (cause.code) {
    case "wasm/disposed":
      return kernelModuleError("kernel/not-running", { moduleId, state: "stopped" }, { cause });
    case "wasm/limit": {
      const issues = [{ pointer: "", message: "is larger than the module takes" }];
      return kernelModuleError("kernel/invalid-payload", { moduleId, method, issues }, { cause });
    }
    default:
      return cause;
  }
}
