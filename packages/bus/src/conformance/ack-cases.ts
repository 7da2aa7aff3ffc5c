import { deepEqual, equal, rejects, throws } from "node:assert/strict";
import type { ConformanceCase } from "@cordon/core/conformance";
import type { MessageBus } from "../ports/message-bus.ts";
import { payloadOf, readerOf, tick } from "./reading.ts";

/** Messages that are to be acknowledged. */
export const ackCases: readonly ConformanceCase<MessageBus>[] = [
  {
    name: "without ack of the subscription, ack and nack do nothing",
    needs: [],
    async run(make) {
      await using bus = await make();
      const reader = readerOf(bus.subscribe());
      await bus.publish(tick(1));
      await bus.publish(tick(2));
      const first = await reader.message();
      first.nack();
      first.ack();
      equal(await reader.payload(), 2);
    },
  },
  {
    name: "a message that is rejected is delivered again, before what is new",
    needs: [],
    async run(make) {
      await using bus = await make();
      const reader = readerOf(bus.subscribe({ ack: {} }));
      for (const at of [1, 2]) await bus.publish(tick(at));
      const first = await reader.message();
      equal(first.attempt, 1);
      first.nack();
      const again = await reader.message();
      deepEqual([payloadOf(again), again.attempt, again.envelope.id], [1, 2, first.envelope.id]);
      again.ack();
      equal(await reader.payload(), 2);
    },
  },
  {
    name: "a message that a loop waits for is to be acknowledged as any other",
    needs: [],
    async run(make) {
      await using bus = await make();
      const reader = readerOf(bus.subscribe({ ack: {} }));
      const waiting = reader.message();
      await bus.publish(tick(1));
      (await waiting).nack();
      const again = await reader.message();
      deepEqual([payloadOf(again), again.attempt], [1, 2]);
    },
  },
  {
    name: "a message that is acknowledged is not delivered again, whatever is said of it later",
    needs: [],
    async run(make) {
      await using bus = await make();
      const reader = readerOf(bus.subscribe({ ack: {} }));
      for (const at of [1, 2]) await bus.publish(tick(at));
      const first = await reader.message();
      first.ack();
      first.nack();
      equal(await reader.payload(), 2);
    },
  },
  {
    name: "a message that is not acknowledged in time is delivered again",
    needs: [],
    async run(make) {
      await using bus = await make();
      const reader = readerOf(bus.subscribe({ ack: { timeoutMs: 20 } }));
      await bus.publish(tick(1));
      const first = await reader.message();
      const again = await reader.message();
      deepEqual([payloadOf(again), again.attempt], [1, 2]);
      first.nack();
      again.ack();
    },
  },
  {
    name: "a rejected message waits as long as was said, while others go on",
    needs: [],
    async run(make) {
      await using bus = await make();
      const reader = readerOf(bus.subscribe({ ack: {} }));
      for (const at of [1, 2]) await bus.publish(tick(at));
      (await reader.message()).nack({ delayMs: 30 });
      deepEqual([await reader.payload(), await reader.payload()], [2, 1]);
    },
  },
  {
    name: "a wait that no clock can keep is refused, and the message is still under way",
    needs: [],
    async run(make) {
      await using bus = await make();
      const reader = readerOf(bus.subscribe({ ack: {} }));
      await bus.publish(tick(1));
      const first = await reader.message();
      for (const delayMs of [Number.POSITIVE_INFINITY, Number.NaN, -1, 2 ** 31])
        throws(() => first.nack({ delayMs }), RangeError);
      first.nack();
      equal((await reader.message()).attempt, 2);
    },
  },
  {
    name: "no more messages are under way than may be",
    needs: [],
    async run(make) {
      await using bus = await make();
      const subscription = bus.subscribe({ ack: { maxInFlight: 1 } });
      const reader = readerOf(subscription);
      for (const at of [1, 2]) await bus.publish(tick(at));
      const first = await reader.message();
      const second = reader.payload();
      equal(subscription.waiting, 1);
      first.ack();
      equal(await second, 2);
    },
  },
  {
    name: "a message that was delivered as often as allowed is a dead letter",
    needs: [],
    async run(make) {
      await using bus = await make();
      const reader = readerOf(bus.subscribe({ name: "ledger", ack: { maxDeliveries: 2 } }));
      for (const at of [1, 2]) await bus.publish(tick(at));
      (await reader.message()).nack();
      (await reader.message()).nack();
      equal(await reader.payload(), 2);
      const [letter, ...others] = bus.deadLetters();
      deepEqual([letter?.subscription, letter?.topic, letter?.deliveries], ["ledger", "event.clock.tick", 2]);
      deepEqual([letter && payloadOf(letter), others], [1, []]);
    },
  },
  {
    name: "a dead letter stops a subscription that asks for it, and nothing overtakes the message",
    needs: [],
    async run(make) {
      await using bus = await make();
      const before = bus.subscriberCount();
      const subscription = bus.subscribe({ ack: { maxDeliveries: 1, maxInFlight: 1, onDeadLetter: "stop" } });
      const reader = readerOf(subscription);
      for (const at of [1, 2]) await bus.publish(tick(at));
      const first = await reader.message();
      const next = rejects(reader.next(), { code: "bus/poisoned", details: { id: first.envelope.id, deliveries: 1 } });
      first.nack();
      await next;
      deepEqual([subscription.closed, bus.subscriberCount(), bus.deadLetters().length], [true, before, 1]);
      await reader.end();
    },
  },
  {
    name: "a handler that returns acknowledges, and one that throws is given the message again",
    needs: [],
    async run(make) {
      await using bus = await make();
      const failure = new Error("The handler failed on purpose.");
      const errors: unknown[] = [];
      const onError = (error: unknown): void => void errors.push(error);
      const subscription = bus.subscribe({ ack: { onError } });
      const seen: unknown[] = [];
      const consumed = subscription.consume(async (received) => {
        if (received.kind === "gap") return;
        seen.push([payloadOf(received), received.attempt]);
        if (received.attempt === 1) throw failure;
        if (seen.length === 4) subscription[Symbol.dispose]();
      });
      for (const at of [1, 2]) await bus.publish(tick(at));
      await consumed;
      deepEqual(seen, [
        [1, 1],
        [1, 2],
        [2, 1],
        [2, 2],
      ]);
      deepEqual(errors, [failure, failure]);
    },
  },
];
