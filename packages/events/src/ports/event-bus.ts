import type { CloudEvent } from "../cloud-event/cloud-event.ts";

/** What to publish, and where. */
export interface PublishRequest {
  readonly event: CloudEvent;
  /**
   * Tokens of `A-Z a-z 0-9 _ -` with dots between them, 200 characters at most; not beginning with `dead`. Without it the event's type is the
   * topic, if it is one.
   */
  readonly topic?: string;
}

/** Where a published event is. */
export interface PublishReceipt {
  /** Its place in the order of all events of the bus, from 1 on. For a duplicate, that of the first. */
  readonly sequence: number;
  readonly duplicate: boolean;
}

/** Which events a subscription begins with: those published from now on, all there are, or those from a sequence or a time on. */
export type SubscribeFrom = "new" | "all" | { readonly sequence: number } | { readonly time: number };

/** What to read, and how. */
export interface SubscribeRequest {
  /** A topic; `*` stands for one token, `>` at the end for one or more. Neither stands for the `dead` of dead letters. */
  readonly topic: string;
  /** Default `"new"`. A durable subscription that exists goes on from where it was, whatever is said here. */
  readonly from?: SubscribeFrom;
  /** A name of 1 to 64 characters of `A-Z a-z 0-9 _ -`, under which the position is kept when the subscription ends. */
  readonly durable?: string;
  /** Deliveries that may be handed out and neither acknowledged nor given back. Default 64. */
  readonly maxInFlight?: number;
  /** After how long a delivery that is neither is given to a reader again. Default 30,000. */
  readonly ackTimeoutMs?: number;
  /** How often an event is delivered before it becomes a dead letter. Only for durable subscriptions, whose default is 10. */
  readonly maxDeliveries?: number;
}

/** One event for one reader to handle. */
export interface EventDelivery {
  readonly kind: "event";
  readonly event: CloudEvent;
  readonly topic: string;
  readonly sequence: number;
  /** 1 for the first time that this subscription was given it. More does not mean that it was handled before. */
  readonly attempt: number;
  /** Says that it was handled. Resolves once the bus knows. */
  readonly ack: () => Promise<void>;
  /** Gives it back, to be delivered again at once or after `delayMs`. Resolves once the bus knows. */
  readonly nack: (delayMs?: number) => Promise<void>;
}

/** Events that were in the subscription's topic and that it will never see. */
export interface EventGap {
  readonly kind: "gap";
  /** How many at most: a bus may not be able to tell which of the events that are gone were in the topic. */
  readonly missed: number;
  /** They left the bus before they were read, or there is one that cannot be read. */
  readonly reason: "evicted" | "unreadable";
}

/** What a subscription yields. */
export type EventItem = EventDelivery | EventGap;

/**
 * Events as they come, to be read by one or more readers. Leaving a `for await` loop disposes of it. Disposing gives back what was
 * handed out and not acknowledged, and may be done twice.
 */
export interface EventSubscription extends AsyncIterable<EventItem>, AsyncDisposable {
  /** The next item, as it is for an iterator; `done` after disposal. */
  readonly next: () => Promise<IteratorResult<EventItem, undefined>>;
}

/**
 * Carries CloudEvents from publishers to subscriptions and keeps the latest for those that come later.
 *
 * - `publish` resolves once the event is kept. Sequences grow by the order in which the events of one publisher were given to the bus.
 * - An event with the `source` and `id` of one published not long ago, two minutes by default, is a duplicate: it is not kept again.
 * - An event or topic that is not valid is rejected with `events/invalid-event` or `events/invalid-request`, and a too large event with `events/too-large`, before anything is sent.
 * - `subscribe` resolves once its position is taken: with `"new"`, all that is published from then on is delivered.
 * - Events are delivered for the first time in the order of their sequences. One that is delivered again may come after later ones.
 * - Every event in the topic is delivered until it was acknowledged, was delivered `maxDeliveries` times, or has left the bus.
 * - No more than `maxInFlight` deliveries are with readers of a subscription; publishers do not wait for readers.
 * - A delivery that was not acknowledged in `ackTimeoutMs` is delivered again, and so is one that was given back.
 * - An acknowledgement counts whenever it comes; a second one, or giving back after it, does nothing.
 * - After `maxDeliveries` the event goes to the topic `dead.<durable>`, with the extensions `deadtopic`, `deadsequence` and `deadattempts`.
 * - Subscriptions of one durable name share its events: each is with one of them at a time. For another topic it is rejected with `events/durable-in-use`.
 * - What is lost to a subscription shows as a gap where it would have come.
 * - What is delivered is the reader's own: changing it, or what was published, changes nothing for others.
 * - A call whose signal is aborted rejects with `core/aborted`; an event may then be published all the same. When the signal of a subscription aborts, it ends, and reading it rejects so.
 * - After disposal every call, and reading every subscription, rejects with `events/closed`. Disposing may be done twice.
 */
export interface EventBus extends AsyncDisposable {
  publish(request: PublishRequest, signal: AbortSignal): Promise<PublishReceipt>;
  subscribe(request: SubscribeRequest, signal: AbortSignal): Promise<EventSubscription>;
}
