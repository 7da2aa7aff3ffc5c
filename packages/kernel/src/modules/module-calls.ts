import type { Envelope } from "@cordon/bus";
import { type Clock, coreError, type JsonValue, type Logger } from "@cordon/core";
import { copyJson } from "./copy-json.ts";
import type { Module } from "./module.ts";
import { kernelModuleError } from "./module-errors.ts";
import type { ModuleLife } from "./module-life.ts";
import { asError } from "./module-problem.ts";
import type { ModuleSlot } from "./module-slot.ts";
import { within } from "./within.ts";

/** A call of a module's method. */
export interface InvokeRequest {
  readonly moduleId: string;
  readonly method: string;
  readonly payload: JsonValue;
  /** The message that asked for it. */
  readonly envelope?: Envelope;
}

/** What calls of one module go through. */
export interface ModuleCallsOptions {
  readonly module: Module;
  readonly slot: ModuleSlot;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly timeoutMs: number;
  /** How many may be under way at once. */
  readonly maxCalls: number;
}

/** Calls a module. */
export type CallModule = (request: InvokeRequest, signal: AbortSignal) => Promise<JsonValue>;

/** Calls of one module: only while it runs, so many at once, for so long. What a module answers after its life is over does not count. */
export function createModuleCalls({
  module,
  slot,
  clock,
  logger,
  timeoutMs,
  maxCalls,
}: ModuleCallsOptions): CallModule {
  const moduleId = module.id;
  let underWay = 0;

  const notRunning = (): Error => kernelModuleError("kernel/not-running", { moduleId, state: slot.state });
  const invoke = async (life: ModuleLife, request: InvokeRequest, signal: AbortSignal): Promise<unknown> => {
    const { method, payload, envelope } = request;
    const late = (): Error => kernelModuleError("kernel/invoke-timeout", { moduleId, method, timeoutMs });
    const ended = (): Error => (life.isOver ? notRunning() : coreError("core/aborted", {}));
    const call = { method, payload, ...(envelope === undefined ? {} : { envelope }) };
    const both = AbortSignal.any([signal, life.signal]);
    try {
      return await within({ clock, timeoutMs, signal: both, late, ended }, (each) => module.invoke(call, each));
    } catch (error) {
      const failure = asError(error, moduleId, "kernel/module-failed");
      if (failure !== error) logger.log("warn", "A module failed in a call.", { moduleId, method, error: failure });
      throw failure;
    }
  };

  return async (request, signal) => {
    const { method } = request;
    const life = slot.running;
    if (life === undefined) throw notRunning();
    if (underWay >= maxCalls) throw kernelModuleError("kernel/busy", { moduleId, max: maxCalls });
    const payload = copyJson(request.payload);
    if (payload.kind === "refused")
      throw kernelModuleError("kernel/invalid-payload", { moduleId, method, issues: [payload.issue] });
    underWay += 1;
    try {
      const answer = copyJson(await invoke(life, { ...request, payload: payload.value }, signal));
      if (life.isOver) throw notRunning();
      if (answer.kind === "copied") return answer.value;
      const { pointer, message } = answer.issue;
      throw kernelModuleError("kernel/bad-output", { moduleId, method, problem: `${pointer || "it"} ${message}` });
    } finally {
      underWay -= 1;
    }
  };
}
