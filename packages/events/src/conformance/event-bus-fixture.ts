import { equal } from "node:assert/strict";
import type { CloudEvent } from "../cloud-event/cloud-event.ts";
import type { EventBus, EventDelivery, EventSubscription, PublishReceipt } from "../ports/event-bus.ts";

/** An empty bus that nobody else uses, which recognises duplicates for ten seconds or more. */
export interface EventBusFixture {
  readonly bus: EventBus;
  /** Lets time pass for the bus. */
  readonly pass: (ms: number) => Promise<void>;
  /** The bus's wall time. */
  readonly now: () => number;
  /** Another bus on the same events, as after a restart. Ability `restarts`. */
  readonly reopen?: () => Promise<EventBus>;
  /** With the ability `gaps`: as many events as the bus keeps. */
  readonly keeps?: number;
}

/** The topic that the cases use, unless one is about topics. */
export const TOPIC = "orders.created";

/** A signal that never aborts. */
export const never = (): AbortSignal => new AbortController().signal;

/** An event of the suite. */
export function eventOf(id: string | number, rest: Partial<CloudEvent> = {}): CloudEvent {
  return {
    specversion: "1.0",
    id: String(id),
    source: "/conformance",
    type: "com.example.created",
    extensions: {},
    data: { id },
    ...rest,
  };
}

/** Publishes to the suite's topic, or another. */
export function publish(bus: EventBus, event: CloudEvent, topic: string = TOPIC): Promise<PublishReceipt> {
  return bus.publish({ event, topic }, never());
}

/** Publishes events with the ids `from` to `to`. */
export async function publishAll(bus: EventBus, from: number, to: number, topic: string = TOPIC): Promise<void> {
  const ids = Array.from({ length: to - from + 1 }, (_, at) => from + at);
  await Promise.all(ids.map((id) => publish(bus, eventOf(id), topic)));
}

/** The next delivery. A gap or an end instead of it fails the case. */
export async function take(subscription: EventSubscription): Promise<EventDelivery> {
  const { value } = await subscription.next();
  if (value?.kind !== "event") throw new Error(`A delivery was expected, and there came ${value?.kind ?? "the end"}.`);
  return value;
}

/** Takes so many deliveries and acknowledges them; returns the ids of their events. */
export async function takeIds(subscription: EventSubscription, count: number): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let at = 0; at < count; at += 1) {
    const delivery = await take(subscription);
    ids.push(delivery.event.id);
    await delivery.ack();
  }
  return ids;
}

/** Fails the case if something comes within so long. What comes later is gone, so it is the last that a case does with a subscription. */
export async function nothingComes(
  { pass }: EventBusFixture,
  subscription: EventSubscription,
  ms: number,
): Promise<void> {
  let came = "nothing";
  const waiting = subscription.next().then(
    ({ value }) => (came = value?.kind === "event" ? `event ${value.event.id}` : (value?.kind ?? "the end")),
    () => (came = "an error"),
  );
  await pass(ms);
  equal(came, "nothing");
  await subscription[Symbol.asyncDispose]();
  await waiting;
}
