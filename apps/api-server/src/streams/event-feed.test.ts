import { createMemoryEventBus, type EventBus, type EventDelivery, type EventSubscription } from "@cordon/events";
import { createManualClock } from "@cordon/core/testing";
import { expect, test } from "vitest";
import { type FeedItem, type FeedRequest, openEventFeed } from "./event-feed.ts";

const NEVER = new AbortController().signal;
const eventOf = (id: number) =>
  ({ specversion: "1.0", id: String(id), source: "/tests", type: "t", extensions: {}, data: id }) as const;

async function fill(bus: EventBus, count: number): Promise<void> {
  for (let id = 1; id <= count; id += 1) await bus.publish({ event: eventOf(id), topic: "a" }, NEVER);
}

async function read(bus: EventBus, from: FeedRequest["from"], count: number): Promise<readonly string[]> {
  const items: FeedItem[] = [];
  for await (const item of await openEventFeed(bus, { topic: "a", from }, NEVER)) {
    items.push(item);
    if (items.length === count) break;
  }
  return items.map((item) => (item.kind === "gap" ? `gap ${item.missed}` : item.event.id));
}

test("what was evicted before it was read is a gap in its place", async () => {
  const bus = createMemoryEventBus({ clock: createManualClock(), maxEvents: 2 });
  await fill(bus, 5);
  expect(await read(bus, { after: 1 }, 3)).toEqual(["gap 2", "4", "5"]);
  expect(await read(bus, "all", 2)).toEqual(["4", "5"]);
});

test("a bus that has begun anew since is told from one that goes on", async () => {
  const bus = createMemoryEventBus({ clock: createManualClock() });
  await fill(bus, 3);
  const items = read(bus, { after: 7 }, 2);
  await bus.publish({ event: eventOf(4), topic: "a" }, NEVER);
  expect(await items).toEqual(["gap 3", "4"]);
});

test("an event that the bus delivers again is not given twice, and an acknowledgement that fails ends nothing", async () => {
  const delivery = (sequence: number): EventDelivery => ({
    kind: "event",
    event: eventOf(sequence),
    topic: "a",
    sequence,
    attempt: 1,
    ack: () => Promise.reject(new Error("lost")),
    nack: async () => {},
  });
  const deliveries = [1, 2, 1, 2, 3].map((sequence) => delivery(sequence));
  const subscription = {
    async *[Symbol.asyncIterator]() {
      yield* deliveries;
    },
  } as unknown as EventSubscription;
  const bus = { subscribe: async () => subscription } as unknown as EventBus;
  expect(await read(bus, "all", 3)).toEqual(["1", "2", "3"]);
});
