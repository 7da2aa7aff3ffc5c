import { coreError } from "../../errors.ts";
import { checkTimer } from "../../check-timer.ts";
import type { Clock, Deadline } from "../../ports/clock.ts";

/** The machine's own clock. */
export function createSystemClock(): Clock {
  return { now: () => Date.now(), elapsed: () => performance.now(), deadline, sleep };
}

function deadline(timeoutMs: number): Deadline {
  checkTimer(timeoutMs);
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), timeoutMs);
  return {
    signal: controller.signal,
    get expired() {
      return controller.signal.aborted;
    },
    clear: () => clearTimeout(timer),
  };
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  checkTimer(ms);
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(coreError("core/aborted", {}));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, ms);
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
}
