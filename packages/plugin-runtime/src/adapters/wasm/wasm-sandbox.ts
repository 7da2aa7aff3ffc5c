import { AppError } from "@cordon/core";
import type { Guest, WasmEngine } from "@cordon/wasm-engine";
import { pluginError } from "../../errors.ts";
import type { AskedCapabilities } from "../../manifest/manifest.ts";
import type { ResolvedPluginLimits } from "../../manifest/plugin-limits.ts";
import type { Sandbox } from "../../ports/sandbox.ts";
import { engineLimitsOf } from "../../sandbox-limits.ts";
import { hostFunctionsFor } from "./host-functions.ts";
import { outputOf } from "./sandbox-stop.ts";

/** Which module to run, and what it may import and use. */
export interface WasmSandboxOptions {
  readonly engine: WasmEngine;
  readonly pluginId: string;
  readonly module: Uint8Array;
  /** The operations of the manifest: each is an export of the module. */
  readonly operations: readonly string[];
  readonly asked: AskedCapabilities;
  readonly limits: ResolvedPluginLimits;
}

/** Runs a core WebAssembly module whose exports are the plugin's operations. Rejects where the module cannot be loaded. */
export async function createWasmSandbox(options: WasmSandboxOptions): Promise<Sandbox> {
  const { engine, pluginId, module, operations, asked, limits } = options;
  const guest = await engine
    .load(module, { hostFunctions: hostFunctionsFor(asked, limits.hostCalls), limits: engineLimitsOf(limits) })
    .catch((cause: unknown) => {
      throw loadFailure(pluginId, cause);
    });
  for (const operation of operations) {
    if (guest.operations.includes(operation)) continue;
    await guest[Symbol.asyncDispose]();
    throw pluginError("plugin/load-failed", { pluginId, problem: `it exports no operation ${operation}.` });
  }
  return guestSandbox(guest, pluginId);
}

/** A guest as a sandbox: its operations are called by their own names. */
export function guestSandbox(guest: Guest, pluginId: string): Sandbox {
  return {
    isolation: "wasm",
    async run({ operation, input, context, limits, onUsage }, signal) {
      const { fuel, timeoutMs } = limits;
      const report = await guest
        .call({ operation, input, fuel, timeoutMs, context }, signal)
        .catch((cause: unknown) => {
          throw callFailure(pluginId, cause);
        });
      onUsage({ fuelUsed: report.fuelUsed, peakMemoryBytes: report.peakMemoryBytes, wallMs: report.wallMs });
      return outputOf(report, pluginId, limits);
    },
    [Symbol.asyncDispose]: () => guest[Symbol.asyncDispose](),
  };
}

/** What is wrong with a module, as its author is to read it. */
export function loadFailure(pluginId: string, cause: unknown): AppError {
  const problem =
    AppError.is(cause) && cause.code.startsWith("wasm/") ? cause.message : "the engine could not take it.";
  return pluginError(
    "plugin/load-failed",
    { pluginId, problem, code: AppError.is(cause) ? cause.code : undefined },
    { cause },
  );
}

function callFailure(pluginId: string, cause: unknown): unknown {
  const isDisposed = AppError.is(cause) && cause.code === "wasm/disposed";
  return isDisposed ? pluginError("plugin/not-active", { pluginId, state: "disposed" }, { cause }) : cause;
}
