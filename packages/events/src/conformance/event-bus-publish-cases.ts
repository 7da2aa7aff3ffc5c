import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import type { ConformanceCase } from "@cordon/core/conformance";
import { EVENT_SIZE_DEFAULTS } from "../event-record.ts";
import type { CloudEvent } from "../cloud-event/cloud-event.ts";
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

const BAD_TOPICS = [
  "",
  ".",
  "a.",
  ".a",
  "a..b",
  "a b",
  "a.*",
  ">",
  "a.>",
  "ä",
  "a\nb",
  "dead",
  "dead.x",
  "a".repeat(201),
];
const LARGE = "x".repeat(EVENT_SIZE_DEFAULTS.maxEventBytes);

/** What `EventBus` promises of publishing. */
export const eventBusPublishCases: readonly ConformanceCase<EventBusFixture>[] = [
  {
    name: "sequences grow from 1 in the order in which a publisher published",
    needs: [],
    async run(make) {
      const { bus } = await make();
      const receipts = await Promise.all([1, 2, 3, 4, 5].map((id) => publish(bus, eventOf(id))));
      deepEqual(
        receipts,
        [1, 2, 3, 4, 5].map((sequence) => ({ sequence, duplicate: false })),
      );
    },
  },
  {
    name: "an event with the source and id of another is a duplicate, and is not kept",
    needs: [],
    async run(make) {
      const fixture = await make();
      const { bus } = fixture;
      const first = await publish(bus, eventOf(1));
      deepEqual(await publish(bus, eventOf(1, { data: "another" })), { ...first, duplicate: true });
      equal((await publish(bus, eventOf(1, { source: "/other" }))).duplicate, false);
      const subscription = await bus.subscribe({ topic: ">", from: "all" }, never());
      deepEqual(await takeIds(subscription, 2), ["1", "1"]);
      await nothingComes(fixture, subscription, 100);
    },
  },
  {
    name: "sources and ids are told apart whatever characters they have",
    needs: [],
    async run(make) {
      const { bus } = await make();
      const long = "i".repeat(5000);
      const ids = ["a", "a ", " a", "a b", "ä", "a\u0308", long, `${long}x`, `sha256:${"0".repeat(64)}`, "A"];
      const receipts = await Promise.all(ids.map((id) => publish(bus, eventOf(id))));
      deepEqual(
        receipts.map(({ duplicate }) => duplicate),
        ids.map(() => false),
      );
      for (const id of ids) equal((await publish(bus, eventOf(id))).duplicate, true, id.slice(0, 10));
    },
  },
  {
    name: "duplicates that are published at once are kept once",
    needs: [],
    async run(make) {
      const { bus } = await make();
      const receipts = await Promise.all(Array.from({ length: 10 }, () => publish(bus, eventOf("same"))));
      equal(receipts.filter(({ duplicate }) => !duplicate).length, 1);
      equal(new Set(receipts.map(({ sequence }) => sequence)).size, 1);
    },
  },
  {
    name: "without a topic, the event's type is the topic",
    needs: [],
    async run(make) {
      const { bus } = await make();
      const subscription = await bus.subscribe({ topic: "com.example.*" }, never());
      await bus.publish({ event: eventOf(1) }, never());
      const { topic } = await take(subscription);
      equal(topic, "com.example.created");
      const event = eventOf(2, { type: "no topic" });
      await rejects(bus.publish({ event }, never()), { code: "events/invalid-request" });
    },
  },
  {
    name: "a bad topic, an event that is not valid and one that is too large are refused before anything is sent",
    needs: [],
    async run(make) {
      const { bus } = await make();
      for (const topic of BAD_TOPICS)
        await rejects(publish(bus, eventOf(1), topic), { code: "events/invalid-request" }, JSON.stringify(topic));
      const invalid = [{}, null, { ...eventOf(1), id: "" }, { ...eventOf(1), data: { now: new Date() } }];
      for (const event of invalid as CloudEvent[]) await rejects(publish(bus, event), { code: "events/invalid-event" });
      await rejects(publish(bus, eventOf(1, { data: LARGE })), { code: "events/too-large" });
      equal((await publish(bus, eventOf(1))).sequence, 1);
    },
  },
  {
    name: "an event arrives as it was published, whatever its data is",
    needs: [],
    async run(make) {
      const { bus } = await make();
      const subscription = await bus.subscribe({ topic: TOPIC }, never());
      const events: readonly CloudEvent[] = [
        eventOf("none", { data: undefined as never }),
        eventOf("null", { data: null }),
        eventOf("nested", { data: { "": [1.5, { "ä\u2028": "\ud83d\ude00" }, [], {}], no: false } }),
        eventOf("text", { datacontenttype: "text/plain", data: "a text" }),
        eventOf("bytes", { datacontenttype: "image/png", data: undefined as never, dataBase64: "iVBORw0KGgo=" }),
        eventOf("all", {
          dataschema: "https://example.com/schema",
          subject: "Größe",
          time: "2026-01-31T12:00:00.123456789+01:00",
          datacontenttype: "application/vnd.example+json; charset=utf-8",
          extensions: { flag: true, count: -2_147_483_648, text: "", constructor: "harmless" },
        }),
      ];
      for (const event of events) await publish(bus, event);
      for (const event of events) {
        const { event: arrived } = await take(subscription);
        deepEqual(JSON.parse(JSON.stringify(arrived)), JSON.parse(JSON.stringify(event)));
      }
    },
  },
  {
    name: "what is delivered is the reader's own",
    needs: [],
    async run(make) {
      const { bus } = await make();
      const [one, other] = await Promise.all([
        bus.subscribe({ topic: TOPIC }, never()),
        bus.subscribe({ topic: TOPIC }, never()),
      ]);
      const data = { list: [1] };
      const sent = publish(bus, eventOf(1, { data }));
      data.list.push(2);
      await sent;
      const first = await take(one);
      const list = (first.event.data as { list: number[] }).list;
      deepEqual(list, [1]);
      list.push(3);
      Object.assign(first.event, { id: "changed" });
      const second = await take(other);
      equal(second.event.id, "1");
      deepEqual(second.event.data, { list: [1] });
      await first.nack();
      deepEqual((await take(one)).event.data, { list: [1] });
    },
  },
  {
    name: "publishers do not wait for readers",
    needs: [],
    async run(make) {
      const { bus } = await make();
      const subscription = await bus.subscribe({ topic: TOPIC, maxInFlight: 2 }, never());
      await publishAll(bus, 1, 300);
      equal((await takeIds(subscription, 300)).length, 300);
    },
  },
  {
    name: "a publish whose signal was aborted before keeps nothing",
    needs: [],
    async run(make) {
      const { bus } = await make();
      await rejects(bus.publish({ event: eventOf(1), topic: TOPIC }, AbortSignal.abort()), { code: "core/aborted" });
      equal((await publish(bus, eventOf(1))).sequence, 1);
    },
  },
  {
    name: "after disposal every call rejects, and disposing twice is safe",
    needs: [],
    async run(make) {
      const { bus } = await make();
      const subscription = await bus.subscribe({ topic: TOPIC }, never());
      await publish(bus, eventOf(1));
      const delivery = await take(subscription);
      const waiting = subscription.next();
      waiting.catch(() => undefined);
      await Promise.all([bus[Symbol.asyncDispose](), bus[Symbol.asyncDispose]()]);
      await bus[Symbol.asyncDispose]();
      const closed = { code: "events/closed" };
      await rejects(waiting, closed);
      await rejects(subscription.next(), closed);
      await rejects(publish(bus, eventOf(2)), closed);
      await rejects(bus.subscribe({ topic: TOPIC }, never()), closed);
      await rejects(delivery.ack(), closed);
      await subscription[Symbol.asyncDispose]();
      ok(true);
    },
  },
];
