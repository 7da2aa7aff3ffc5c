import type { CallableExports } from "./core-abi.ts";
import { wasmError } from "./errors.ts";
import type { ResolvedCall } from "./instance/call-state.ts";
import type { ResolvedLimits } from "./limits.ts";
import type { GuestCall } from "./ports/guest.ts";

const TIMER_MAX_MS = 2 ** 31 - 1;

/** Fills in what a call leaves to its guest's limits, and refuses what no guest can be called with. */
export function resolveCall(request: GuestCall, exports: CallableExports, limits: ResolvedLimits): ResolvedCall {
  const { operation, method, input, fuel = limits.fuel, timeoutMs = limits.timeoutMs, context } = request;
  const names = method === undefined ? exports.operations : exports.dispatchers;
  if (!names.includes(operation))
    throw wasmError("wasm/unknown-operation", { operation, inputs: method === undefined ? 1 : 2 });
  const bytes = input.length + (method?.length ?? 0);
  if (bytes > limits.maxInputBytes)
    throw wasmError("wasm/limit", { limit: "bytes of input", found: bytes, max: limits.maxInputBytes });
  if (!Number.isSafeInteger(fuel) || fuel < 1)
    throw new RangeError(`The fuel of a call must be a whole number from 1, and is ${String(fuel)}.`);
  if (!(timeoutMs > 0 && timeoutMs <= TIMER_MAX_MS))
    throw new RangeError(
      `The timeoutMs of a call must be above 0 and at most ${TIMER_MAX_MS}, and is ${String(timeoutMs)}.`,
    );
  return { operation, method, input, fuel, timeoutMs, context };
}
