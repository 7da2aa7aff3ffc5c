import type { PluginContext } from "@cordon/core";

/** How far a sandbox keeps its guest apart: not at all, or in WebAssembly that is metered and capped. */
export type Isolation = "none" | "wasm";

/** What one call may use. */
export interface SandboxLimits {
  readonly fuel: number;
  readonly timeoutMs: number;
}

/** What one call has used. A sandbox that cannot measure something says 0. */
export interface SandboxUsage {
  readonly fuelUsed: number;
  readonly peakMemoryBytes: number;
  readonly wallMs: number;
}

/** One call of a guest. */
export interface SandboxCall {
  readonly operation: string;
  /** The input, as JSON. */
  readonly input: Uint8Array;
  /** All that the guest may reach. */
  readonly context: PluginContext;
  readonly limits: SandboxLimits;
  /** Told once, when the guest has ended, however it ended. */
  readonly onUsage: (usage: SandboxUsage) => void;
}

/**
 * A plugin's code, ready to be called.
 *
 * - `run` resolves with the plugin's output, a `PluginOutput` as JSON, unread. It is the guest's word and may be anything.
 * - It settles soon after `signal` aborts or the time is over, with `core/aborted` or `plugin/timeout`. One without isolation cannot
 *   stop its guest; it stops waiting.
 * - A guest that goes wrong rejects with an `AppError` whose message tells nothing of the host: `plugin/failed` for an error of the
 *   guest's own, `plugin/crashed`, `plugin/out-of-fuel`, `plugin/out-of-memory` for what its sandbox ended.
 * - What a guest is given and gives is copied: it shares no object with the host or with another call.
 * - Every call of an isolated guest begins with the state that it had after it was loaded.
 * - Any number of calls may run at once. Disposal stops them, is safe twice, and later calls reject with `plugin/not-active`.
 */
export interface Sandbox extends AsyncDisposable {
  readonly isolation: Isolation;
  readonly run: (call: SandboxCall, signal: AbortSignal) => Promise<Uint8Array>;
}
