import { createAbortRelays } from "../abort-relay.ts";
import { checkTimer } from "../check-timer.ts";
import { coreError } from "../errors.ts";
import { abortedDeadline, PendingDeadline } from "../pending-deadline.ts";
import type { Clock } from "../ports/clock.ts";

/** A clock that stands still until it is told to move. */
export interface ManualClock extends Clock {
  /** Moves time forward and fires what falls due, in order, each at its own time. */
  advance(ms: number): void;
  /** Sets wall time without firing anything, forwards or backwards, as an operator or NTP would. */
  setWallTime(now: number): void;
  /** How many deadlines and sleeps are waiting. */
  readonly waiting: number;
}

interface Timer {
  readonly at: number;
  readonly fire: () => void;
}

/** Makes a manual clock that starts at `now`, by default at 2026-01-01T00:00:00Z. */
export function createManualClock(now: number = Date.UTC(2026, 0, 1)): ManualClock {
  const timers = new Set<Timer>();
  let elapsed = 0;
  let offset = now;
  const schedule = (ms: number, fire: () => void): Timer => {
    const timer = { at: elapsed + ms, fire };
    timers.add(timer);
    return timer;
  };
  const relayOf = createAbortRelays();
  const startDeadline: Clock["deadline"] = (timeoutMs, parent, onAbort) => {
    if (parent?.aborted === true) return abortedDeadline(parent, onAbort);
    const timer: Timer = { at: elapsed + timeoutMs, fire: () => deadline.expire() };
    timers.add(timer);
    const owner = { forget: () => void timers.delete(timer) };
    const deadline = new PendingDeadline(owner, timer.at, parent && relayOf(parent), onAbort);
    return deadline;
  };
  return {
    now: () => offset + elapsed,
    elapsed: () => elapsed,
    deadline(timeoutMs, parent, onAbort) {
      checkTimer(timeoutMs);
      return startDeadline(timeoutMs, parent, onAbort);
    },
    sleep(ms, signal) {
      checkTimer(ms);
      return new Promise((resolve, reject) => {
        const stop = (): void => {
          timers.delete(timer);
          reject(coreError("core/aborted", {}));
        };
        const timer = schedule(ms, () => {
          signal.removeEventListener("abort", stop);
          resolve();
        });
        if (signal.aborted) stop();
        else signal.addEventListener("abort", stop, { once: true });
      });
    },
    advance(ms) {
      const end = elapsed + ms;
      for (let next = earliest(timers, end); next !== undefined; next = earliest(timers, end)) {
        timers.delete(next);
        elapsed = Math.max(elapsed, next.at);
        next.fire();
      }
      elapsed = end;
    },
    setWallTime(wall) {
      offset = wall - elapsed;
    },
    get waiting() {
      return timers.size;
    },
  };
}

function earliest(timers: ReadonlySet<Timer>, end: number): Timer | undefined {
  let first: Timer | undefined;
  for (const timer of timers) {
    if (timer.at <= end && (first === undefined || timer.at < first.at)) first = timer;
  }
  return first;
}
