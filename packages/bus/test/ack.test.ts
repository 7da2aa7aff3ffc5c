import { expect, test } from "vitest";
import { payloadOf, readerOf, tick } from "../src/conformance/reading.ts";
import type { DeadLetter, Delivery, MessageBus } from "../src/index.ts";
import { createBusWorld, refused, settle } from "./_bus-world.ts";

async function publishAll(bus: MessageBus, payloads: readonly number[]): Promise<void> {
  for (const payload of payloads) await bus.publish(tick(payload));
}

test("a message that is not acknowledged is delivered again at its time, not before, and only once", async () => {
  const { bus, clock } = createBusWorld();
  const reader = readerOf(bus.subscribe({ ack: { timeoutMs: 100 } }));
  await publishAll(bus, [1]);
  await reader.message();
  const attempts: number[] = [];
  const again = reader.message().then(({ attempt }) => attempts.push(attempt));
  clock.advance(99);
  await settle();
  expect(attempts).toEqual([]);
  clock.advance(1);
  await again;
  expect([attempts, clock.waiting]).toEqual([[2], 1]);
});

test("the time to acknowledge is 30 seconds unless it is told otherwise, and five deliveries are made", async () => {
  const letters: DeadLetter[] = [];
  const { bus, clock } = createBusWorld({ observer: { onDeadLetter: (letter) => void letters.push(letter) } });
  const subscription = bus.subscribe({ ack: {} });
  const reader = readerOf(subscription);
  await publishAll(bus, [1]);
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    expect((await reader.message()).attempt).toBe(attempt);
    clock.advance(29_999);
    expect(clock.waiting).toBe(1);
    clock.advance(1);
  }
  expect(letters).toMatchObject([{ subscription: "anonymous", topic: "event.clock.tick", deliveries: 5 }]);
  expect(bus.deadLetters()).toEqual(letters);
});

test("messages that are due again come in the order in which they were published", async () => {
  const { bus, clock } = createBusWorld();
  const reader = readerOf(bus.subscribe({ ack: { timeoutMs: 100 } }));
  await publishAll(bus, [1, 2, 3, 4]);
  const [one, two, three] = [await reader.message(), await reader.message(), await reader.message()];
  three.nack();
  one.nack();
  two.nack();
  const read = [await reader.payload(), await reader.payload(), await reader.payload(), await reader.payload()];
  expect([read, clock.waiting]).toEqual([[1, 2, 3, 4], 4]);
});

test("only the latest delivery of a message says what becomes of it", async () => {
  const { bus, clock } = createBusWorld();
  const reader = readerOf(bus.subscribe({ ack: { timeoutMs: 100, maxInFlight: 1 } }));
  await publishAll(bus, [1, 2]);
  const first = await reader.message();
  clock.advance(100);
  const second = await reader.message();
  first.ack();
  first.nack();
  let third: Delivery | undefined;
  const next = reader.message().then((delivery) => (third = delivery));
  await settle();
  expect(third).toBeUndefined();
  second.ack();
  expect(payloadOf(await next)).toBe(2);
});

test("a message that waits to be delivered again holds its place among those under way", async () => {
  const { bus, clock } = createBusWorld();
  const reader = readerOf(bus.subscribe({ ack: { maxInFlight: 1 } }));
  await publishAll(bus, [1, 2]);
  (await reader.message()).nack({ delayMs: 50 });
  const next = reader.message();
  clock.advance(50);
  const again = await next;
  expect([payloadOf(again), again.attempt]).toEqual([1, 2]);
});

test("the queue's capacity bounds what is under way unless it is told otherwise", async () => {
  const { bus } = createBusWorld();
  const subscription = bus.subscribe({ capacity: 2, ack: {} });
  const reader = readerOf(subscription);
  await publishAll(bus, [1, 2]);
  const held = [await reader.message(), await reader.message()];
  await publishAll(bus, [3]);
  const third = reader.payload();
  await settle();
  expect(subscription.waiting).toBe(1);
  held[0]?.ack();
  expect(await third).toBe(3);
});

test("acknowledging while a loop waits wakes it, and gaps keep their place", async () => {
  const { bus } = createBusWorld();
  const reader = readerOf(bus.subscribe({ capacity: 1, ack: {} }));
  await publishAll(bus, [1, 2]);
  const first = await reader.message();
  const rest = [reader.payload()];
  await settle();
  first.ack();
  expect(await Promise.all(rest)).toEqual(["gap of 1"]);
});

test("a poisoned subscription stops at once, though others of its messages are under way and due", async () => {
  const { bus, clock } = createBusWorld();
  const subscription = bus.subscribe({ ack: { maxDeliveries: 1, onDeadLetter: "stop" } });
  const reader = readerOf(subscription);
  await publishAll(bus, [1, 2, 3]);
  const [first, second] = [await reader.message(), await reader.message()];
  first.nack();
  second.nack();
  expect([subscription.closed, subscription.waiting, clock.waiting]).toEqual([true, 0, 0]);
  await expect(reader.next()).rejects.toMatchObject({ code: "bus/poisoned", details: { deliveries: 1 } });
  await reader.end();
  expect(bus.deadLetters()).toHaveLength(1);
});

