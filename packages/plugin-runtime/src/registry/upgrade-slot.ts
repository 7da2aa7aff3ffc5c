import { AppError, type Clock, coreError } from "@cordon/core";
import { pluginError } from "../errors.ts";
import type { PluginSlot, Running } from "../plugin-slot.ts";

/** How a slot goes over to another version. */
export interface UpgradeOptions {
  readonly clock: Clock;
  /** How long calls under way may take to end. */
  readonly drainMs: number;
  /** Asks the new version how it is. Rejects where it is not well. */
  readonly checkHealth: (next: Running, signal: AbortSignal) => Promise<void>;
}

/**
 * Takes a slot over to another version without failing a call: new calls wait while those under way end, and go on with whatever then runs.
 * Resolves with what ran before, to be disposed. Where the new version is not well, or the old one does not come to an end, the slot goes on with
 * the old one and the reason is thrown.
 *
 * ```text
 * hold -> drain -> switch -> health check -> release
 *            \                   \--> switch back -> release, throw
 *             \--> release, throw
 * ```
 */
export async function upgradeSlot(
  slot: PluginSlot,
  next: Running,
  { clock, drainMs, checkHealth }: UpgradeOptions,
  signal: AbortSignal,
): Promise<Running> {
  const before = slot.running;
  const deadline = clock.deadline(drainMs, signal);
  slot.hold();
  try {
    await drain(slot, deadline.signal, before.plugin.manifest.id);
    slot.switchTo(next);
    try {
      await checkHealth(next, deadline.signal);
    } catch (error) {
      slot.switchTo(before);
      throw error;
    }
    return before;
  } finally {
    deadline.clear();
    slot.release();
  }
}

async function drain(slot: PluginSlot, signal: AbortSignal, pluginId: string): Promise<void> {
  try {
    await slot.drained(signal);
  } catch (cause) {
    throw AppError.is(cause) && cause.code === "core/aborted"
      ? pluginError("plugin/not-drained", { pluginId, calls: slot.inFlight }, { cause })
      : AppError.from(cause, (options) => coreError("core/internal", {}, options));
  }
}
