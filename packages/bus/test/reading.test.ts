import { expect, test } from "vitest";
import { payloadOf, readerOf, tick } from "../src/conformance/reading.ts";
import type { Received } from "../src/index.ts";
import { createBusWorld, createTrickPromise, refused, settle } from "./_bus-world.ts";

test("a loop gets what was published before it began, while it waits and while it works", async () => {
  const { bus } = createBusWorld();
  const subscription = bus.subscribe();
  await bus.publish(tick(1));
  const seen: unknown[] = [];
  const loop = (async () => {
    for await (const received of subscription) {
      seen.push(received.kind === "message" && payloadOf(received));
      await settle();
    }
  })();
  await settle();
  for (const at of [2, 3]) await bus.publish(tick(at));
  while (seen.length < 3) await settle();
  expect(seen).toEqual([1, 2, 3]);
  subscription[Symbol.dispose]();
  await loop;
});

test("a loop that throws takes its subscription off the bus", async () => {
  const { bus } = createBusWorld();
  const failure = new Error("The loop failed on purpose.");
  const subscription = bus.subscribe();
  await bus.publish(tick(1));
  const loop = (async () => {
    for await (const _received of subscription) throw failure;
  })();
  await expect(loop).rejects.toBe(failure);
  expect([bus.subscriberCount(), subscription.closed]).toEqual([0, true]);
});

test("an iterator that is returned is over, as often as it is asked", async () => {
  const { bus } = createBusWorld();
  const iterator = bus.subscribe()[Symbol.asyncIterator]();
  const over = { done: true, value: undefined };
  expect(await iterator.return?.()).toEqual(over);
  expect(await iterator.return?.()).toEqual(over);
  expect([await iterator.next(), await iterator.next()]).toEqual([over, over]);
  expect(bus.subscriberCount()).toBe(0);
});

test("a loop that waits ends when another part returns its iterator", async () => {
  const { bus } = createBusWorld();
  const iterator = bus.subscribe()[Symbol.asyncIterator]();
  const waiting = iterator.next();
  await iterator.return?.();
  expect((await waiting).done).toBe(true);
});

test("a subscription is disposed at the end of its block", async () => {
  const { bus } = createBusWorld();
  {
    using subscription = bus.subscribe();
    expect([bus.subscriberCount(), subscription.closed]).toEqual([1, false]);
  }
  expect(bus.subscriberCount()).toBe(0);
});

test("a handler may dispose its own subscription, and gets nothing more", async () => {
  const { bus } = createBusWorld();
  const subscription = bus.subscribe();
  const seen: unknown[] = [];
  const consumed = subscription.consume((received) => {
    seen.push(received.kind === "message" && payloadOf(received));
    subscription[Symbol.dispose]();
    subscription[Symbol.dispose]();
  });
  for (const at of [1, 2]) await bus.publish(tick(at));
  await consumed;
  expect(seen).toEqual([1]);
});

test("a handler may dispose another's subscription before that one's turn", async () => {
  const { bus } = createBusWorld();
  const seen: string[] = [];
  const first = bus.subscribe();
  const second = bus.subscribe();
  const consumed = [
    first.consume(() => {
      seen.push("first");
      second[Symbol.dispose]();
    }),
    second.consume(() => void seen.push("second")),
  ];
  await bus.publish(tick(1));
  await settle();
  expect(seen).toEqual(["first"]);
  first[Symbol.dispose]();
  await Promise.all(consumed);
});

test("a handler may publish to itself, and is called for it when it has returned", async () => {
  const { bus } = createBusWorld();
  const subscription = bus.subscribe();
  const seen: string[] = [];
  let running = 0;
  const consumed = subscription.consume(async (received) => {
    running += 1;
    seen.push(`${received.kind === "message" ? JSON.stringify(payloadOf(received)) : "gap"} ${running}`);
    await settle();
    running -= 1;
    if (seen.length === 4) subscription[Symbol.dispose]();
  });
  await Promise.all([bus.publish(tick(1)), bus.publish(tick(2))]);
  await Promise.all([bus.publish(tick(3)), bus.publish(tick(4))]);
  await consumed;
  expect(seen).toEqual(["1 1", "2 1", "3 1", "4 1"]);
});

test("a handler that published to itself is not called again before its promise has settled", async () => {
  const { bus } = createBusWorld();
  const subscription = bus.subscribe();
  const gate = Promise.withResolvers<void>();
  const begun: unknown[] = [];
  const consumed = subscription.consume((received) => {
    begun.push(received.kind === "message" && payloadOf(received));
    if (begun.length === 1) void bus.publish(tick("by itself"));
    return begun.length === 2 ? gate.promise : undefined;
  });
  await Promise.all([bus.publish(tick(1)), bus.publish(tick(2))]);
  await settle();
  expect(begun).toEqual([1, 2]);
  gate.resolve();
  await settle();
  expect(begun).toEqual([1, 2, "by itself"]);
  subscription[Symbol.dispose]();
  await consumed;
});

