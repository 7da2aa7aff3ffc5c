import { coreError } from "@cordon/core";

/** What `work` comes to, or a rejection with `core/aborted` as soon as the signal aborts. The work itself goes on, and is nobody's any more. */
export function abortable<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(coreError("core/aborted", {}));
    signal.addEventListener("abort", stop, { once: true });
    if (signal.aborted) stop();
    const end = (): void => signal.removeEventListener("abort", stop);
    work.then(resolve, reject).finally(end);
  });
}
