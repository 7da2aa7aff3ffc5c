import { deepEqual, equal, rejects } from "node:assert/strict";
import type { ConformanceCase } from "@cordon/core/conformance";
import type { MessageBus } from "../ports/message-bus.ts";
import { readerOf, tick } from "./reading.ts";

async function publishAll(bus: MessageBus, payloads: readonly number[]): Promise<void> {
  for (const payload of payloads) await bus.publish(tick(payload));
}

/** What happens where a queue has no room. */
export const overflowCases: readonly ConformanceCase<MessageBus>[] = [
  {
    name: "a queue holds 128 messages and leaves out what is new, unless it is told otherwise",
    needs: [],
    async run(make) {
      await using bus = await make();
      const subscription = bus.subscribe();
      await publishAll(
        bus,
        Array.from({ length: 130 }, (_, at) => at),
      );
      deepEqual([subscription.waiting, subscription.dropped], [128, 2]);
      const reader = readerOf(subscription);
      for (let at = 0; at < 128; at += 1) equal(await reader.payload(), at);
      equal(await reader.payload(), "gap of 2");
    },
  },
  {
    name: "drop-new leaves out what is new, with a gap in its place",
    needs: [],
    async run(make) {
      await using bus = await make();
      const subscription = bus.subscribe({ capacity: 2, overflow: { policy: "drop-new" } });
      await publishAll(bus, [1, 2, 3, 4]);
      const reader = readerOf(subscription);
      equal(await reader.payload(), 1);
      await publishAll(bus, [5, 6]);
      const read = [await reader.payload(), await reader.payload(), await reader.payload(), await reader.payload()];
      deepEqual([read, subscription.dropped], [[2, "gap of 2", 5, "gap of 1"], 3]);
    },
  },
  {
    name: "drop-old leaves out the oldest, with a gap before what is left",
    needs: [],
    async run(make) {
      await using bus = await make();
      const subscription = bus.subscribe({ capacity: 2, overflow: { policy: "drop-old" } });
      await publishAll(bus, [1, 2, 3, 4, 5]);
      const reader = readerOf(subscription);
      const read = [await reader.payload(), await reader.payload(), await reader.payload()];
      deepEqual([read, subscription.dropped, subscription.waiting], [["gap of 3", 4, 5], 3, 0]);
    },
  },
  {
    name: "block lets the publisher wait until there is room, in order",
    needs: [],
    async run(make) {
      await using bus = await make();
      const subscription = bus.subscribe({ capacity: 2, overflow: { policy: "block", timeoutMs: 60_000 } });
      const other = readerOf(bus.subscribe());
      const done: number[] = [];
      const publishing = [1, 2, 3, 4].map(async (at) => {
        await bus.publish(tick(at));
        done.push(at);
      });
      // Whoever does not block has them all already.
      for (const at of [1, 2, 3, 4]) equal(await other.payload(), at);
      deepEqual(done, [1, 2]);
      const reader = readerOf(subscription);
      for (const at of [1, 2, 3, 4]) equal(await reader.payload(), at);
      await Promise.all(publishing);
      deepEqual([done, subscription.dropped], [[1, 2, 3, 4], 0]);
    },
  },
  {
    name: "no more publishers wait than the queue holds, and one more is left out at once",
    needs: [],
    async run(make) {
      await using bus = await make();
      const subscription = bus.subscribe({ capacity: 1, overflow: { policy: "block", timeoutMs: 60_000 } });
      await bus.publish(tick(1));
      const waiting = bus.publish(tick(2));
      await bus.publish(tick(3));
      equal(subscription.dropped, 1);
      const reader = readerOf(subscription);
      deepEqual([await reader.payload(), await reader.payload(), await reader.payload()], [1, 2, "gap of 1"]);
      await waiting;
    },
  },
  {
    name: "block leaves a message out when its time is over",
    needs: [],
    async run(make) {
      await using bus = await make();
      const subscription = bus.subscribe({ capacity: 1, overflow: { policy: "block", timeoutMs: 20 } });
      await publishAll(bus, [1, 2]);
      equal(subscription.dropped, 1);
      const reader = readerOf(subscription);
      deepEqual([await reader.payload(), await reader.payload()], [1, "gap of 1"]);
    },
  },
  {
    name: "a blocked publisher that gives up leaves its message out, and rejects",
    needs: [],
    async run(make) {
      await using bus = await make();
      const subscription = bus.subscribe({ capacity: 1, overflow: { policy: "block", timeoutMs: 60_000 } });
      await bus.publish(tick(1));
      const aborted = new AbortController();
      const publishing = rejects(bus.publish(tick(2), aborted.signal), { code: "core/aborted" });
      aborted.abort();
      await publishing;
      const reader = readerOf(subscription);
      deepEqual([await reader.payload(), await reader.payload(), subscription.dropped], [1, "gap of 1", 1]);
    },
  },
  {
    name: "a blocked publisher goes on when the subscription is disposed",
    needs: [],
    async run(make) {
      await using bus = await make();
      const subscription = bus.subscribe({ capacity: 1, overflow: { policy: "block", timeoutMs: 60_000 } });
      await bus.publish(tick(1));
      const publishing = bus.publish(tick(2));
      subscription[Symbol.dispose]();
      equal((await publishing).source, bus.name);
    },
  },
  {
    name: "disconnect ends the subscription: what waits can be read, and then it rejects",
    needs: [],
    async run(make) {
      await using bus = await make();
      const before = bus.subscriberCount();
      const subscription = bus.subscribe({ name: "slow", capacity: 2, overflow: { policy: "disconnect" } });
      await publishAll(bus, [1, 2, 3, 4]);
      deepEqual([bus.subscriberCount(), subscription.closed, subscription.dropped], [before, true, 1]);
      const reader = readerOf(subscription);
      deepEqual([await reader.payload(), await reader.payload(), await reader.payload()], [1, 2, "gap of 1"]);
      await rejects(reader.next(), { code: "bus/disconnected", details: { name: "slow", capacity: 2 } });
      await reader.end();
    },
  },
  {
    name: "a handler is told of a gap, and its promise rejects when it was disconnected",
    needs: [],
    async run(make) {
      await using bus = await make();
      const subscription = bus.subscribe({ capacity: 1, overflow: { policy: "disconnect" } });
      const seen: string[] = [];
      const consumed = subscription.consume((received) => void seen.push(received.kind));
      const over = rejects(consumed, { code: "bus/disconnected" });
      await Promise.all([bus.publish(tick(1)), bus.publish(tick(2))]);
      await over;
      deepEqual(seen, ["message", "gap"]);
    },
  },
];