test("a poisoned handler is not called again, and its promise rejects", async () => {
  const { bus } = createBusWorld();
  const subscription = bus.subscribe({ ack: { maxDeliveries: 2, onDeadLetter: "stop" } });
  const seen: unknown[] = [];
  const consumed = subscription.consume((received) => {
    seen.push(received.kind === "message" && [payloadOf(received), received.attempt]);
    throw new Error("The handler failed on purpose.");
  });
  const over = refused(consumed, { code: "bus/poisoned" });
  await publishAll(bus, [1, 2]);
  await over;
  expect(seen).toEqual([
    [1, 1],
    [1, 2],
  ]);
});

test("a handler that rejects its message itself is not taken to have acknowledged it", async () => {
  const { bus } = createBusWorld();
  const attempts: number[] = [];
  const consumed = bus.subscribe({ ack: {} }).consume((received) => {
    if (received.kind === "gap") return;
    attempts.push(received.attempt);
    if (received.attempt === 1) received.nack();
  });
  await publishAll(bus, [1]);
  await settle();
  expect(attempts).toEqual([1, 2]);
  await bus[Symbol.asyncDispose]();
  await consumed;
});

test("handlers that acknowledge run one at a time, whether they return a promise or not", async () => {
  const { bus } = createBusWorld();
  const subscription = bus.subscribe({ ack: {} });
  const gate = Promise.withResolvers<void>();
  const begun: unknown[] = [];
  const consumed = subscription.consume((received) => {
    begun.push(received.kind === "message" && payloadOf(received));
    return begun.length === 2 ? gate.promise : undefined;
  });
  await publishAll(bus, [1, 2, 3]);
  await settle();
  expect(begun).toEqual([1, 2]);
  gate.resolve();
  await settle();
  expect(begun).toEqual([1, 2, 3]);
  subscription[Symbol.dispose]();
  await consumed;
});

test("a listener for errors that throws stops neither its handler nor the others", async () => {
  const { bus } = createBusWorld();
  const seen: string[] = [];
  const fail = (): never => {
    throw new Error("The listener failed on purpose.");
  };
  const failing = bus.subscribe({ ack: { onError: fail } }).consume((received) => {
    seen.push("failing");
    if (received.kind === "message" && received.attempt < 3) fail();
  });
  const other = bus.subscribe().consume(() => void seen.push("other"));
  await publishAll(bus, [1]);
  await settle();
  expect(seen.toSorted()).toEqual(["failing", "failing", "failing", "other"]);
  await bus[Symbol.asyncDispose]();
  await Promise.all([failing, other]);
});

test("a subscription that is disposed forgets what is under way", async () => {
  const { bus, clock } = createBusWorld();
  const subscription = bus.subscribe({ ack: {} });
  const reader = readerOf(subscription);
  await publishAll(bus, [1, 2]);
  const first = await reader.message();
  (await reader.message()).nack({ delayMs: 10 });
  expect(clock.waiting).toBe(2);
  subscription[Symbol.dispose]();
  first.nack();
  first.ack();
  expect([clock.waiting, bus.deadLetters()]).toEqual([0, []]);
  await reader.end();
});

test("a message that is due again is forgotten with its subscription", async () => {
  const { bus, clock } = createBusWorld();
  const subscription = bus.subscribe({ ack: {} });
  const reader = readerOf(subscription);
  await publishAll(bus, [1]);
  (await reader.message()).nack();
  subscription[Symbol.dispose]();
  await reader.end();
  expect(clock.waiting).toBe(0);
});

test("a subscription that was disconnected gives what waits when there is room, and forgets what is under way at its end", async () => {
  const { bus, clock } = createBusWorld();
  const subscription = bus.subscribe({ capacity: 1, overflow: { policy: "disconnect" }, ack: {} });
  const reader = readerOf(subscription);
  await publishAll(bus, [1]);
  const first = await reader.message();
  await publishAll(bus, [2, 3]);
  const second = reader.message();
  await settle();
  expect(subscription.closed).toBe(true);
  first.ack();
  await second;
  expect(clock.waiting).toBe(1);
  const gap = reader.payload();
  (await second).ack();
  expect(await gap).toBe("gap of 1");
  await expect(reader.next()).rejects.toMatchObject({ code: "bus/disconnected" });
  expect(clock.waiting).toBe(0);
});

test("a subscription that has ended keeps no time for what was never acknowledged", async () => {
  const { bus, clock } = createBusWorld();
  const overflow = { policy: "disconnect" } as const;
  const reader = readerOf(bus.subscribe({ capacity: 1, overflow, ack: { maxInFlight: 5, maxDeliveries: 1 } }));
  await publishAll(bus, [1]);
  await reader.message();
  await publishAll(bus, [2, 3]);
  await reader.message();
  expect(await reader.payload()).toBe("gap of 1");
  await expect(reader.next()).rejects.toMatchObject({ code: "bus/disconnected" });
  expect(clock.waiting).toBe(0);
  clock.advance(60_000);
  expect(bus.deadLetters()).toEqual([]);
});

test("the latest thousand dead letters are kept, newest last", async () => {
  const { bus } = createBusWorld();
  const subscription = bus.subscribe({ ack: { maxDeliveries: 1 } });
  const consumed = subscription.consume((received) =>
    received.kind === "message" && received.nack() === undefined ? undefined : undefined,
  );
  for (let at = 0; at < 1003; at += 1) await bus.publish(tick(at));
  await settle();
  const letters = bus.deadLetters();
  expect([letters.length, ...[letters[0], letters.at(-1)].map((letter) => letter && payloadOf(letter))]).toEqual([
    1000, 3, 1002,
  ]);
  subscription[Symbol.dispose]();
  await consumed;
});
