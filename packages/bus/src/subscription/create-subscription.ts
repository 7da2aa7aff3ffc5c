import type { BusSubscription } from "./bus-subscription.ts";
import type { Received, Subscription } from "./subscription.ts";

/**
 * Makes the object that a subscriber has. What it was subscribed to is behind it, out of reach: whoever is given the object can read from it, and neither
 * change what it matches nor reach another's.
 */
export function createSubscription(held: BusSubscription): Subscription {
  return new HeldSubscription(held);
}

// Not closures as a sender is: a loop calls `next` for each message, and a thousand loops with closures of their own took a tenth more time.
class HeldSubscription implements Subscription, AsyncIterator<Received, undefined> {
  readonly #held: BusSubscription;

  constructor(held: BusSubscription) {
    this.#held = held;
    Object.freeze(this);
  }

  static {
    Object.freeze(this.prototype);
  }

  get name(): string {
    return this.#held.name;
  }

  get waiting(): number {
    return this.#held.waiting;
  }

  get dropped(): number {
    return this.#held.dropped;
  }

  get closed(): boolean {
    return this.#held.closed;
  }

  consume(handler: (received: Received) => void | Promise<void>): Promise<void> {
    return this.#held.consume(handler);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<Received, undefined>> {
    return this.#held.next();
  }

  return(): Promise<IteratorResult<Received, undefined>> {
    return this.#held.return();
  }

  [Symbol.dispose](): void {
    this.#held[Symbol.dispose]();
  }
}
