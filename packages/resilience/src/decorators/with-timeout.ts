import { type Clock, coreError, type Decorator } from "@cordon/core";
import { type AsyncFunction, begin } from "../async-function.ts";
import { resilienceError } from "../errors.ts";
import { requireWhole } from "../require-number.ts";

/** How long a call may take. */
export interface TimeoutOptions<Request> {
  readonly clock: Clock;
  /** Milliseconds, of every call or by its request. 0 to 2^31 - 1. */
  readonly timeoutMs: number | ((request: Request) => number);
  /** What the caller gets at the deadline. Default: `resilience/timeout`. */
  readonly errorOf?: (request: Request, timeoutMs: number) => Error;
}

const LONGEST_TIMER_MS = 2_147_483_647;

/**
 * Cancels the call after `timeoutMs`: its signal aborts, and the caller gets `resilience/timeout` at that moment, or
 * `core/aborted` when the caller's own signal aborts. Neither waits for a call that does not heed its signal, and what such a
 * call comes to later is dropped.
 */
export function withTimeout<Request, Result>({
  clock,
  timeoutMs,
  errorOf = (_request, limitMs) => resilienceError("resilience/timeout", { timeoutMs: limitMs }),
}: TimeoutOptions<Request>): Decorator<AsyncFunction<Request, Result>> {
  if (typeof timeoutMs === "number") requireWhole("timeoutMs", timeoutMs, 0, LONGEST_TIMER_MS);
  const timeoutOf = typeof timeoutMs === "function" ? timeoutMs : (): number => timeoutMs;
  return (inner) => (request, caller) =>
    new Promise<Result>((resolve, reject) => {
      const limitMs = timeoutOf(request);
      if (caller.aborted) throw coreError("core/aborted", {});
      const deadline = clock.deadline(limitMs, caller, () =>
        reject(deadline.expired ? errorOf(request, limitMs) : coreError("core/aborted", {})),
      );
      begin(inner, request, deadline.signal).then(
        (result) => {
          deadline.clear();
          resolve(result);
        },
        (error: unknown) => {
          deadline.clear();
          reject(error);
        },
      );
    });
}
