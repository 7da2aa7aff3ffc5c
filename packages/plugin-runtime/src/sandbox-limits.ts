import type { EngineLimits } from "@cordon/wasm-engine";
import type { ResolvedPluginLimits } from "./manifest/plugin-limits.ts";

/** A plugin's limits as the engine's. The engine enforces all but the host calls in total, the log and the input. */
export function engineLimitsOf(limits: ResolvedPluginLimits): EngineLimits {
  const { fuel, memoryBytes, timeoutMs, inputBytes, outputBytes } = limits;
  return { fuel, timeoutMs, maxMemoryBytes: memoryBytes, maxInputBytes: inputBytes, maxOutputBytes: outputBytes };
}
