import { kernelModuleError } from "./module-errors.ts";

/** Where a module is in its life. */
export type ModuleState = "loaded" | "starting" | "running" | "stopping" | "stopped" | "failed";

/** What can happen to it. */
export type LifecycleEvent = "start" | "started" | "stop" | "stopped" | "fail";

/**
 * What follows from what. An empty place is not allowed.
 *
 * ```text
 *            start     started   stop      stopped   fail
 * loaded     starting
 * starting             running   stopping            failed
 * running                        stopping            failed
 * stopping                                 stopped   failed
 * stopped    starting
 * failed     starting            stopping
 * ```
 */
export const TRANSITIONS: Readonly<Record<ModuleState, Readonly<Partial<Record<LifecycleEvent, ModuleState>>>>> =
  Object.freeze({
    loaded: Object.freeze({ start: "starting" }),
    starting: Object.freeze({ started: "running", stop: "stopping", fail: "failed" }),
    running: Object.freeze({ stop: "stopping", fail: "failed" }),
    stopping: Object.freeze({ stopped: "stopped", fail: "failed" }),
    stopped: Object.freeze({ start: "starting" }),
    failed: Object.freeze({ start: "starting", stop: "stopping" }),
  });

/** The state after an event. Throws `kernel/invalid-transition` for what cannot happen there. */
export function transition(from: ModuleState, event: LifecycleEvent): ModuleState {
  const next = Object.hasOwn(TRANSITIONS[from], event) ? TRANSITIONS[from][event] : undefined;
  if (next === undefined) throw kernelModuleError("kernel/invalid-transition", { from, event });
  return next;
}

/** Whether nothing of the module runs: it can be started, and unloaded. */
export function isAtRest(state: ModuleState): boolean {
  return state === "loaded" || state === "stopped" || state === "failed";
}
