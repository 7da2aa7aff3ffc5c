import { coreError } from "@cordon/core";
import { type ResolvedSubscribe, resolveSubscribe, topicOf } from "../../bus-request.ts";
import { parseCloudEvent } from "../../cloud-event/parse-cloud-event.ts";
import { formatChecked } from "../../cloud-event/format-cloud-event.ts";
import { eventsError } from "../../errors.ts";
import { recordLimits, toDeadLetter, toRecord } from "../../event-record.ts";
import type { EventBus, PublishReceipt } from "../../ports/event-bus.ts";
import { DEAD } from "../../topic.ts";
import { DuplicateWindow } from "./duplicate-window.ts";
import { EventLog } from "./event-log.ts";
import { type ConsumerOptions, MemoryConsumer, type PendingEvent } from "./memory-consumer.ts";
import { type MemoryEventBusOptions, resolveMemoryEventBusOptions } from "./memory-event-bus-options.ts";
import { createMemorySubscription, type MemorySubscription } from "./memory-subscription.ts";

/**
 * A bus in this process, whose events and durable positions are gone with it: for tests, examples and one process alone. It keeps a window
 * of the latest events; a subscription that falls out of it gets a gap.
 */
export function createMemoryEventBus(options: MemoryEventBusOptions): EventBus {
  const resolved = resolveMemoryEventBusOptions(options);
  const { clock } = resolved;
  const limits = recordLimits(resolved.maxEventBytes);
  const consumers = new Set<MemoryConsumer>();
  const durables = new Map<string, MemoryConsumer>();
  const subscriptions = new Set<MemorySubscription>();
  const duplicates = new DuplicateWindow(resolved);
  let closed = false;
  const log = new EventLog(resolved, (stored) => {
    for (const consumer of consumers) consumer.evicted(stored);
  });
  const store = (topic: string, text: string): number => {
    const sequence = log.append(topic, text, clock.now());
    for (const consumer of consumers) consumer.noticed(topic);
    return sequence;
  };
  const bury = ({ stored, attempt }: PendingEvent, durable: string): void => {
    const { text, topic, sequence } = stored;
    const event = toDeadLetter({ event: parseCloudEvent(text, limits.read), topic, sequence, attempts: attempt });
    store(`${DEAD}.${durable}`, formatChecked(event));
  };
  const begin = (signal: AbortSignal): void => {
    if (closed) throw eventsError("events/closed", {});
    if (signal.aborted) throw coreError("core/aborted", {});
  };
  const consumerFor = (request: ResolvedSubscribe): MemoryConsumer => {
    const { durable = "", topic } = request;
    const known = durables.get(durable);
    if (known !== undefined) {
      if (known.topic !== topic) throw eventsError("events/durable-in-use", { durable });
      return known;
    }
    const parts: ConsumerOptions = { clock, log, bury: (pending) => bury(pending, durable) };
    const consumer = new MemoryConsumer(topic, startOf(request, log), parts);
    consumers.add(consumer);
    if (durable !== "") durables.set(durable, consumer);
    return consumer;
  };
  return {
    async publish(request, signal): Promise<PublishReceipt> {
      const { event, text, key } = toRecord(request.event, limits.publish);
      const topic = topicOf({ ...request, event });
      begin(signal);
      const known = duplicates.find(key, clock.elapsed());
      if (known !== undefined) return { sequence: known, duplicate: true };
      const sequence = store(topic, text);
      duplicates.add(key, sequence, clock.elapsed());
      return { sequence, duplicate: false };
    },
    async subscribe(given, signal) {
      const request = resolveSubscribe(given);
      begin(signal);
      log.evict(clock.now());
      const consumer = consumerFor(request);
      const onEnd = (): void => {
        subscriptions.delete(subscription);
        if (request.durable !== undefined) return;
        consumers.delete(consumer);
        consumer.close();
      };
      const subscription = createMemorySubscription({
        consumer,
        request,
        limits,
        signal,
        isClosed: () => closed,
        onEnd,
      });
      subscriptions.add(subscription);
      return subscription;
    },
    async [Symbol.asyncDispose]() {
      closed = true;
      for (const subscription of subscriptions)
        subscription.end({ kind: "failed", error: eventsError("events/closed", {}) });
      for (const consumer of consumers) consumer.close();
    },
  };
}

function startOf({ from }: ResolvedSubscribe, log: EventLog): { readonly cursor: number; readonly missed: number } {
  if (from === "new") return { cursor: log.last + 1, missed: 0 };
  if (from === "all") return { cursor: log.first, missed: 0 };
  if ("time" in from) return { cursor: log.firstSince(from.time), missed: 0 };
  const cursor = Math.min(Math.max(from.sequence, log.first), log.last + 1);
  return { cursor, missed: Math.max(0, log.first - from.sequence) };
}
