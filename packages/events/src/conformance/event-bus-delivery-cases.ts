import { deepEqual, equal, rejects } from "node:assert/strict";
import type { ConformanceCase } from "@cordon/core/conformance";
import {
  type EventBusFixture,
  eventOf,
  never,
  nothingComes,
  publish,
  publishAll,
  take,
  takeIds,
  TOPIC,
} from "./event-bus-fixture.ts";

const ACK_TIMEOUT_MS = 400;

/** What `EventBus` promises of deliveries, acknowledgements and dead letters. */
export const eventBusDeliveryCases: readonly ConformanceCase<EventBusFixture>[] = [
  {
    name: "an event that was acknowledged is not delivered again",
    needs: [],
    async run(make) {
      const fixture = await make();
      const { bus } = fixture;
      const subscription = await bus.subscribe({ topic: TOPIC, ackTimeoutMs: ACK_TIMEOUT_MS }, never());
      await publishAll(bus, 1, 1);
      deepEqual(await takeIds(subscription, 1), ["1"]);
      await nothingComes(fixture, subscription, ACK_TIMEOUT_MS * 2);
    },
  },
  {
    name: "an event that was not acknowledged in time is delivered again",
    needs: [],
    async run(make) {
      const { bus, pass } = await make();
      const subscription = await bus.subscribe({ topic: TOPIC, ackTimeoutMs: ACK_TIMEOUT_MS }, never());
      await publishAll(bus, 1, 1);
      equal((await take(subscription)).attempt, 1);
      const again = take(subscription);
      await pass(ACK_TIMEOUT_MS * 1.5);
      const { attempt, event, sequence } = await again;
      deepEqual([attempt, event.id, sequence], [2, "1", 1]);
    },
  },
  {
    name: "an event that was given back is delivered again at once",
    needs: [],
    async run(make) {
      const { bus } = await make();
      const subscription = await bus.subscribe({ topic: TOPIC, maxInFlight: 1 }, never());
      await publishAll(bus, 1, 1);
      await (await take(subscription)).nack();
      const { attempt, event } = await take(subscription);
      deepEqual([attempt, event.id], [2, "1"]);
    },
  },
  {
    name: "an event that was given back with a delay is delivered after it",
    needs: [],
    async run(make) {
      const { bus, pass } = await make();
      const subscription = await bus.subscribe({ topic: TOPIC }, never());
      await publishAll(bus, 1, 1);
      await (await take(subscription)).nack(500);
      let came = false;
      const again = take(subscription).then((delivery) => {
        came = true;
        return delivery;
      });
      await pass(200);
      equal(came, false);
      await pass(400);
      equal((await again).attempt, 2);
    },
  },
  {
    name: "a delay that cannot be is refused, and the delivery stays",
    needs: [],
    async run(make) {
      const { bus } = await make();
      const subscription = await bus.subscribe({ topic: TOPIC }, never());
      await publishAll(bus, 1, 1);
      const delivery = await take(subscription);
      for (const delay of [-1, Number.NaN, Number.POSITIVE_INFINITY])
        await rejects(delivery.nack(delay), { code: "events/invalid-request" });
      await delivery.ack();
    },
  },
  {
    name: "no more deliveries than maxInFlight are with readers",
    needs: [],
    async run(make) {
      const fixture = await make();
      const { bus } = fixture;
      const subscription = await bus.subscribe({ topic: TOPIC, maxInFlight: 3 }, never());
      await publishAll(bus, 1, 10);
      const held = [await take(subscription), await take(subscription), await take(subscription)];
      let came = false;
      const next = take(subscription).then((delivery) => {
        came = true;
        return delivery;
      });
      await fixture.pass(150);
      equal(came, false);
      await held[0]?.ack();
      equal((await next).event.id, "4");
      await nothingComes(fixture, subscription, 150);
    },
  },
  {
    name: "readers are served in the order in which they asked",
    needs: [],
    async run(make) {
      const { bus } = await make();
      const subscription = await bus.subscribe({ topic: TOPIC }, never());
      const readers = Array.from({ length: 5 }, () => take(subscription));
      await publishAll(bus, 1, 5);
      const deliveries = await Promise.all(readers);
      deepEqual(
        deliveries.map(({ event }) => event.id),
        ["1", "2", "3", "4", "5"],
      );
    },
  },
  {
    name: "an acknowledgement that comes too late counts all the same",
    needs: [],
    async run(make) {
      const fixture = await make();
      const { bus, pass } = fixture;
      const request = { topic: TOPIC, durable: "late", ackTimeoutMs: ACK_TIMEOUT_MS } as const;
      const subscription = await bus.subscribe(request, never());
      await publishAll(bus, 1, 1);
      const delivery = await take(subscription);
      await pass(ACK_TIMEOUT_MS * 1.5);
      await delivery.ack();
      await nothingComes(fixture, subscription, ACK_TIMEOUT_MS * 2);
      await nothingComes(fixture, await bus.subscribe(request, never()), ACK_TIMEOUT_MS * 2);
    },
  },
  {
    name: "a second acknowledgement, or giving back after one, does nothing",
    needs: [],
    async run(make) {
      const fixture = await make();
      const { bus } = fixture;
      const subscription = await bus.subscribe({ topic: TOPIC, maxInFlight: 1 }, never());
      await publishAll(bus, 1, 2);
      const delivery = await take(subscription);
      await Promise.all([delivery.ack(), delivery.ack()]);
      await delivery.nack();
      await delivery.ack();
      equal((await take(subscription)).event.id, "2");
      await nothingComes(fixture, subscription, 150);
    },
  },
  {
    name: "disposing gives back what was not acknowledged, and may be done twice",
    needs: [],
    async run(make) {
      const { bus } = await make();
      const request = { topic: TOPIC, durable: "reader" } as const;
      const first = await bus.subscribe(request, never());
      await publishAll(bus, 1, 2);
      await (await take(first)).ack();
      await take(first);
      const waiting = first.next();
      await first[Symbol.asyncDispose]();
      await first[Symbol.asyncDispose]();
      equal((await waiting).done, true);
      equal((await first.next()).done, true);
      const { event, attempt } = await take(await bus.subscribe(request, never()));
      deepEqual([event.id, attempt], ["2", 2]);
    },
  },
  {
    name: "leaving a loop disposes of the subscription",
    needs: [],
    async run(make) {
      const { bus } = await make();
      const subscription = await bus.subscribe({ topic: TOPIC }, never());
      await publishAll(bus, 1, 2);
      for await (const item of subscription) {
        equal(item.kind, "event");
        break;
      }
      equal((await subscription.next()).done, true);
    },
  },
  {
    name: "after its last delivery an event becomes a dead letter that says what it was",
    needs: [],
    async run(make) {
      const { bus } = await make();
      const dead = await bus.subscribe({ topic: "dead.reader" }, never());
      const subscription = await bus.subscribe({ topic: ">", durable: "reader", maxDeliveries: 2 }, never());
      await publish(bus, eventOf(1, { extensions: { mine: "kept" } }));
      await publish(bus, eventOf(2));
      const [first, second] = [await take(subscription), await take(subscription)];
      await second.ack();
      await first.nack();
      await (await take(subscription)).nack();
      const { event, topic } = await take(dead);
      equal(topic, "dead.reader");
      deepEqual(
        { ...event, extensions: { ...event.extensions } },
        eventOf(1, { extensions: { mine: "kept", deadtopic: TOPIC, deadsequence: "1", deadattempts: 2 } }),
      );
      await publish(bus, eventOf(3));
      // Neither the event nor its dead letter comes: > does not stand for dead.
      deepEqual(await takeIds(subscription, 1), ["3"]);
    },
  },
  {
    name: "an event that nobody ever acknowledges becomes a dead letter, once",
    needs: [],
    async run(make) {
      const fixture = await make();
      const { bus, pass } = fixture;
      const dead = await bus.subscribe({ topic: "dead.>" }, never());
      const request = { topic: TOPIC, durable: "silent", maxDeliveries: 2, ackTimeoutMs: ACK_TIMEOUT_MS } as const;
      const subscription = await bus.subscribe(request, never());
      await publishAll(bus, 1, 1);
      const buried = take(dead);
      for (const attempt of [1, 2]) {
        const next = take(subscription);
        await pass(ACK_TIMEOUT_MS * 1.5);
        equal((await next).attempt, attempt);
      }
      const waiting = subscription.next();
      await pass(ACK_TIMEOUT_MS * 1.5);
      const { event, ack } = await buried;
      deepEqual([event.id, event.extensions["deadattempts"]], ["1", 2]);
      await ack();
      await nothingComes(fixture, dead, ACK_TIMEOUT_MS * 2);
      await subscription[Symbol.asyncDispose]();
      equal((await waiting).done, true);
    },
  },
  {
    name: "what other events do does not hold an event back that was not acknowledged",
    needs: [],
    async run(make) {
      const { bus } = await make();
      const subscription = await bus.subscribe({ topic: TOPIC, maxInFlight: 2 }, never());
      await publishAll(bus, 1, 20);
      const first = await take(subscription);
      const rest = await takeIds(subscription, 19);
      equal(rest.length, 19);
      await first.nack();
      equal((await take(subscription)).event.id, "1");
    },
  },
];
