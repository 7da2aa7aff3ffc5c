import { coreError } from "@cordon/core";
import type { ResolvedSubscribe } from "../../bus-request.ts";
import { checkDelay } from "../../bus-request.ts";
import { parseCloudEvent } from "../../cloud-event/parse-cloud-event.ts";
import { eventsError } from "../../errors.ts";
import type { RecordLimits } from "../../event-record.ts";
import { ItemQueue, type SubscriptionEnd } from "../../item-queue.ts";
import type { EventItem, EventSubscription } from "../../ports/event-bus.ts";
import type { Holder, MemoryConsumer, PendingEvent } from "./memory-consumer.ts";

/** What a subscription in memory is made of. */
export interface MemorySubscriptionOptions {
  readonly consumer: MemoryConsumer;
  readonly request: ResolvedSubscribe;
  readonly limits: RecordLimits;
  readonly signal: AbortSignal;
  readonly isClosed: () => boolean;
  /** Called once, however it ended. */
  readonly onEnd: () => void;
}

/** A subscription in memory, and the way to end it. */
export interface MemorySubscription extends EventSubscription {
  readonly end: (end: SubscriptionEnd) => void;
}

/** Makes a subscription that reads from a consumer, which it joins at once. */
export function createMemorySubscription(options: MemorySubscriptionOptions): MemorySubscription {
  const { consumer, request, signal } = options;
  const holder: Holder = {
    request,
    held: 0,
    wake: () => queue.wake(),
    deliver: (pending) => toDelivery(pending, options),
  };
  const queue = new ItemQueue(() => consumer.take(holder));
  const onAbort = (): void => end({ kind: "failed", error: coreError("core/aborted", {}) });
  const end = (how: SubscriptionEnd): void => {
    if (queue.ended) return;
    signal.removeEventListener("abort", onAbort);
    queue.end(how);
    consumer.leave(holder);
    options.onEnd();
  };
  signal.addEventListener("abort", onAbort, { once: true });
  consumer.join(holder);
  const dispose = async (): Promise<void> => end({ kind: "done" });
  return {
    end,
    next: () => queue.read(),
    [Symbol.asyncIterator]: () => ({
      next: () => queue.read(),
      async return() {
        await dispose();
        return { done: true, value: undefined };
      },
    }),
    [Symbol.asyncDispose]: dispose,
  };
}

function toDelivery(pending: PendingEvent, { consumer, limits, isClosed }: MemorySubscriptionOptions): EventItem {
  const { stored, attempt } = pending;
  const requireOpen = (): void => {
    if (isClosed()) throw eventsError("events/closed", {});
  };
  return {
    kind: "event",
    // Parsed for each delivery: what one reader does to it, no other sees.
    event: parseCloudEvent(stored.text, limits.read),
    topic: stored.topic,
    sequence: stored.sequence,
    attempt,
    async ack() {
      requireOpen();
      consumer.acknowledge(pending);
    },
    async nack(delayMs = 0) {
      checkDelay(delayMs);
      requireOpen();
      consumer.refuse(pending, attempt, delayMs);
    },
  };
}
