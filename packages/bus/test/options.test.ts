import { expect, test } from "vitest";
import { createMessageBus, MESSAGE_BUS_DEFAULTS } from "../src/index.ts";
import { createBusWorld, partsOf } from "./_bus-world.ts";

test("a bus is the kernel's, by the name that it was given", () => {
  expect([createBusWorld().bus.name, createBusWorld({ name: "host.a" }).bus.name]).toEqual(["kernel", "host.a"]);
  expect(MESSAGE_BUS_DEFAULTS).toEqual({ name: "kernel", maxDelayed: 10_000, maxDeadLetters: 1000 });
});

test("options of a bus that cannot be are refused at once", () => {
  const { clock } = createBusWorld();
  expect(() => createMessageBus({ ...partsOf(clock), name: "a b" })).toThrow("name of the bus");
  for (const value of [Number.NaN, -1, 1.5, Number.POSITIVE_INFINITY]) {
    expect(() => createMessageBus({ ...partsOf(clock), maxDelayed: value })).toThrow(RangeError);
    expect(() => createMessageBus({ ...partsOf(clock), payload: { maxSize: value } })).toThrow(RangeError);
    expect(() => createMessageBus({ ...partsOf(clock), payload: { maxDepth: value } })).toThrow(RangeError);
  }
});

test("options of a subscription that cannot be are refused at once, with the value", () => {
  const { bus } = createBusWorld();
  const cannot = [
    { capacity: 1_000_001 },
    { overflow: { policy: "block", timeoutMs: 2 ** 31 } },
    { overflow: { policy: "block" } },
    { overflow: {} },
    { ack: { timeoutMs: 0 } },
    { ack: { timeoutMs: 2 ** 31 } },
    { ack: { maxDeliveries: Number.NaN } },
    { ack: { maxInFlight: 0 } },
    { ack: { onDeadLetter: "STOP" } },
  ];
  for (const options of cannot) expect(() => bus.subscribe(options as never)).toThrow(RangeError);
  expect(() => bus.subscribe({ capacity: Number.NaN })).toThrow(
    "capacity must be a whole number from 1 to 1000000, not NaN.",
  );
  expect(bus.subscriberCount()).toBe(0);
});

test("two buses give their messages ids that differ", async () => {
  const { clock } = createBusWorld();
  const parts = partsOf(clock);
  const message = { kind: "event", event: { type: "pong", from: "a" } } as const;
  const ids = await Promise.all([1, 2].map(async () => (await createMessageBus(parts).publish({ message })).id));
  expect(ids).toEqual([`${"1".padStart(26, "0")}-000000001`, `${"2".padStart(26, "0")}-000000001`]);
});
