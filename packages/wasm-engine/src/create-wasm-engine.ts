import { createHash } from "node:crypto";
import { AppError } from "@cordon/core";
import type { Lane } from "./choose-lane.ts";
import { callableExports, requireExports } from "./core-abi.ts";
import { createCoreGuest } from "./core-guest.ts";
import { wasmError } from "./errors.ts";
import { startStop } from "./instance/initialise-instance.ts";
import { checkImports } from "./instance/host-imports.ts";
import type { PreparedModule } from "./instance/prepared-module.ts";
import { createLoader, createWorkerLane, type WorkerLane, type WorkerLaneOptions } from "./lanes/worker-lane.ts";
import { type EngineLimits, type ResolvedLimits, resolveLimits } from "./limits.ts";
import { REWRITER_VERSION } from "./metering/rewrite-module.ts";
import type { Guest } from "./ports/guest.ts";
import type { ModuleCache } from "./ports/module-cache.ts";
import type { LoadOptions, WasmEngine } from "./ports/wasm-engine.ts";
import type { ReadyModule } from "./prepare-module.ts";
import { resolveCall } from "./resolve-call.ts";
import { resolveHostFunctions } from "./resolve-host-functions.ts";
import { rewriteOptionsOf } from "./rewrite-options-of.ts";
import type { CallReport, Stop } from "./stop.ts";

/** How an engine is set up. */
export interface WasmEngineOptions extends WorkerLaneOptions {
  /** What holds for guests that are loaded without limits of their own. */
  readonly limits?: EngineLimits;
  /** Default: modules are rewritten each time they are loaded. */
  readonly cache?: ModuleCache;
  /** The lane for every call, in place of the policy's choice: for tests, and where all guests are mutually hostile (`worker`). */
  readonly lane?: Lane;
}

/** Makes an engine. It starts nothing before it must. */
export function createWasmEngine(options: WasmEngineOptions): WasmEngine {
  const defaults = options.limits ?? {};
  resolveLimits(defaults);
  const workers = createWorkerLane(options);
  const loader = createLoader(options);
  const guests = new Set<Guest>();
  let isDisposed = false;

  const load = async (bytes: Uint8Array, loadOptions: LoadOptions = {}): Promise<Guest> => {
    const { hostFunctions = [], limits, requiredExports = {}, initialise } = loadOptions;
    if (isDisposed) throw wasmError("wasm/disposed", {});
    const resolved = resolveLimits({ ...defaults, ...limits });
    const granted = resolveHostFunctions(hostFunctions);
    // A copy, now: what the caller does to its bytes while the module is made ready changes nothing.
    const initial = initialise && { operation: initialise.operation, input: initialise.input.slice() };
    const { module, rewritten } = await ready(bytes, resolved, loader, options.cache);
    const { summary } = rewritten;
    checkImports(summary.imports, granted);
    const callable = callableExports(summary);
    requireExports(summary, requiredExports);
    if (initial !== undefined) resolveCall(initial, callable, resolved);
    const prepared = await initialised(
      {
        kind: "module",
        module,
        summary,
        hostFunctions: granted,
        limits: resolved,
        ...(initial === undefined ? {} : { initialise: initial }),
      },
      loader,
    );
    const onDispose = (): void => void guests.delete(guest);
    const { clock, lane } = options;
    const guest = await createCoreGuest({ prepared, ...callable, clock, workers, lane, onDispose });
    guests.add(guest);
    return guest;
  };

  return {
    load,
    async run(bytes, call, signal, loadOptions) {
      let guest: Guest;
      try {
        guest = await load(bytes, loadOptions);
      } catch (error) {
        return refusal(error, options.lane ?? "inline");
      }
      try {
        return await guest.call(call, signal);
      } finally {
        await guest[Symbol.asyncDispose]();
      }
    },
    async [Symbol.asyncDispose]() {
      isDisposed = true;
      await Promise.all([...guests].map((guest) => guest[Symbol.asyncDispose]()));
      await Promise.all([workers, loader].map((lane) => lane[Symbol.asyncDispose]()));
    },
  };
}

/** Bytes -> validated, rewritten and compiled on a worker, or rewritten before and found in the cache under what it depends on. */
async function ready(
  given: Uint8Array,
  limits: ResolvedLimits,
  loader: WorkerLane,
  cache?: ModuleCache,
): Promise<ReadyModule> {
  if (given.length > limits.maxModuleBytes)
    throw wasmError("wasm/limit", { limit: "bytes of module", found: given.length, max: limits.maxModuleBytes });
  // A copy: what is named must be what is kept under that name, whatever the caller does to its bytes meanwhile.
  const bytes = given.slice();
  const options = rewriteOptionsOf(limits, true);
  const named = JSON.stringify([REWRITER_VERSION, options]);
  const key = createHash("sha256").update(named).update(bytes).digest("base64url");
  const rewritten = await cache?.get(key).catch(unlessCached);
  const module = await loader.prepare({ bytes, options, rewritten }, limits.loadTimeoutMs);
  if (rewritten === undefined) await cache?.put(key, module.rewritten).catch(unlessCached);
  return module;
}

/**
 * What a module does before its first call is done once, on a thread that is killed if it takes too long; all that is kept is the state
 * after it. Where a state cannot be put back, every instance has to be initialised where it is to run.
 */
async function initialised(prepared: PreparedModule, loader: WorkerLane): Promise<PreparedModule> {
  if (!prepared.summary.isRestorable) return prepared;
  const { initialise: _done, ...rest } = prepared;
  return { ...rest, snapshot: await loader.initialise(prepared, prepared.limits.loadTimeoutMs) };
}

// A cache that fails costs time, now or at the next start. A guest that could be loaded is not refused for it.
function unlessCached(): undefined {
  return undefined;
}

function refusal(error: unknown, lane: Lane): CallReport {
  if (!AppError.is(error)) throw error;
  const stop = startStop(error) ?? refusedStop(error);
  if (stop === undefined) throw error;
  return { stop, fuelUsed: 0, peakMemoryBytes: 0, wallMs: 0, hostCalls: {}, lane };
}

function refusedStop({ code, details, message }: AppError): Stop | undefined {
  switch (code) {
    case "wasm/refused":
      return { kind: "refused", feature: String(details["feature"]) };
    case "wasm/limit":
    case "wasm/load-timeout":
    case "wasm/load-failed":
    case "wasm/invalid-module":
    case "wasm/import-not-granted":
    case "wasm/missing-export":
      return { kind: "refused", feature: message };
    default:
      return undefined;
  }
}