test("a handler that rejects ends its subscription, and what came after it is gone", async () => {
  const { bus } = createBusWorld();
  const failure = new Error("The handler failed on purpose.");
  const subscription = bus.subscribe();
  let calls = 0;
  const consumed = subscription.consume(async () => {
    calls += 1;
    throw failure;
  });
  const over = refused(consumed, failure);
  await Promise.all([bus.publish(tick(1)), bus.publish(tick(2))]);
  await over;
  expect([calls, subscription.closed, bus.subscriberCount()]).toEqual([1, true, 0]);
});

test("a handler whose promise is not what it seems stops nobody else", async () => {
  const { bus } = createBusWorld();
  const trick = createTrickPromise(undefined);
  const seen: string[] = [];
  const consumed = [
    bus.subscribe().consume(() => {
      seen.push("trick");
      return trick;
    }),
    bus.subscribe().consume(() => void seen.push("other")),
  ];
  for (const at of [1, 2]) {
    await bus.publish(tick(at));
    await settle();
  }
  expect(seen).toEqual(["trick", "other", "trick", "other"]);
  await bus[Symbol.asyncDispose]();
  await Promise.all(consumed);
});

test("what was read may be read on by a handler, and a handler that ended leaves an end", async () => {
  const { bus } = createBusWorld();
  const subscription = bus.subscribe();
  for (const at of [1, 2]) await bus.publish(tick(at));
  expect(await readerOf(subscription).payload()).toBe(1);
  const seen: Received[] = [];
  await subscription.consume((received) => {
    seen.push(received);
    subscription[Symbol.dispose]();
  });
  expect(seen).toHaveLength(1);
  await subscription.consume((received) => void seen.push(received));
  await readerOf(subscription).end();
});

test("a subscription that is made while messages are published gets those that come after it", async () => {
  const { bus } = createBusWorld();
  const publishing = [bus.publish(tick(1))];
  const subscription = bus.subscribe({ topic: "event.clock.*" });
  publishing.push(bus.publish(tick(2)));
  subscription[Symbol.dispose]();
  publishing.push(bus.publish(tick(3)));
  const other = bus.subscribe();
  await Promise.all(publishing);
  expect([subscription.waiting, other.waiting]).toEqual([0, 0]);
  expect(bus.subscriberCount()).toBe(1);
});

test("a getter of a payload may subscribe, publish and dispose while it is read", async () => {
  const { bus } = createBusWorld();
  const first = bus.subscribe();
  const made: ReturnType<typeof bus.subscribe>[] = [];
  await bus.publish(
    tick({
      get price() {
        made.push(bus.subscribe());
        void bus.publish(tick("within"));
        first[Symbol.dispose]();
        return 1;
      },
    }),
  );
  const [second] = made;
  if (second === undefined) throw new TypeError("Nobody read the payload.");
  const reader = readerOf(second);
  expect([await reader.payload(), await reader.payload()]).toEqual(["within", { price: 1 }]);
});

test("a subscriber cannot see more than it was subscribed to, whatever it does to its subscription", async () => {
  const { bus } = createBusWorld();
  const subscription = bus.subscribe({ topic: "event.weather.>" });
  const inherited: object = Object.getPrototypeOf(subscription);
  expect([Object.isFrozen(subscription), Object.isFrozen(inherited)]).toEqual([true, true]);
  expect(Reflect.ownKeys(subscription)).toEqual([]);
  expect(Reflect.ownKeys(inherited)).toEqual([
    "constructor",
    "name",
    "waiting",
    "dropped",
    "closed",
    "consume",
    "next",
    "return",
    Symbol.asyncIterator,
    Symbol.dispose,
  ]);
  expect(subscription[Symbol.asyncIterator]()).toBe(subscription);
});

test("a receiver cannot change what another one is given, not even by what they inherit", async () => {
  const { bus } = createBusWorld();
  const readers = [readerOf(bus.subscribe()), readerOf(bus.subscribe())];
  const results: IteratorResult<Received>[] = [];
  const raw = bus.subscribe()[Symbol.asyncIterator]();
  const waiting = raw.next().then((result) => results.push(result));
  await bus.publish(tick(1));
  await waiting;
  expect(() => Object.assign(results[0] ?? {}, { done: true })).toThrow(TypeError);
  const delivery = await readers[0]?.message();
  if (delivery === undefined) throw new TypeError("There was no message.");
  for (const shared of [delivery, delivery.envelope]) {
    const inherited: object = Object.getPrototypeOf(shared);
    expect([Object.isFrozen(shared), Object.isFrozen(inherited)]).toEqual([true, true]);
  }
  expect(await readers[1]?.payload()).toBe(1);
});

test("one subscriber's handler that fails delays none of a thousand others", async () => {
  const { bus } = createBusWorld();
  let seen = 0;
  const failing = bus.subscribe().consume(() => {
    throw new Error("The handler failed on purpose.");
  });
  const over = refused(failing, { message: "The handler failed on purpose." });
  const consumed = Array.from({ length: 1000 }, () => bus.subscribe().consume(() => void (seen += 1)));
  await bus.publish(tick(1));
  await over;
  expect([seen, bus.subscriberCount()]).toEqual([1000, 1000]);
  await bus[Symbol.asyncDispose]();
  await Promise.all(consumed);
});
