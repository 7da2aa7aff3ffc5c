/** A point in time after which `signal` is aborted. Clear it when the work is done, or its timer lives on. */
export interface Deadline {
  readonly signal: AbortSignal;
  /** Whether it was time that aborted the signal, and not its parent. */
  readonly expired: boolean;
  clear(): void;
}

/**
 * The only source of time.
 *
 * - `now` is wall time in milliseconds since 1970 and may jump; `elapsed` is monotonic milliseconds from an arbitrary start.
 * - `deadline` starts at once; `expired` turns true and the signal aborts together, unless cleared before.
 * - A deadline's signal also aborts as soon as its `parent` does, without `expired` turning true; whichever comes first stays the reason.
 * - `onAbort` is called once when the signal aborts, before its listeners, and not after `clear`; at once where the parent is aborted already.
 * - A time below 0, above 2^31 - 1 ms or not a number throws a `RangeError` at once.
 * - `sleep` resolves after `ms`, or rejects with `core/aborted` as soon as `signal` is aborted.
 */
export interface Clock {
  now(): number;
  elapsed(): number;
  deadline(timeoutMs: number, parent?: AbortSignal, onAbort?: () => void): Deadline;
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}
