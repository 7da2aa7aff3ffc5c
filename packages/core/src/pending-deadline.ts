import type { AbortListener, AbortRelay } from "./abort-relay.ts";
import type { Deadline } from "./ports/clock.ts";

/** Who made a deadline, and need not call its `expire` any more. */
export interface DeadlineOwner {
  forget(deadline: PendingDeadline): void;
}

/** One deadline of a clock: aborted by its parent or, when its owner calls `expire`, by time; whichever comes first. */
export class PendingDeadline implements Deadline, AbortListener {
  /** When it expires, by the clock's monotonic time. */
  readonly at: number;
  #controller: AbortController | undefined;
  #reason: unknown;
  #isAborted = false;
  readonly #owner: DeadlineOwner;
  readonly #relay: AbortRelay | undefined;
  readonly #onAbort: (() => void) | undefined;
  #expired = false;

  constructor(owner: DeadlineOwner, at: number, relay: AbortRelay | undefined, onAbort: (() => void) | undefined) {
    this.#owner = owner;
    this.at = at;
    this.#relay = relay;
    this.#onAbort = onAbort;
    relay?.add(this);
  }

  // Made when it is first asked for: whoever is called back needs none, and it costs more than the rest of the deadline.
  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#isAborted) this.#controller.abort(this.#reason);
    }
    return this.#controller.signal;
  }

  get expired(): boolean {
    return this.#expired;
  }

  clear(): void {
    this.#owner.forget(this);
    this.#relay?.delete(this);
  }

  expire(): void {
    this.#expired = true;
    this.#abort(undefined);
  }

  onParentAbort(reason: unknown): void {
    this.#abort(reason);
  }

  #abort(reason: unknown): void {
    this.clear();
    this.#isAborted = true;
    this.#reason = reason;
    this.#onAbort?.();
    this.#controller?.abort(reason);
  }
}

/** A deadline whose parent was aborted before it began. */
export function abortedDeadline(parent: AbortSignal, onAbort: (() => void) | undefined): Deadline {
  onAbort?.();
  return { signal: AbortSignal.abort(parent.reason), expired: false, clear: () => undefined };
}
