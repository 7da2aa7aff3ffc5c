import type { Clock } from "@cordon/core";
import { wasmError } from "../../errors.ts";
import { CallState } from "../../instance/call-state.ts";
import { ENGINE_LIMIT_DEFAULTS } from "../../limits.ts";
import type { Guest, GuestCall } from "../../ports/guest.ts";
import { resolveCall } from "../../resolve-call.ts";
import type { CallReport, Stop } from "../../stop.ts";

/** What a memory guest does for an operation. `state` is its own for this call and no other. */
export type MemoryOperation<State> = (
  input: Uint8Array,
  call: {
    readonly state: State;
    readonly context: unknown;
    readonly signal: AbortSignal;
    /** What a dispatcher is asked to do; empty for an operation. */
    readonly method: Uint8Array;
  },
) => Uint8Array | Promise<Uint8Array>;

/** What a memory guest is made of. */
export interface MemoryGuestOptions<State> {
  readonly clock: Clock;
  readonly operations: Readonly<Record<string, MemoryOperation<State>>>;
  /** Those that take a method, too. Default: none. */
  readonly dispatchers?: Readonly<Record<string, MemoryOperation<State>>>;
  /** Makes the state that each call begins with. */
  readonly initialise: () => State;
}

/**
 * A guest that is plain functions, with no isolation and no fuel at all: for tests, and for development with code of one's own. What
 * computes for ever is not stopped; what waits for ever is.
 */
export function createMemoryGuest<State>(options: MemoryGuestOptions<State>): Guest {
  const { clock, operations, dispatchers = {}, initialise } = options;
  const exports = { operations: Object.keys(operations), dispatchers: Object.keys(dispatchers) };
  const disposal = new AbortController();
  return {
    ...exports,
    async call(request: GuestCall, signal: AbortSignal): Promise<CallReport> {
      if (disposal.signal.aborted) throw wasmError("wasm/disposed", {});
      const call = new CallState(resolveCall(request, exports, ENGINE_LIMIT_DEFAULTS), signal, clock, disposal.signal);
      const named = request.method === undefined ? operations : dispatchers;
      const run = named[request.operation] as MemoryOperation<State>;
      const stop = call.stop ?? (await stopOf(call, run, initialise()));
      call.close();
      return { stop, fuelUsed: 0, peakMemoryBytes: 0, wallMs: call.wallMs, hostCalls: {}, lane: "inline" };
    },
    async [Symbol.asyncDispose]() {
      disposal.abort();
    },
  };
}

async function stopOf<State>(call: CallState, run: MemoryOperation<State>, state: State): Promise<Stop> {
  const { signal, context } = call;
  const stopped = Promise.withResolvers<never>();
  const onAbort = (): void => stopped.reject(signal.reason);
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    const input = call.request.input.slice();
    const method = call.request.method?.slice() ?? new Uint8Array();
    const output = await Promise.race([run(input, { state, context, signal, method }), stopped.promise]);
    return call.stop ?? { kind: "completed", output: output.slice() };
  } catch (cause) {
    return call.stop ?? { kind: "trapped", reason: "other", backtrace: [], cause };
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}
