import { deepEqual, rejects } from "node:assert/strict";
import type { ConformanceCase } from "@cordon/core/conformance";
import type { EventSink, PluginEvent } from "../ports/event-sink.ts";

/** A sink, and a way to see what reached those who listen, oldest first. */
export interface EventSinkFixture {
  readonly sink: EventSink;
  readonly received: () => Promise<readonly PluginEvent[]>;
}

const never = (): AbortSignal => new AbortController().signal;

function eventOf(id: string, data: PluginEvent["data"] = { deep: ["ü", 1.5, null] }): PluginEvent {
  return { id, at: 1, scope: "p1", pluginId: "acme.a", callId: "c1", topic: "orders.made", data };
}

/** The contract of `EventSink`, case by case. */
export const eventSinkCases: readonly ConformanceCase<EventSinkFixture>[] = [
  {
    name: "an event arrives as it was published",
    needs: [],
    async run(make) {
      const { sink, received } = await make();
      await sink.publish(eventOf("1"), never());
      deepEqual(await received(), [eventOf("1")]);
    },
  },
  {
    name: "events that are published one after the other arrive in that order",
    needs: [],
    async run(make) {
      const { sink, received } = await make();
      for (let id = 0; id < 20; id += 1) await sink.publish(eventOf(String(id)), never());
      deepEqual(
        (await received()).map(({ id }) => id),
        Array.from({ length: 20 }, (_each, id) => String(id)),
      );
    },
  },
  {
    name: "what was published is the sink's own",
    needs: [],
    async run(make) {
      const { sink, received } = await make();
      const data = { changing: "before" };
      await sink.publish(eventOf("1", data), never());
      data.changing = "after";
      deepEqual(
        (await received()).map((event) => event.data),
        [{ changing: "before" }],
      );
    },
  },
  {
    name: "a caller that is gone publishes nothing",
    needs: [],
    async run(make) {
      const { sink, received } = await make();
      await rejects(sink.publish(eventOf("1"), AbortSignal.abort()), { code: "core/aborted" });
      deepEqual(await received(), []);
    },
  },
];
