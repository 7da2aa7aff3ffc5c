import type { EventItem } from "./ports/event-bus.ts";

/** How a subscription ended: by disposal, or with an error that reading it rejects with from then on. */
export type SubscriptionEnd = { readonly kind: "done" } | { readonly kind: "failed"; readonly error: unknown };

interface Reader {
  readonly resolve: (result: IteratorResult<EventItem, undefined>) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The readers of a subscription, in the order in which they asked. `take` is asked for an item whenever one reads and whenever `wake` is
 * called, and says `undefined` when there is none now.
 */
export class ItemQueue {
  readonly #take: () => EventItem | undefined;
  readonly #readers: Reader[] = [];
  #end: SubscriptionEnd | undefined;
  #waking = false;

  constructor(take: () => EventItem | undefined) {
    this.#take = take;
  }

  get ended(): boolean {
    return this.#end !== undefined;
  }

  read(): Promise<IteratorResult<EventItem, undefined>> {
    return new Promise((resolve, reject) => {
      this.#readers.push({ resolve, reject });
      if (this.#end === undefined) this.wake();
      else this.#settle(this.#end);
    });
  }

  /** Hands out what there is. An item that is taken may cause another wake, which must not overtake the first. */
  wake(): void {
    if (this.#waking || this.#end !== undefined) return;
    this.#waking = true;
    try {
      while (this.#readers.length > 0) {
        const value = this.#take();
        if (value === undefined) return;
        this.#readers.shift()?.resolve({ done: false, value });
      }
    } finally {
      this.#waking = false;
    }
  }

  /** Ends it, once: the first end stays. */
  end(end: SubscriptionEnd): void {
    this.#end ??= end;
    this.#settle(this.#end);
  }

  #settle(end: SubscriptionEnd): void {
    for (const reader of this.#readers.splice(0)) {
      if (end.kind === "done") reader.resolve({ done: true, value: undefined });
      else reader.reject(end.error);
    }
  }
}
