import { deepEqual, equal, rejects, throws } from "node:assert/strict";
import type { ConformanceCase } from "@cordon/core/conformance";
import type { MessageBus } from "../ports/message-bus.ts";
import { payloadOf, readerOf, tick } from "./reading.ts";

/** How a subscription is read, and how it ends. */
export const subscriptionCases: readonly ConformanceCase<MessageBus>[] = [
  {
    name: "a loop that breaks takes its subscription off the bus at once",
    needs: [],
    async run(make) {
      await using bus = await make();
      const before = bus.subscriberCount();
      const subscription = bus.subscribe();
      for (let at = 0; at < 3; at += 1) await bus.publish(tick(at));
      for await (const received of subscription) {
        equal(received.kind, "message");
        break;
      }
      deepEqual([bus.subscriberCount(), subscription.closed, subscription.waiting], [before, true, 0]);
    },
  },
  {
    name: "a disposed subscription gives its loop an end, and what waited is gone",
    needs: [],
    async run(make) {
      await using bus = await make();
      const [waits, idles] = [bus.subscribe(), bus.subscribe()];
      await bus.publish(tick(1));
      waits[Symbol.dispose]();
      await readerOf(waits).end();
      const idle = readerOf(idles);
      equal(await idle.payload(), 1);
      const ended = idle.end();
      idles[Symbol.dispose]();
      await ended;
    },
  },
  {
    name: "a disposed subscription receives nothing more",
    needs: [],
    async run(make) {
      await using bus = await make();
      const subscription = bus.subscribe();
      subscription[Symbol.dispose]();
      await bus.publish(tick(1));
      deepEqual([subscription.waiting, subscription.dropped], [0, 0]);
    },
  },
  {
    name: "a second loop is refused while the first waits, and the first goes on",
    needs: [],
    async run(make) {
      await using bus = await make();
      const subscription = bus.subscribe();
      const first = readerOf(subscription).payload();
      await rejects(readerOf(subscription).next(), TypeError);
      await rejects(
        subscription.consume(() => undefined),
        TypeError,
      );
      await bus.publish(tick(1));
      equal(await first, 1);
    },
  },
  {
    name: "a handler gets every message in order, the next when its promise has settled",
    needs: [],
    async run(make) {
      await using bus = await make();
      const subscription = bus.subscribe();
      const seen: unknown[] = [];
      let running = 0;
      const consumed = subscription.consume(async (received) => {
        running += 1;
        await new Promise((resolve) => setImmediate(resolve));
        seen.push(received.kind === "message" ? [running, payloadOf(received)] : "gap");
        running -= 1;
        if (seen.length === 3) subscription[Symbol.dispose]();
      });
      for (let at = 0; at < 3; at += 1) await bus.publish(tick(at));
      await consumed;
      deepEqual(seen, [
        [1, 0],
        [1, 1],
        [1, 2],
      ]);
    },
  },
  {
    name: "a loop cannot begin while a handler reads",
    needs: [],
    async run(make) {
      await using bus = await make();
      const subscription = bus.subscribe();
      const consumed = subscription.consume(() => undefined);
      await rejects(readerOf(subscription).next(), TypeError);
      subscription[Symbol.dispose]();
      await consumed;
    },
  },
  {
    name: "a handler that throws ends its subscription, which rejects with what it threw",
    needs: [],
    async run(make) {
      await using bus = await make();
      const before = bus.subscriberCount();
      const failure = new Error("The handler failed on purpose.");
      const subscription = bus.subscribe();
      const consumed = subscription.consume(() => {
        throw failure;
      });
      const over = rejects(consumed, (error) => error === failure);
      await bus.publish(tick(1));
      await over;
      deepEqual([subscription.closed, bus.subscriberCount()], [true, before]);
    },
  },
  {
    name: "a subscription has the name that it was given",
    needs: [],
    async run(make) {
      await using bus = await make();
      deepEqual([bus.subscribe({ name: "ledger" }).name, bus.subscribe().name], ["ledger", "anonymous"]);
    },
  },
  {
    name: "patterns that are none, and numbers that cannot be, are refused at once",
    needs: [],
    async run(make) {
      await using bus = await make();
      for (const topic of ["", "a..b", "a.>.b", "a b", "event.a*", ".", "é"])
        throws(() => bus.subscribe({ topic }), { code: "bus/invalid-pattern" });
      throws(() => bus.subscribe({ to: ">." }), { code: "bus/invalid-pattern" });
      for (const capacity of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])
        throws(() => bus.subscribe({ capacity }), RangeError);
      throws(() => bus.subscribe({ overflow: { policy: "drop" as "drop-new" } }), RangeError);
      throws(() => bus.subscribe({ overflow: { policy: "block", timeoutMs: -1 } }), RangeError);
      throws(() => bus.subscribe({ ack: { maxDeliveries: 0 } }), RangeError);
      throws(() => bus.subscribe({ ack: { onDeadLetter: "halt" as "stop" } }), RangeError);
    },
  },
];
