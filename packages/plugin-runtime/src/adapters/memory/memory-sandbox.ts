import { AppError, coreError, type JsonValue, type Plugin, type PluginContext } from "@cordon/core";
import { pluginError } from "../../errors.ts";
import type { Sandbox, SandboxCall } from "../../ports/sandbox.ts";

const decoder = new TextDecoder("utf-8", { fatal: true });
const encoder = new TextEncoder();

/**
 * Calls a plugin of the host's own process, with no isolation at all: for tests, and for development. It can do whatever the process can,
 * keeps its state from call to call, and goes on when it is not waited for any more.
 */
export function createMemorySandbox(plugin: Plugin): Sandbox {
  const { id: pluginId } = plugin.metadata;
  const disposal = new AbortController();

  const invoke = async ({ operation, input, context }: SandboxCall): Promise<Uint8Array> => {
    const value = JSON.parse(decoder.decode(input)) as JsonValue;
    try {
      const text = JSON.stringify(await plugin.invoke({ operation, input: value }, context)) as string | undefined;
      return encoder.encode(text ?? "null");
    } catch (cause) {
      throw failed(cause, pluginId, context);
    }
  };
  return {
    isolation: "none",
    async run(call, signal) {
      if (disposal.signal.aborted) throw pluginError("plugin/not-active", { pluginId, state: "disposed" });
      const began = performance.now();
      try {
        return await untilAborted(invoke(call), signal, disposal.signal, pluginId);
      } finally {
        call.onUsage({ fuelUsed: 0, peakMemoryBytes: 0, wallMs: performance.now() - began });
      }
    },
    async [Symbol.asyncDispose]() {
      disposal.abort();
    },
  };
}

// What went wrong is for the plugin's author alone, who reads the plugin's log.
function failed(cause: unknown, pluginId: string, context: PluginContext): AppError {
  const error = cause instanceof Error ? `${cause.name}: ${cause.message}` : "(no error)";
  const guestCode = AppError.is(cause) ? cause.code : undefined;
  context.log("error", error, { code: guestCode });
  return pluginError("plugin/failed", { pluginId, error, guestCode }, { cause });
}

function untilAborted<Result>(
  running: Promise<Result>,
  caller: AbortSignal,
  disposal: AbortSignal,
  pluginId: string,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(coreError("core/aborted", {}));
    const onDisposal = (): void => reject(pluginError("plugin/not-active", { pluginId, state: "disposed" }));
    if (caller.aborted) onAbort();
    caller.addEventListener("abort", onAbort, { once: true });
    disposal.addEventListener("abort", onDisposal, { once: true });
    const settle = (): void => {
      caller.removeEventListener("abort", onAbort);
      disposal.removeEventListener("abort", onDisposal);
    };
    void running.then(resolve, reject).finally(settle);
  });
}
