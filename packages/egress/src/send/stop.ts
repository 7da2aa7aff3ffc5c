import { type AppError, coreError, type Deadline } from "@cordon/core";
import { egressError } from "../errors.ts";
import { orAborted } from "../or-aborted.ts";

/** All that can end a request early. */
export interface StopSources {
  readonly caller: AbortSignal;
  readonly revoked: AbortSignal;
  readonly deadline: Deadline;
  readonly timeoutMs: number;
}

/** The one end of a request's time, whatever brings it. */
export interface Stop {
  readonly signal: AbortSignal;
  /** Throws what ended the request, if something did. */
  readonly check: () => void;
  /**
   * Begins something and waits for it. Throws as soon as the request ends, even where what was begun does not, and begins
   * nothing after that: so no step of a request that has ended is ever taken.
   */
  readonly wait: <Result>(begin: (signal: AbortSignal) => Promise<Result>) => Promise<Result>;
}

/** Joins what can end a request. A grant that was revoked says so, whatever else happened. */
export function createStop({ caller, revoked, deadline, timeoutMs }: StopSources): Stop {
  const signal = AbortSignal.any([revoked, caller, deadline.signal]);
  const error = (): AppError => {
    if (revoked.aborted) return egressError("egress/revoked", {});
    return caller.aborted ? coreError("core/aborted", {}) : egressError("egress/timeout", { timeoutMs });
  };
  const check = (): void => {
    if (signal.aborted) throw error();
  };
  return {
    signal,
    check,
    async wait(begin) {
      check();
      try {
        return await orAborted(begin(signal), signal, error);
      } catch (failure) {
        // What fails because the request ended says so in its own words; what ended it is what counts.
        check();
        throw failure;
      }
    },
  };
}
