import type { CallReport } from "../stop.ts";

/** One call of a guest. */
export interface GuestCall {
  /** The export to call. */
  readonly operation: string;
  /** What a dispatcher is asked to do. With it the export must be one of `dispatchers`, without it one of `operations`. */
  readonly method?: Uint8Array;
  readonly input: Uint8Array;
  /** Default: the guest's limit. */
  readonly fuel?: number;
  /** The deadline over computing and waiting. Default: the guest's limit. */
  readonly timeoutMs?: number;
  /** Handed to each host function as it is, and never to the guest. */
  readonly context?: unknown;
}

/**
 * Foreign code, ready to be called.
 *
 * - Every call begins with the state that the guest had after it was initialised. Nothing that a call left behind is seen by
 *   another, whatever way it ended and however many run at once.
 * - A call settles soon after `signal` aborts or its deadline passes. It resolves with how the guest ended, which is never an
 *   error: it rejects only for what the caller did, with `AppError` or, for what no caller may pass, `RangeError`.
 * - From the moment a call is stopped, no host function is called for it and none of its results counts.
 * - The same guest, input and fuel give the same stop and use the same fuel, unless the stop is `deadline`, `aborted` or
 *   `stack-exhausted`, or a host function answers otherwise.
 * - A guest cannot be called from within a host function that it called and that does not wait: `wasm/re-entrant`.
 * - After disposal a call rejects with `wasm/disposed`. Disposal stops what runs and is safe twice.
 */
export interface Guest extends AsyncDisposable {
  /** The exports that can be called with an input. */
  readonly operations: readonly string[];
  /** The exports that can be called with a method and an input. */
  readonly dispatchers: readonly string[];
  readonly call: (request: GuestCall, signal: AbortSignal) => Promise<CallReport>;
}
