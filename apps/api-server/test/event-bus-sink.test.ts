import type { JsonValue } from "@cordon/core";
import { createManualClock } from "@cordon/core/testing";
import { createMemoryEventBus } from "@cordon/events";
import type { PluginEvent } from "@cordon/plugin-runtime";
import { eventSinkCases } from "@cordon/plugin-runtime/conformance";
import { expect, test } from "vitest";
import { runSuite } from "../../../tools/testing/run-suite.ts";
import { createEventBusSink } from "../src/messaging/event-bus-sink.ts";

const NEVER = new AbortController().signal;

runSuite(eventSinkCases, async () => {
  const events = createMemoryEventBus({ clock: createManualClock() });
  const subscription = await events.subscribe({ topic: "plugin.p1.acme_a.>", from: "all" }, NEVER);
  let published = 0;
  const sink = createEventBusSink({ events });
  return {
    sink: {
      async publish(event, signal) {
        await sink.publish(event, signal);
        published += 1;
      },
    },
    async received() {
      const all: PluginEvent[] = [];
      while (all.length < published) {
        const { value } = await subscription.next();
        if (value?.kind !== "event") throw new Error("An event was expected.");
        const { id, source, type, time = "", extensions, data } = value.event;
        const [, , scope = "", , pluginId = ""] = source.split("/");
        const topic = type.slice("cordon.plugin.".length);
        const callId = String(extensions["callid"]);
        all.push({ id, at: Date.parse(time), scope, pluginId, callId, topic, data: data as JsonValue });
      }
      return all;
    },
  };
});

test("the topics of two plugins are never the same", async () => {
  const events = createMemoryEventBus({ clock: createManualClock() });
  const subscription = await events.subscribe({ topic: "plugin.>", from: "all" }, NEVER);
  const sink = createEventBusSink({ events });
  const event = { at: 1, scope: "p1", callId: "c", data: null };
  await sink.publish({ ...event, id: "1", pluginId: "acme", topic: "a.b" }, NEVER);
  await sink.publish({ ...event, id: "2", pluginId: "acme.a", topic: "b" }, NEVER);
  const topics = [await subscription.next(), await subscription.next()].map(({ value }) =>
    value?.kind === "event" ? value.topic : "",
  );
  expect(topics).toEqual(["plugin.p1.acme.a.b", "plugin.p1.acme_a.b"]);
});
