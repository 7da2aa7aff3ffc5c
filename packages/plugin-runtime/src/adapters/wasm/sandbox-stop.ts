import { type AppError, coreError } from "@cordon/core";
import type { CallReport, Stop } from "@cordon/wasm-engine";
import { pluginError } from "../../errors.ts";
import type { SandboxLimits } from "../../ports/sandbox.ts";

/** What a call of a guest came to: its output, or the error that says how it went wrong. */
export function outputOf({ stop }: CallReport, pluginId: string, limits: SandboxLimits): Uint8Array {
  if (stop.kind === "completed") return stop.output;
  throw errorOf(stop, pluginId, limits);
}

function errorOf(
  stop: Exclude<Stop, { readonly kind: "completed" }>,
  pluginId: string,
  { fuel, timeoutMs }: SandboxLimits,
): AppError {
  switch (stop.kind) {
    case "out-of-fuel":
      return pluginError("plugin/out-of-fuel", { pluginId, fuel });
    case "out-of-memory":
      return pluginError("plugin/out-of-memory", { pluginId });
    case "deadline":
      return pluginError("plugin/timeout", { pluginId, timeoutMs });
    case "aborted":
      return coreError("core/aborted", {});
    case "stack-exhausted":
      return pluginError("plugin/crashed", { pluginId, reason: "stack-exhausted" });
    case "bad-output":
      return pluginError("plugin/bad-output", { pluginId, problem: stop.problem });
    case "trapped":
      return crashOf(pluginId, stop.reason, stop.backtrace, stop.cause);
    default:
      return pluginError("plugin/crashed", { pluginId, reason: `refused: ${stop.feature}` });
  }
}

function crashOf(pluginId: string, reason: string, backtrace: readonly string[], cause: unknown): AppError {
  return pluginError("plugin/crashed", { pluginId, reason, backtrace }, { cause });
}
