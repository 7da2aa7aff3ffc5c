import { deepEqual, equal, rejects, throws } from "node:assert/strict";
import type { ConformanceCase } from "@cordon/core/conformance";
import type { MessageBus } from "../ports/message-bus.ts";
import { echo, payloadOf, readerOf, senderWith, tick } from "./reading.ts";

/** Where messages go, and how a bus ends. */
export const deliveryCases: readonly ConformanceCase<MessageBus>[] = [
  {
    name: "a message is delivered to every subscription that matches",
    needs: [],
    async run(make) {
      await using bus = await make();
      const readers = ["event.clock.tick", "event.*.tick", "event.>", ">", undefined].map((topic) =>
        readerOf(bus.subscribe(topic === undefined ? {} : { topic })),
      );
      await bus.publish(tick(1));
      for (const reader of readers) equal(await reader.payload(), 1);
    },
  },
  {
    name: "a subscription receives what is published after it was made, and nothing from before",
    needs: [],
    async run(make) {
      await using bus = await make();
      using _first = bus.subscribe();
      await bus.publish(tick("before"));
      const reader = readerOf(bus.subscribe());
      await bus.publish(tick("after"));
      equal(await reader.payload(), "after");
    },
  },
  {
    name: "a message is not delivered to a subscription that does not match",
    needs: [],
    async run(make) {
      await using bus = await make();
      const topics = ["event.clock.tock", "event.*", "command.>", "event.clock.tick.>", "event.clock", "*.*"];
      const readers = topics.map((topic) => bus.subscribe({ topic }));
      await bus.publish(tick(1));
      deepEqual(
        readers.map(({ waiting }) => waiting),
        topics.map(() => 0),
      );
    },
  },
  {
    name: "a subscription to addressees gets what is addressed to them and nothing else",
    needs: [],
    async run(make) {
      await using bus = await make();
      const one = readerOf(bus.subscribe({ to: "team.a" }));
      const any = readerOf(bus.subscribe({ to: "team.*" }));
      await bus.publish(tick("nobody"));
      await bus.publish({ ...tick("b"), to: "team.b" });
      await bus.publish({ ...tick("a"), to: "team.a" });
      equal(await one.payload(), "a");
      equal(await any.payload(), "b");
      const delivery = await any.message();
      deepEqual([delivery.to, delivery.topic], ["team.a", "event.clock.tick"]);
    },
  },
  {
    name: "a topic and an addressee must match both",
    needs: [],
    async run(make) {
      await using bus = await make();
      const reader = readerOf(bus.subscribe({ topic: "event.clock.*", to: "team.a" }));
      await bus.publish({ ...tick("other"), to: "team.b" });
      await bus.publish(echoed("team.a"));
      await bus.publish({ ...tick("both"), to: "team.a" });
      equal(await reader.payload(), "both");
    },
  },
  {
    name: "the topic of each kind of message tells what it is about",
    needs: [],
    async run(make) {
      await using bus = await make();
      const reader = readerOf(bus.subscribe());
      const command = { type: "ping" } as const;
      await bus.publish({ message: { kind: "command", command }, to: "shop" });
      await bus.publish(echoed("shop"));
      await bus.publish({ message: { kind: "event", event: { type: "module_started", moduleId: "shop" } } });
      await bus.publish({ message: { kind: "event", event: { type: "module_stopped", moduleId: "shop" } } });
      await bus.publish({ message: { kind: "event", event: { type: "pong", from: "shop" } } });
      await bus.publish(tick(1));
      const topics: string[] = [];
      while (topics.length < 6) topics.push((await reader.message()).topic);
      deepEqual(topics, [
        "command.shop.ping",
        "command.shop.echo",
        "event.shop.module_started",
        "event.shop.module_stopped",
        "event.shop.pong",
        "event.clock.tick",
      ]);
    },
  },
  {
    name: "a command goes to its responder and to those who subscribe",
    needs: [],
    async run(make) {
      await using bus = await make();
      const { promise, resolve } = Promise.withResolvers<unknown>();
      bus.respond({ name: "shop" }, ({ envelope }) => {
        resolve(payloadOf({ envelope }));
        return null;
      });
      const reader = readerOf(bus.subscribe({ topic: "command.>" }));
      const sender = senderWith(bus, "till", "shop:echo");
      await sender.sendCommand(echo("shop", 7));
      deepEqual([await promise, await reader.payload()], [7, 7]);
    },
  },
  {
    name: "a publisher does not wait for a subscriber that does not read",
    needs: [],
    async run(make) {
      await using bus = await make();
      const stalled = bus.subscribe({ capacity: 1 });
      const reader = readerOf(bus.subscribe({ capacity: 1 }));
      for (let at = 0; at < 20; at += 1) {
        await bus.publish(tick(at));
        equal(await reader.payload(), at);
      }
      deepEqual([stalled.waiting, stalled.dropped], [1, 19]);
    },
  },
  {
    name: "what waits is in the order in which it was published",
    needs: [],
    async run(make) {
      await using bus = await make();
      const reader = readerOf(bus.subscribe());
      await Promise.all(Array.from({ length: 100 }, (_, at) => bus.publish(tick(at))));
      for (let at = 0; at < 100; at += 1) equal(await reader.payload(), at);
    },
  },
  {
    name: "subscribers are counted, and no more when they are disposed",
    needs: [],
    async run(make) {
      await using bus = await make();
      const before = bus.subscriberCount();
      const [one, other] = [bus.subscribe(), bus.subscribe()];
      equal(bus.subscriberCount(), before + 2);
      one[Symbol.dispose]();
      one[Symbol.dispose]();
      equal(bus.subscriberCount(), before + 1);
      other[Symbol.dispose]();
      equal(bus.subscriberCount(), before);
    },
  },
  {
    name: "disposal ends subscriptions, closes the bus, and is safe twice",
    needs: [],
    async run(make) {
      const bus = await make();
      const reader = readerOf(bus.subscribe());
      const ended = reader.end();
      const sender = senderWith(bus, "till", "emit:*");
      await bus[Symbol.asyncDispose]();
      await bus[Symbol.asyncDispose]();
      await ended;
      await rejects(bus.publish(tick(1)), { code: "bus/closed" });
      await rejects(sender.emitEvent({ kind: "sale", payload: 1 }), { code: "bus/closed" });
      await rejects(bus.request(echo("shop")), { code: "bus/closed" });
      throws(() => bus.subscribe(), { code: "bus/closed" });
      throws(() => bus.openSender("till"), { code: "bus/closed" });
      throws(() => bus.respond({ name: "shop" }, () => null), { code: "bus/closed" });
      throws(() => bus.grantCapability("till", "a:b"), { code: "bus/closed" });
    },
  },
];

function echoed(to: string): Parameters<MessageBus["publish"]>[0] {
  return { message: { kind: "command", command: echo(to, to).command } };
}
