import type { AbortListener, AbortRelay } from "./abort-relay.ts";
import type { Deadline } from "./ports/clock.ts";

/** Who made a deadline, and need not call its `expire` any more. */
export interface DeadlineOwner {
  forget(deadline: PendingDeadline): void;
}

/** One deadline of a clock: aborted by its parent or, when its owner calls `expire`, by time; whichever comes first. */
export class PendingDeadline implements Deadline, AbortListener {
  readonly signal: AbortSignal;
  /** When it expires, by the clock's monotonic time. */
  readonly at: number;
  readonly #controller = new AbortController();
  readonly #owner: DeadlineOwner;
  readonly #relay: AbortRelay | undefined;
  readonly #onAbort: (() => void) | undefined;
  #expired = false;

  constructor(owner: DeadlineOwner, at: number, relay: AbortRelay | undefined, onAbort: (() => void) | undefined) {
    this.#owner = owner;
    this.at = at;
    this.signal = this.#controller.signal;
    this.#relay = relay;
    this.#onAbort = onAbort;
    relay?.add(this);
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
    this.#onAbort?.();
    this.#controller.abort(reason);
  }
}

/** A deadline whose parent was aborted before it began. */
export function abortedDeadline(parent: AbortSignal, onAbort: (() => void) | undefined): Deadline {
  onAbort?.();
  return { signal: AbortSignal.abort(parent.reason), expired: false, clear: () => undefined };
}
