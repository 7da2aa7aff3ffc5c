import type { Clock } from "@cordon/core";
import type { Envelope } from "./envelope/envelope.ts";
import type { Route } from "./routing/route.ts";
import { BusSubscription } from "./subscription/bus-subscription.ts";
import { DrainQueue } from "./subscription/drain-queue.ts";
import { Parcel } from "./subscription/parcel.ts";
import type { ResolvedSubscribeOptions } from "./subscription/resolve-subscribe-options.ts";
import type { DeadLetter } from "./subscription/subscription.ts";

/** What the post is made with. */
export interface PostOptions {
  readonly clock: Clock;
  readonly onDeadLetter: (letter: DeadLetter) => void;
}

/** All subscriptions of a bus, and the way into their mailboxes. */
export class Post {
  readonly #options: PostOptions;
  readonly #subscriptions = new Set<BusSubscription>();
  readonly #drains = new DrainQueue();
  #version = 0;

  constructor(options: PostOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#subscriptions.size;
  }

  subscribe(options: ResolvedSubscribeOptions): BusSubscription {
    const { clock, onDeadLetter } = this.#options;
    const onClose = (closed: BusSubscription): void => {
      this.#subscriptions.delete(closed);
      this.#version += 1;
    };
    const subscription = new BusSubscription(options, { clock, drains: this.#drains, onDeadLetter, onClose });
    this.#subscriptions.add(subscription);
    this.#version += 1;
    return subscription;
  }

  /** Puts a message into every mailbox that it is for. Returns a promise only where somebody has to be waited for. */
  deliver(envelope: Envelope, route: Route, signal: AbortSignal | undefined): Promise<unknown> | undefined {
    const targets = route.targets(this.#subscriptions, this.#version);
    if (targets.length === 0) return undefined;
    const parcel = new Parcel(envelope, route.topic, route.to);
    if (targets.length > 1) parcel.share();
    let waits: Promise<void>[] | undefined;
    for (const subscription of targets) {
      const wait = subscription.offer(parcel, signal);
      if (wait !== undefined) (waits ??= []).push(wait);
    }
    return waits && Promise.all(waits);
  }

  close(): void {
    for (const subscription of this.#subscriptions) subscription[Symbol.dispose]();
  }
}
