import type { Clock, Deadline } from "@cordon/core";
import type { ResolvedSubscribe } from "../../bus-request.ts";
import type { EventItem } from "../../ports/event-bus.ts";
import { topicMatcher } from "../../topic.ts";
import type { EventLog, StoredEvent } from "./event-log.ts";

/**
 * An event between its first delivery and its end.
 *
 * ```text
 * taken -> held  -- ack ----------------------> gone
 *           |  \--- nack(delay) --> delayed ---.
 *           |  \--- nack, timeout, reader left -> ready -> held again
 *           '------ the last attempt of all ----> dead letter
 * ```
 */
export interface PendingEvent {
  readonly stored: StoredEvent;
  attempt: number;
  /** Who has it now. */
  holder: Holder | undefined;
  /** When it is taken back from its holder, or its delay is over. */
  deadline: Deadline | undefined;
}

/** A subscription, as its consumer sees it. */
export interface Holder {
  readonly request: ResolvedSubscribe;
  /** Deliveries that it has. */
  held: number;
  /** Says that there may be something to take. */
  readonly wake: () => void;
  readonly deliver: (pending: PendingEvent) => EventItem;
}

/** What a consumer is part of. */
export interface ConsumerOptions {
  readonly clock: Clock;
  readonly log: EventLog;
  readonly bury: (pending: PendingEvent) => void;
}

/** One position in the log: that of a durable name, whose subscriptions share it, or of one subscription. */
export class MemoryConsumer {
  readonly topic: string;
  readonly #options: ConsumerOptions;
  readonly #matches: (topic: string) => boolean;
  readonly #holders = new Set<Holder>();
  readonly #pending = new Set<PendingEvent>();
  readonly #ready = new Set<PendingEvent>();
  #cursor: number;
  #missed: number;

  constructor(topic: string, start: { readonly cursor: number; readonly missed: number }, options: ConsumerOptions) {
    this.topic = topic;
    this.#options = options;
    this.#matches = topicMatcher(topic);
    this.#cursor = start.cursor;
    this.#missed = start.missed;
  }

  join(holder: Holder): void {
    this.#holders.add(holder);
  }

  /** Gives back what a subscription has. */
  leave(holder: Holder): void {
    this.#holders.delete(holder);
    for (const pending of this.#pending) if (pending.holder === holder) this.#giveBack(pending, 0);
    this.wake();
  }

  /** Forgets all that is pending, with its timers. */
  close(): void {
    for (const pending of this.#pending) pending.deadline?.clear();
    this.#pending.clear();
    this.#ready.clear();
  }

  wake(): void {
    for (const holder of this.#holders) holder.wake();
  }

  /** Whether an event that was just stored may be something to take. */
  noticed(topic: string): void {
    if (this.#matches(topic)) this.wake();
  }

  evicted({ sequence, topic }: StoredEvent): void {
    if (this.#cursor > sequence) return;
    this.#cursor = sequence + 1;
    if (this.#matches(topic)) this.#missed += 1;
  }

  /** The next item for a subscription: a gap, then what was given back, then what is new. */
  take(holder: Holder): EventItem | undefined {
    this.#options.log.evict(this.#options.clock.now());
    if (this.#missed > 0) {
      const missed = this.#missed;
      this.#missed = 0;
      return { kind: "gap", missed, reason: "evicted" };
    }
    if (holder.held >= holder.request.maxInFlight) return undefined;
    for (const pending of this.#ready) {
      this.#ready.delete(pending);
      if (pending.attempt < holder.request.maxDeliveries) return this.#hand(pending, holder);
      this.#bury(pending);
    }
    const { log } = this.#options;
    while (this.#cursor <= log.last) {
      const stored = log.at(this.#cursor);
      this.#cursor += 1;
      if (stored === undefined || !this.#matches(stored.topic)) continue;
      const pending: PendingEvent = { stored, attempt: 0, holder: undefined, deadline: undefined };
      this.#pending.add(pending);
      return this.#hand(pending, holder);
    }
    return undefined;
  }

  acknowledge(pending: PendingEvent): void {
    if (!this.#pending.delete(pending)) return;
    this.#ready.delete(pending);
    this.#release(pending);
    this.wake();
  }

  /** Takes a delivery back from the holder it was handed to, unless somebody else has it by now. */
  refuse(pending: PendingEvent, attempt: number, delayMs: number): void {
    if (!this.#pending.has(pending) || pending.holder === undefined || pending.attempt !== attempt) return;
    if (pending.attempt >= pending.holder.request.maxDeliveries) this.#bury(pending);
    else this.#giveBack(pending, delayMs);
    this.wake();
  }

  #hand(pending: PendingEvent, holder: Holder): EventItem {
    pending.attempt += 1;
    pending.holder = holder;
    holder.held += 1;
    const { attempt } = pending;
    const { ackTimeoutMs } = holder.request;
    pending.deadline = this.#options.clock.deadline(ackTimeoutMs, undefined, () => this.refuse(pending, attempt, 0));
    return holder.deliver(pending);
  }

  #giveBack(pending: PendingEvent, delayMs: number): void {
    this.#release(pending);
    if (delayMs === 0) {
      this.#ready.add(pending);
      return;
    }
    pending.deadline = this.#options.clock.deadline(delayMs, undefined, () => {
      pending.deadline = undefined;
      this.#ready.add(pending);
      this.wake();
    });
  }

  #bury(pending: PendingEvent): void {
    this.#pending.delete(pending);
    this.#release(pending);
    this.#options.bury(pending);
  }

  #release(pending: PendingEvent): void {
    pending.deadline?.clear();
    pending.deadline = undefined;
    if (pending.holder !== undefined) pending.holder.held -= 1;
    pending.holder = undefined;
  }
}
