import { createMessageBus, type Envelope } from "@cordon/bus";
import { createMemoryLogger, createMemoryTelemetry } from "@cordon/core";
import { createManualClock, createSeededRandom, createSequentialIds } from "@cordon/core/testing";
import { createMemoryEventBus, type EventBus, eventsError, type PublishRequest } from "@cordon/events";
import { expect, test } from "vitest";
import { recordBusEvents } from "./record-bus-events.ts";

const clock = createManualClock();
const settle = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

function world(publish?: EventBus["publish"]) {
  const bus = createMessageBus({ clock, random: createSeededRandom(7), ids: createSequentialIds() });
  const kept: PublishRequest[] = [];
  const inner = createMemoryEventBus({ clock });
  const keep: EventBus["publish"] = async (request, signal) => {
    const receipt = await inner.publish(request, signal);
    kept.push(request);
    return receipt;
  };
  const events: EventBus = {
    publish: publish ?? keep,
    subscribe: (request, signal) => inner.subscribe(request, signal),
    [Symbol.asyncDispose]: () => inner[Symbol.asyncDispose](),
  };
  const isForeign = ({ causationId }: Envelope): boolean => causationId === "elsewhere";
  const logger = createMemoryLogger();
  const telemetry = createMemoryTelemetry({ random: createSeededRandom(8) });
  const recorder = recordBusEvents({ bus, events, isForeign, clock, logger, telemetry });
  return { bus, kept, logger, telemetry, recorder };
}

test("what a sender emits is an event of its name, with its trace, and a command is none", async () => {
  const { bus, kept } = world();
  bus.grantCapability("feed", "*");
  const feed = bus.openSender("feed");
  const { id, traceparent } = await feed.emitEvent({ kind: "price.eur", payload: { eur: [1, null] } });
  await feed.sendCommand({ to: "m", command: { type: "invoke", moduleId: "m", method: "go", payload: 1 } });
  await bus.publish({ message: { kind: "event", event: { type: "module_started", moduleId: "m" } } });
  await feed.publish({ message: { kind: "event", event: { type: "pong", from: "feed" } } });
  await settle();
  const time = new Date(clock.now()).toISOString();
  expect(kept[0]).toEqual({
    topic: "bus.event.feed.price.eur",
    event: {
      specversion: "1.0",
      id,
      source: "/bus/feed",
      type: "cordon.custom.price.eur",
      subject: "feed",
      time,
      extensions: { traceparent },
      data: { eur: [1, null] },
    },
  });
  expect(kept.slice(1).map(({ topic, event }) => [topic, event.source, event.type, event.data])).toEqual([
    ["bus.event.m.module_started", "/bus/kernel", "cordon.module_started", { moduleId: "m" }],
    ["bus.event.feed.pong", "/bus/feed", "cordon.pong", { from: "feed" }],
  ]);
});

test("a kind that reads like the kernel's word is none of it", async () => {
  const { bus, kept } = world();
  bus.grantCapability("feed", "emit:*");
  await bus.openSender("feed").emitEvent({ kind: "module_started", payload: null });
  await settle();
  expect(kept.map(({ event }) => event.type)).toEqual(["cordon.custom.module_started"]);
});

test("what came from another server is left to that one", async () => {
  const { bus, kept } = world();
  const message = { kind: "event", event: { type: "custom", moduleId: "m", kind: "k", payload: 1 } } as const;
  await bus.publish({ message, causationId: "elsewhere" });
  const second = await bus.publish({ message });
  await settle();
  expect(kept.map(({ event }) => event.id)).toEqual([second.id]);
});

test("what the event bus does not take is counted and logged now and then, and holds up nobody", async () => {
  const { bus, logger, telemetry } = world(() => Promise.reject(eventsError("events/unavailable", { reason: "gone" })));
  const message = { kind: "event", event: { type: "custom", moduleId: "m", kind: "k", payload: "s3cret" } } as const;
  for (let count = 0; count < 1000; count += 1) await bus.publish({ message });
  await settle();
  expect(logger.records).toHaveLength(1);
  clock.advance(10_000);
  await bus.publish({ message });
  await settle();
  expect(logger.records.map(({ fields }) => fields)).toMatchObject([
    { lost: 1 },
    { lost: 1000, code: "events/unavailable" },
  ]);
  expect(JSON.stringify(logger.records)).not.toContain("s3cret");
  expect(JSON.stringify(telemetry)).not.toContain("s3cret");
});

test("an event bus that answers nothing holds up neither the bus nor the end", async () => {
  let given = 0;
  const { bus, recorder } = world((_request, signal) => {
    given += 1;
    return new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(new Error("over"))));
  });
  const message = { kind: "event", event: { type: "custom", moduleId: "m", kind: "k", payload: 1 } } as const;
  for (let count = 0; count < 1000; count += 1) await bus.publish({ message });
  await settle();
  expect(given).toBe(256);
  await recorder[Symbol.asyncDispose]();
  expect(bus.subscriberCount()).toBe(0);
});
