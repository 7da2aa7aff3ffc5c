import { createManualClock } from "@cordon/core/testing";
import { describe, expect, test } from "vitest";
import { type CloudEvent, createMemoryEventBus } from "../src/index.ts";

const MINIMAL = { specversion: "1.0", id: "1", source: "/s", type: "t" } as const;

describe("memory bus", () => {
  test("what is too old leaves, the window of duplicates ends, and both are bounded", async () => {
    const clock = createManualClock();
    const { signal } = new AbortController();
    const bus = createMemoryEventBus({ clock, maxAgeMs: 1000, duplicateWindowMs: 500, maxDuplicateIds: 2 });
    const publish = async (id: string): Promise<boolean> =>
      (await bus.publish({ event: { ...MINIMAL, id, extensions: {} } }, signal)).duplicate;
    const subscription = await bus.subscribe({ topic: ">" }, signal);
    expect([await publish("1"), await publish("1")]).toEqual([false, true]);
    clock.advance(500);
    expect(await publish("1")).toBe(false);
    expect([await publish("2"), await publish("3"), await publish("1")]).toEqual([false, false, false]);
    clock.advance(1000);
    expect((await subscription.next()).value).toEqual({ kind: "gap", missed: 5, reason: "evicted" });
  });

  test("bytes are bounded, but the newest event stays", async () => {
    const { signal } = new AbortController();
    const bus = createMemoryEventBus({ clock: createManualClock(), maxBytes: 1024 });
    for (const id of ["1", "2", "3"])
      await bus.publish({ event: { ...MINIMAL, id, extensions: {}, data: "x".repeat(2000) } }, signal);
    const subscription = await bus.subscribe({ topic: ">", from: { sequence: 1 } }, signal);
    expect((await subscription.next()).value).toMatchObject({ kind: "gap", missed: 2 });
    expect((await subscription.next()).value).toMatchObject({ kind: "event", sequence: 3 });
  });

  test("events that were read before they left are not missed", async () => {
    const { signal } = new AbortController();
    const bus = createMemoryEventBus({ clock: createManualClock(), maxEvents: 2 });
    const subscription = await bus.subscribe({ topic: ">" }, signal);
    for (const id of ["1", "2", "3", "4", "5"]) {
      await bus.publish({ event: { ...MINIMAL, id, extensions: {} } }, signal);
      expect((await subscription.next()).value).toMatchObject({ kind: "event", event: { id } });
    }
  });

  test("who lost a delivery to another reader cannot give it back", async () => {
    const clock = createManualClock();
    const { signal } = new AbortController();
    const bus = createMemoryEventBus({ clock });
    const subscription = await bus.subscribe({ topic: ">", ackTimeoutMs: 100, maxInFlight: 5 }, signal);
    await bus.publish({ event: { ...MINIMAL, extensions: {} } }, signal);
    const { value: first } = await subscription.next();
    clock.advance(100);
    expect((await subscription.next()).value).toMatchObject({ attempt: 2 });
    if (first?.kind === "event") await first.nack();
    let came = false;
    void subscription.next().then(() => (came = true));
    await new Promise((resolve) => void setImmediate(resolve));
    expect(came).toBe(false);
  });

  test("an event leaves room for what a dead letter adds", async () => {
    const { signal } = new AbortController();
    const bus = createMemoryEventBus({ clock: createManualClock() });
    const extended = (count: number): CloudEvent => ({
      ...MINIMAL,
      extensions: Object.fromEntries(Array.from({ length: count }, (_, at) => [`x${at}`, at])),
    });
    await expect(bus.publish({ event: extended(62) }, signal)).rejects.toMatchObject({ code: "events/invalid-event" });
    const dead = await bus.subscribe({ topic: "dead.d" }, signal);
    const subscription = await bus.subscribe({ topic: ">", durable: "d", maxDeliveries: 1 }, signal);
    await bus.publish({ event: extended(61) }, signal);
    const { value } = await subscription.next();
    if (value?.kind === "event") await value.nack();
    expect((await dead.next()).value).toMatchObject({ event: { extensions: { deadtopic: "t" } } });
  });

  test("no timer stays behind", async () => {
    const clock = createManualClock();
    const bus = createMemoryEventBus({ clock });
    const { signal } = new AbortController();
    const subscriptions = [
      await bus.subscribe({ topic: ">" }, signal),
      await bus.subscribe({ topic: ">", durable: "d" }, signal),
    ];
    await bus.publish({ event: { ...MINIMAL, extensions: {} } }, signal);
    for (const subscription of subscriptions) await subscription.next();
    expect(clock.waiting).toBe(2);
    await bus[Symbol.asyncDispose]();
    expect(clock.waiting).toBe(0);
  });

  test.each([{ maxEvents: 0 }, { maxAgeMs: -1 }, { maxBytes: 1 }, { duplicateWindowMs: Number.NaN }])(
    "options that cannot be are refused: %j",
    (options) => {
      expect(() => createMemoryEventBus({ clock: createManualClock(), ...options })).toThrow(RangeError);
      expect(() => createMemoryEventBus({ clock: createManualClock(), unknown: 1 } as never)).toThrow(TypeError);
    },
  );
});
