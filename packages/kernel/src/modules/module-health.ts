import type { Clock } from "@cordon/core";
import type { HealthPolicy } from "./manifest/module-manifest.ts";
import type { Module, ModuleHealth } from "./module.ts";
import { kernelModuleError } from "./module-errors.ts";
import type { ModuleLife } from "./module-life.ts";
import { within } from "./within.ts";

/** Whose health, and how it is asked for. */
export interface HealthCheckOptions {
  readonly module: Module;
  readonly policy: HealthPolicy;
  readonly clock: Clock;
}

const MAX_DETAIL = 200;

/** Asks a module once. What does not answer in time, throws, or answers with something else is not healthy; it never rejects. */
export async function checkHealth(options: HealthCheckOptions, signal: AbortSignal): Promise<ModuleHealth> {
  const { module, policy, clock } = options;
  const late = (): Error => kernelModuleError("kernel/unhealthy", { moduleId: module.id, failures: 1 });
  try {
    const answer = await within({ clock, timeoutMs: policy.timeoutMs, signal, late }, (each) => module.health(each));
    return healthOf(answer);
  } catch {
    return { healthy: false, detail: "The module did not answer." };
  }
}

/** Asks a module again and again as long as its life goes on, and tells when it has failed too often in a row. */
export async function watchHealth(
  options: HealthCheckOptions,
  life: ModuleLife,
  onUnhealthy: (failures: number) => void,
): Promise<void> {
  const { policy, clock } = options;
  let failures = 0;
  while (!life.isOver) {
    await clock.sleep(policy.intervalMs, life.signal).catch(() => {});
    if (life.isOver) return;
    const { healthy } = await checkHealth(options, life.signal);
    failures = healthy ? 0 : failures + 1;
    if (failures >= policy.failures) return onUnhealthy(failures);
  }
}

function healthOf(answer: unknown): ModuleHealth {
  const { healthy, detail } = answer as Readonly<Record<string, unknown>>;
  if (typeof detail !== "string") return { healthy: healthy === true };
  return { healthy: healthy === true, detail: detail.slice(0, MAX_DETAIL).toWellFormed() };
}
