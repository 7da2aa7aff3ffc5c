import { type Clock, coreError } from "@cordon/core";

/** How long something may take, and what it comes to if it takes longer. */
export interface WithinOptions {
  readonly clock: Clock;
  readonly timeoutMs: number;
  /** What else ends it: `ended` says by which error. */
  readonly signal: AbortSignal;
  readonly late: () => Error;
  /** Default: `core/aborted`. */
  readonly ended?: () => Error;
}

/**
 * Does something of somebody else's: settles at the deadline or with the signal, whether or not that has heeded its own. What it comes to after
 * that is dropped, and what it throws at once is a rejection like any other.
 */
export async function within<Result>(
  { clock, timeoutMs, signal, late, ended = aborted }: WithinOptions,
  act: (signal: AbortSignal) => Promise<Result> | Result,
): Promise<Result> {
  if (signal.aborted) throw ended();
  const over = Promise.withResolvers<never>();
  const deadline = clock.deadline(timeoutMs, signal);
  const onAbort = (): void => over.reject(deadline.expired ? late() : ended());
  deadline.signal.addEventListener("abort", onAbort, { once: true });
  const acting = begin(act, deadline.signal);
  // Nobody hears of what comes after the race.
  acting.catch(() => {});
  over.promise.catch(() => {});
  try {
    return await Promise.race([acting, over.promise]);
  } finally {
    deadline.signal.removeEventListener("abort", onAbort);
    deadline.clear();
  }
}

/** Waits no longer than a caller does. What is waited for goes on. */
export function orAborted<Result>(waiting: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(aborted());
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
    const done = (): void => signal.removeEventListener("abort", onAbort);
    waiting
      .then(resolve, reject)
      .finally(done)
      .catch(() => {});
  });
}

async function begin<Result>(
  act: (signal: AbortSignal) => Promise<Result> | Result,
  signal: AbortSignal,
): Promise<Result> {
  return act(signal);
}

function aborted(): Error {
  return coreError("core/aborted", {});
}
