import { deepEqual, equal, rejects } from "node:assert/strict";
import type { ConformanceCase } from "@cordon/core/conformance";
import type { SubscribeRequest } from "../ports/event-bus.ts";
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

const BAD_REQUESTS: readonly SubscribeRequest[] = [
  { topic: "" },
  { topic: "a..b" },
  { topic: "a.>.b" },
  { topic: "a*" },
  { topic: "a b" },
  { topic: TOPIC, from: "later" as never },
  { topic: TOPIC, from: { sequence: 0 } },
  { topic: TOPIC, from: { sequence: 1.5 } },
  { topic: TOPIC, from: { time: Number.NaN } },
  { topic: TOPIC, durable: "" },
  { topic: TOPIC, durable: "a.b" },
  { topic: TOPIC, durable: "a".repeat(65) },
  { topic: TOPIC, maxInFlight: 0 },
  { topic: TOPIC, ackTimeoutMs: -1 },
  { topic: TOPIC, maxDeliveries: 3 },
  { topic: "dead.x", durable: "y", maxDeliveries: 3 },
  { topic: TOPIC, unknown: 1 } as never,
];

/** What `EventBus` promises of topics and positions. */
export const eventBusPositionCases: readonly ConformanceCase<EventBusFixture>[] = [
  {
    name: "a subscription to what is new gets all that is published from then on, and nothing before",
    needs: [],
    async run(make) {
      const { bus } = await make();
      await publishAll(bus, 1, 3);
      const subscription = await bus.subscribe({ topic: TOPIC }, never());
      await publishAll(bus, 4, 5);
      deepEqual(await takeIds(subscription, 2), ["4", "5"]);
    },
  },
  {
    name: "a subscription to all begins with the first event",
    needs: [],
    async run(make) {
      const { bus } = await make();
      await publishAll(bus, 1, 3);
      const subscription = await bus.subscribe({ topic: TOPIC, from: "all" }, never());
      await publishAll(bus, 4, 5);
      deepEqual(await takeIds(subscription, 5), ["1", "2", "3", "4", "5"]);
    },
  },
  {
    name: "a subscription from a sequence begins with that event",
    needs: [],
    async run(make) {
      const { bus } = await make();
      await publishAll(bus, 1, 5);
      const subscription = await bus.subscribe({ topic: TOPIC, from: { sequence: 4 } }, never());
      const { sequence, event } = await take(subscription);
      deepEqual([sequence, event.id], [4, "4"]);
    },
  },
  {
    name: "a subscription from a time begins with the first event that was published then or later",
    needs: [],
    async run(make) {
      const { bus, pass, now } = await make();
      await publishAll(bus, 1, 3);
      await pass(30);
      const time = now();
      await pass(30);
      await publishAll(bus, 4, 5);
      const subscription = await bus.subscribe({ topic: TOPIC, from: { time } }, never());
      deepEqual(await takeIds(subscription, 2), ["4", "5"]);
    },
  },
  {
    name: "events are delivered for the first time in the order of their sequences",
    needs: [],
    async run(make) {
      const { bus } = await make();
      const subscription = await bus.subscribe({ topic: ">", maxInFlight: 7 }, never());
      await Promise.all([publishAll(bus, 1, 60, "a"), publishAll(bus, 101, 160, "b.c")]);
      const sequences: number[] = [];
      for (let count = 0; count < 120; count += 1) {
        const delivery = await take(subscription);
        sequences.push(delivery.sequence);
        await delivery.ack();
      }
      deepEqual(
        sequences,
        sequences.map((_, at) => at + 1),
      );
    },
  },
  {
    name: "a star stands for one token, and > for one or more",
    needs: [],
    async run(make) {
      const { bus } = await make();
      const topics = ["a", "a.b", "a.b.c", "x.b", "a.x.c", "A.b"];
      for (const [at, topic] of topics.entries()) await publish(bus, eventOf(at), topic);
      await publish(bus, eventOf("last"), "a.b");
      await publish(bus, eventOf("end"), "a.b.c");
      const expected: Readonly<Record<string, readonly string[]>> = {
        "a.b": ["a.b", "a.b"],
        "a.*": ["a.b", "a.b"],
        "*.b": ["a.b", "x.b", "A.b", "a.b"],
        "a.*.c": ["a.b.c", "a.x.c", "a.b.c"],
        "a.>": ["a.b", "a.b.c", "a.x.c", "a.b", "a.b.c"],
        ">": [...topics, "a.b", "a.b.c"],
      };
      for (const [pattern, wanted] of Object.entries(expected)) {
        const subscription = await bus.subscribe({ topic: pattern, from: "all" }, never());
        const found: string[] = [];
        while (found.length < wanted.length) found.push((await take(subscription)).topic);
        deepEqual(found, wanted, pattern);
        await subscription[Symbol.asyncDispose]();
      }
    },
  },
  {
    name: "a durable subscription goes on after what it acknowledged, whatever it says then",
    needs: [],
    async run(make) {
      const { bus } = await make();
      await publishAll(bus, 1, 5);
      const request = { topic: TOPIC, durable: "reader", from: "all" } as const;
      const first = await bus.subscribe(request, never());
      deepEqual(await takeIds(first, 2), ["1", "2"]);
      await first[Symbol.asyncDispose]();
      await publishAll(bus, 6, 6);
      const second = await bus.subscribe({ ...request, from: "new" }, never());
      deepEqual([...(await takeIds(second, 4))].sort(), ["3", "4", "5", "6"]);
    },
  },
  {
    name: "a durable position outlives the bus",
    needs: ["restarts"],
    async run(make) {
      const { bus, reopen = make as never } = await make();
      await publishAll(bus, 1, 3);
      const request = { topic: TOPIC, durable: "reader", from: "all" } as const;
      deepEqual(await takeIds(await bus.subscribe(request, never()), 2), ["1", "2"]);
      await bus[Symbol.asyncDispose]();
      const again = await reopen();
      equal((await publish(again, eventOf(1))).duplicate, true);
      deepEqual(await takeIds(await again.subscribe(request, never()), 1), ["3"]);
    },
  },
  {
    name: "a durable name cannot be used for another topic",
    needs: [],
    async run(make) {
      const { bus } = await make();
      await bus.subscribe({ topic: TOPIC, durable: "reader" }, never());
      await rejects(bus.subscribe({ topic: "other", durable: "reader" }, never()), { code: "events/durable-in-use" });
    },
  },
  {
    name: "subscriptions of one durable name share its events",
    needs: [],
    async run(make) {
      const { bus } = await make();
      const request = { topic: TOPIC, durable: "reader", maxInFlight: 1 } as const;
      const [one, other] = [await bus.subscribe(request, never()), await bus.subscribe(request, never())];
      await publishAll(bus, 1, 2);
      const [first, second] = await Promise.all([take(one), take(other)]);
      deepEqual([first.event.id, second.event.id].sort(), ["1", "2"]);
      await Promise.all([first.ack(), second.ack()]);
      await publishAll(bus, 3, 3);
      const { event } = await Promise.race([take(one), take(other)]);
      equal(event.id, "3");
    },
  },
  {
    name: "a request that cannot be is refused",
    needs: [],
    async run(make) {
      const { bus } = await make();
      for (const request of BAD_REQUESTS)
        await rejects(bus.subscribe(request, never()), { code: "events/invalid-request" }, JSON.stringify(request));
    },
  },
  {
    name: "a subscription whose signal was aborted before rejects",
    needs: [],
    async run(make) {
      const { bus } = await make();
      await rejects(bus.subscribe({ topic: TOPIC }, AbortSignal.abort()), { code: "core/aborted" });
    },
  },
  {
    name: "a subscription ends when its signal aborts, and no other does",
    needs: [],
    async run(make) {
      const { bus } = await make();
      const caller = new AbortController();
      const one = await bus.subscribe({ topic: TOPIC }, caller.signal);
      const other = await bus.subscribe({ topic: TOPIC }, never());
      const waiting = one.next();
      waiting.catch(() => undefined);
      caller.abort();
      await rejects(waiting, { code: "core/aborted" });
      await rejects(one.next(), { code: "core/aborted" });
      await publishAll(bus, 1, 1);
      deepEqual(await takeIds(other, 1), ["1"]);
    },
  },
  {
    name: "what left the bus before it was read shows as a gap",
    needs: ["gaps"],
    async run(make) {
      const fixture = await make();
      const { bus, keeps = 0 } = fixture;
      const subscription = await bus.subscribe({ topic: TOPIC }, never());
      await publishAll(bus, 1, keeps + 5);
      deepEqual(await subscription.next(), { done: false, value: { kind: "gap", missed: 5, reason: "evicted" } });
      equal((await takeIds(subscription, keeps))[0], "6");
      await nothingComes(fixture, subscription, 100);
    },
  },
  {
    name: "a sequence that has left the bus shows as a gap",
    needs: ["gaps"],
    async run(make) {
      const { bus, keeps = 0 } = await make();
      await publishAll(bus, 1, keeps + 5);
      const subscription = await bus.subscribe({ topic: TOPIC, from: { sequence: 3 } }, never());
      deepEqual(await subscription.next(), { done: false, value: { kind: "gap", missed: 3, reason: "evicted" } });
      equal((await take(subscription)).event.id, "6");
    },
  },
];
