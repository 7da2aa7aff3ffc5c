import type { AbortRelay } from "../../abort-relay.ts";
import { type DeadlineOwner, PendingDeadline } from "../../pending-deadline.ts";

/**
 * All deadlines of one length: they expire in the order in which they were made, so one timer does for all of them.
 * Most deadlines are cleared long before, and a timer of their own would cost each call more than the rest of its deadline.
 */
export class DeadlineQueue implements DeadlineOwner {
  readonly #timeoutMs: number;
  readonly #onIdle: () => void;
  readonly #pending = new Set<PendingDeadline>();
  #timer: NodeJS.Timeout | undefined;

  /** `onIdle` is called when there is no deadline left and the timer is over: the queue is to be forgotten. */
  constructor(timeoutMs: number, onIdle: () => void) {
    this.#timeoutMs = timeoutMs;
    this.#onIdle = onIdle;
  }

  add(relay: AbortRelay | undefined, onAbort: (() => void) | undefined): PendingDeadline {
    const deadline = new PendingDeadline(this, performance.now() + this.#timeoutMs, relay, onAbort);
    // A deadline that somebody waits for keeps the process alive; a timer that nobody waits for does not.
    if (this.#timer === undefined) this.#timer = setTimeout(this.#onTimer, this.#timeoutMs);
    else if (this.#pending.size === 0) this.#timer.ref();
    this.#pending.add(deadline);
    return deadline;
  }

  forget(deadline: PendingDeadline): void {
    if (this.#pending.delete(deadline) && this.#pending.size === 0) this.#timer?.unref();
  }

  readonly #onTimer = (): void => {
    for (const deadline of this.#pending) {
      if (deadline.at > performance.now()) break;
      deadline.expire();
    }
    const [next] = this.#pending;
    if (next === undefined) this.#onIdle();
    else this.#timer = setTimeout(this.#onTimer, Math.ceil(next.at - performance.now()));
  };
}
