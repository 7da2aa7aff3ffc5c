import type { Envelope } from "../envelope/envelope.ts";

/**
 * What happens to a message for which a subscriber's queue has no room.
 *
 * - `drop-new` leaves it out, `drop-old` leaves out the oldest that waits.
 * - `block` lets its publisher wait until there is room; after `timeoutMs` the message is left out.
 * - `disconnect` ends the subscription: what waits can still be read, and then reading rejects with `bus/disconnected`.
 */
export type Overflow =
  | { readonly policy: "drop-new" }
  | { readonly policy: "drop-old" }
  | { readonly policy: "block"; readonly timeoutMs: number }
  | { readonly policy: "disconnect" };

/** Asks for each message to be acknowledged. */
export interface AckOptions {
  /** A message that is not acknowledged for so long is delivered again. Default 30,000. */
  readonly timeoutMs?: number;
  /** How often a message is delivered at most; after that it is a dead letter. Default 5. */
  readonly maxDeliveries?: number;
  /** Messages that may be under way at once. Default: the queue's capacity. */
  readonly maxInFlight?: number;
  /** What a dead letter does to the subscription: it goes on, or it stops so that nothing overtakes the message. Default `continue`. */
  readonly onDeadLetter?: "continue" | "stop";
  /** Hears what a handler of `consume` threw, before its message is delivered again. */
  readonly onError?: (error: unknown, delivery: Delivery) => void;
}

/** Which messages to receive, and how. */
export interface SubscribeOptions {
  /** For whoever looks at the bus. Default `anonymous`. */
  readonly name?: string;
  /**
   * Topics: `command.<module>.<method>` or `event.<module>.<kind>`, where `*` is any one part and a last `>` is one or more. Default: all.
   */
  readonly topic?: string;
  /** Messages that are addressed to these names, with the same wildcards. Default: addressed or not. */
  readonly to?: string;
  /** Messages that may wait. Default 128. */
  readonly capacity?: number;
  /** Default `drop-new`. */
  readonly overflow?: Overflow;
  /** Default: a message that was received is done. */
  readonly ack?: AckOptions;
}

/** A message as one subscriber has it. */
export interface Delivery {
  readonly kind: "message";
  readonly envelope: Envelope;
  readonly topic: string;
  readonly to: string | undefined;
  /** 1 when it comes for the first time. */
  readonly attempt: number;
  /** Done with it. Without `ack` of the subscription, and for a delivery that is over, it does nothing. */
  readonly ack: () => void;
  /** Delivers it again, after `delayMs`. */
  readonly nack: (options?: { readonly delayMs?: number }) => void;
}

/** Stands where messages were left out, in their place in the order. */
export interface Gap {
  readonly kind: "gap";
  readonly dropped: number;
}

/** What a subscriber reads. */
export type Received = Delivery | Gap;

/**
 * The messages of one subscriber, in the order in which they were published.
 *
 * - It is read by one loop. Ending the loop, or disposing, takes it off the bus at once, and what waits is gone.
 * - `dropped` is exact. Each message that was dropped is part of exactly one gap.
 */
export interface Subscription extends AsyncIterable<Received>, Disposable {
  readonly name: string;
  /** Messages that wait. */
  readonly waiting: number;
  /** Messages that were left out, ever. */
  readonly dropped: number;
  readonly closed: boolean;
  /**
   * Reads it with a function, in place of a loop: one at a time, in order, and the next when the promise that it returned has settled. A handler
   * that throws ends the subscription unless it acknowledges: then its message is delivered again. Resolves when the subscription is over, and
   * rejects with what ended it.
   */
  readonly consume: (handler: (received: Received) => void | Promise<void>) => Promise<void>;
}

/** A message that was given up on. */
export interface DeadLetter {
  /** Of the subscription. */
  readonly subscription: string;
  readonly envelope: Envelope;
  readonly topic: string;
  readonly deliveries: number;
}
