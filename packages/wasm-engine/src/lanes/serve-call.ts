import type { HostFunction, HostValue } from "../host-function.ts";
import type { CallState } from "../instance/call-state.ts";
import { hostTrap } from "../instance/host-trap.ts";
import type { PreparedGuest } from "../instance/prepared-module.ts";
import type { Stop } from "../stop.ts";
import type { EngineWorker } from "./engine-worker.ts";
import type { FromWorker, WorkerReport } from "./worker-messages.ts";

/** The stop of a call whose worker must be killed, or has ended by itself. */
export interface Killed {
  readonly killed: Stop;
}

/** Runs one call on a worker and answers its host calls. Whatever the worker sends after the call was stopped is not heard. */
export function serveCall(
  worker: EngineWorker,
  prepared: PreparedGuest,
  call: CallState,
): Promise<WorkerReport | Killed> {
  const ended = Promise.withResolvers<WorkerReport | Killed>();
  const { signal } = call;
  let failure: { readonly called: HostFunction; readonly cause: unknown } | undefined;
  const giveUp = (): void => ended.resolve({ killed: call.stop ?? { kind: "deadline" } });

  const answer = async (index: number, values: readonly HostValue[]): Promise<void> => {
    const called = prepared.hostFunctions[index];
    if (called === undefined || call.stop !== undefined) return giveUp();
    call.count(called);
    try {
      const value = await called.run(values, call);
      if (call.stop === undefined) worker.answer({ kind: "answer", ok: true, value });
    } catch (cause) {
      failure = { called, cause };
      if (call.stop === undefined) worker.answer({ kind: "answer", ok: false });
    }
  };

  const hear = (message: FromWorker): void => {
    if (message.kind === "host") void answer(message.index, message.values);
    else if (message.kind === "ended") ended.resolve(withCause(message.report, failure));
  };

  signal.addEventListener("abort", giveUp, { once: true });
  worker.attend(hear, (error) => ended.resolve({ killed: call.stop ?? stopOfThread(error) }));
  if (!worker.knows(prepared)) worker.load(prepared);
  const { operation, method, input, fuel } = call.request;
  worker.call(prepared, { operation, method, input, fuel, timeoutMs: Math.max(1, call.remainingMs) });
  return ended.promise.finally(() => signal.removeEventListener("abort", giveUp));
}

// The platform ends a thread whose heap is full.
function stopOfThread(error: Error): Stop {
  if ((error as NodeJS.ErrnoException).code === "ERR_WORKER_OUT_OF_MEMORY") return { kind: "out-of-memory" };
  return { kind: "trapped", reason: "other", backtrace: [], cause: error };
}

function withCause(
  report: WorkerReport,
  failure: { readonly called: HostFunction; readonly cause: unknown } | undefined,
): WorkerReport {
  if (failure === undefined || report.stop.kind !== "trapped" || report.stop.reason !== "host-function") return report;
  return { ...report, stop: hostTrap("host-function", failure.called, failure.cause) };
}
