import { createAbortRelays } from "../../abort-relay.ts";
import { checkTimer } from "../../check-timer.ts";
import { coreError } from "../../errors.ts";
import { abortedDeadline } from "../../pending-deadline.ts";
import type { Clock } from "../../ports/clock.ts";
import { DeadlineQueue } from "./deadline-queue.ts";

/** The machine's own clock. */
export function createSystemClock(): Clock {
  const relayOf = createAbortRelays();
  const queues = new Map<number, DeadlineQueue>();
  const queueOf = (timeoutMs: number): DeadlineQueue => {
    const known = queues.get(timeoutMs);
    if (known !== undefined) return known;
    const added = new DeadlineQueue(timeoutMs, () => void queues.delete(timeoutMs));
    queues.set(timeoutMs, added);
    return added;
  };
  return {
    now: () => Date.now(),
    elapsed: () => performance.now(),
    deadline(timeoutMs, parent, onAbort) {
      checkTimer(timeoutMs);
      if (parent?.aborted === true) return abortedDeadline(parent, onAbort);
      return queueOf(Math.ceil(timeoutMs)).add(parent && relayOf(parent), onAbort);
    },
    sleep,
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
