import type { Clock } from "@cordon/core";
import { pluginError } from "../errors.ts";
import type { Running } from "../plugin-slot.ts";
import { runInvocation, type RunOptions } from "../run-invocation.ts";
import { failureOf } from "./activate-plugin.ts";

/** Asks a version how it is. Rejects with `plugin/unhealthy`, unless it answers with a value in time. */
export type HealthCheck = (running: Running, signal: AbortSignal) => Promise<void>;

/** Makes a check that calls the operation which a manifest names for it. A manifest that names none is taken to be well. */
export function createHealthCheck(clock: Clock, runOptions: RunOptions): HealthCheck {
  return async ({ plugin, authority }, signal) => {
    const { id: pluginId, version, health } = plugin.manifest;
    if (health === undefined) return;
    const deadline = clock.deadline(plugin.limits.timeoutMs, signal);
    const run = { callId: `health-${version}`, operation: health.operation, input: health.input };
    try {
      const { output } = await runInvocation(run, plugin, () => authority, runOptions, deadline.signal);
      if (output.kind === "refused") throw pluginError("plugin/unhealthy", { pluginId, version, reason: "it refused" });
    } catch (cause) {
      const code = deadline.expired ? "plugin/timeout" : failureOf(cause, version, 0).code;
      if (code === "plugin/unhealthy") throw cause;
      throw pluginError("plugin/unhealthy", { pluginId, version, reason: code }, { cause });
    } finally {
      deadline.clear();
    }
  };
}
