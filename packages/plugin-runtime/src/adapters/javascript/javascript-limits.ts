import type { EngineLimits } from "@cordon/wasm-engine";
import { JAVASCRIPT_FUEL, type ResolvedPluginLimits } from "../../manifest/plugin-limits.ts";
import { engineLimitsOf } from "../../sandbox-limits.ts";

/** The most that QuickJS hands to the host at once, or takes from it: `HOST_TEXT_BYTES` in `quickjs/engine.c`. */
export const HOST_TEXT_BYTES: number = 2 * 1024 * 1024;

// Enough for sources of some megabytes. What is spent is spent on the loader's thread, which is killed at the engine's loadTimeoutMs.
const INIT_FUEL = 2_000_000_000;
// The operation's name and the call's id, around an input.
const ENVELOPE_BYTES = 8192;
// A failure with a name, message, code and stack as long as the prelude lets them be. An output is held to its own limit afterwards.
const FAILURE_BYTES = 131_072;

/** The engine's limits for QuickJS with a plugin in it. */
export function engineLimitsFor(limits: ResolvedPluginLimits, sourceBytes: number): EngineLimits {
  const { inputBytes, outputBytes } = limits;
  return {
    ...engineLimitsOf(limits),
    maxInlineFuel: JAVASCRIPT_FUEL,
    initFuel: INIT_FUEL,
    maxInputBytes: Math.max(inputBytes + ENVELOPE_BYTES, sourceBytes),
    maxOutputBytes: Math.max(outputBytes, FAILURE_BYTES),
    maxHostBytes: HOST_TEXT_BYTES,
  };
}
