import { deepEqual, equal, match, notEqual, ok, rejects, throws } from "node:assert/strict";
import type { JsonValue } from "@cordon/core";
import type { ConformanceCase } from "@cordon/core/conformance";
import type { MessageBus } from "../ports/message-bus.ts";
import { payloadOf, readerOf, senderWith, tick } from "./reading.ts";

/** What a receiver has in its hands, and what cannot be published. */
export const envelopeCases: readonly ConformanceCase<MessageBus>[] = [
  {
    name: "an envelope says who published it, when, and which message it is",
    needs: [],
    async run(make) {
      await using bus = await make();
      const reader = readerOf(bus.subscribe());
      const published = await senderWith(bus, "till", "emit:*").emitEvent({ kind: "sale", payload: 1 });
      const { envelope } = await reader.message();
      deepEqual([envelope.source, envelope.id], ["till", published.id]);
      ok(Number.isFinite(envelope.timestamp));
      match(envelope.traceparent, /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/);
      equal(envelope.traceparent, envelope.traceparent);
      deepEqual([envelope.correlationId, envelope.causationId], [undefined, undefined]);
    },
  },
  {
    name: "the kernel publishes in its own name",
    needs: [],
    async run(make) {
      await using bus = await make();
      equal((await bus.publish(tick(1))).source, bus.name);
    },
  },
  {
    name: "no two messages have the same id",
    needs: [],
    async run(make) {
      await using bus = await make();
      const envelopes = await Promise.all([1, 2, 3].map((at) => bus.publish(tick(at))));
      equal(new Set(envelopes.map(({ id }) => id)).size, 3);
    },
  },
  {
    name: "what is said beside a message is on its envelope",
    needs: [],
    async run(make) {
      await using bus = await make();
      const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
      const beside = { correlationId: "order-1", causationId: "order-0", traceparent };
      const envelope = await bus.publish(tick(1, beside));
      deepEqual(
        [envelope.correlationId, envelope.causationId, envelope.traceparent],
        ["order-1", "order-0", traceparent],
      );
    },
  },
  {
    name: "a traceparent that is none begins a trace",
    needs: [],
    async run(make) {
      await using bus = await make();
      const [one, other] = await Promise.all([bus.publish(tick(1, { traceparent: "none" })), bus.publish(tick(1))]);
      match(one.traceparent, /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/);
      notEqual(one.traceparent, other.traceparent);
    },
  },
  {
    name: "a payload is copied: what its sender changes later is not what was published",
    needs: [],
    async run(make) {
      await using bus = await make();
      const reader = readerOf(bus.subscribe());
      const payload = { items: [{ price: 1 }] };
      const published = bus.publish(tick(payload));
      payload.items.push({ price: 2 });
      await published;
      deepEqual(await reader.payload(), { items: [{ price: 1 }] });
    },
  },
  {
    name: "a receiver can change neither a payload nor an envelope",
    needs: [],
    async run(make) {
      await using bus = await make();
      const [reader, witness] = [readerOf(bus.subscribe()), readerOf(bus.subscribe())];
      await bus.publish(tick({ items: [1] }));
      const delivery = await reader.message();
      const payload = payloadOf(delivery) as { items: number[] };
      throws(() => payload.items.push(2), TypeError);
      throws(() => Object.assign(payload, { items: [] }), TypeError);
      throws(() => Object.assign(delivery, { topic: "event.clock.tock" }), TypeError);
      throws(() => Object.defineProperty(delivery.envelope, "source", { value: "somebody" }), TypeError);
      throws(() => Object.assign(delivery.envelope.message, { kind: "command" }), TypeError);
      const seen = await witness.message();
      deepEqual([seen.envelope.source, seen.topic, payloadOf(seen)], [bus.name, "event.clock.tick", { items: [1] }]);
    },
  },
  {
    name: "what is no JSON cannot be published",
    needs: [],
    async run(make) {
      await using bus = await make();
      const stranger = { in: { a: [new Date(0)] } } as never;
      await rejects(bus.publish(tick(stranger)), {
        code: "bus/invalid-message",
        details: { issues: [{ pointer: "/message/event/payload/in/a/0", message: "must be JSON" }] },
      });
    },
  },
  {
    name: "what is too large or too deep cannot be published",
    needs: [],
    async run(make) {
      await using bus = await make();
      await rejects(bus.publish(tick("x".repeat(1_048_577))), { code: "bus/invalid-message" });
      await bus.publish(tick("x".repeat(1_048_576)));
      await rejects(bus.publish(tick(nested(65))), { code: "bus/invalid-message" });
      await bus.publish(tick(nested(64)));
    },
  },
  {
    name: "a name with wildcards, or of nobody, cannot be published to",
    needs: [],
    async run(make) {
      await using bus = await make();
      const { message } = tick(1);
      for (const to of ["*", ">", "a.*", "", "a b", "x".repeat(129)])
        await rejects(bus.publish({ message, to }), { code: "bus/invalid-message" });
      const start = { kind: "command", command: { type: "start" } } as const;
      await rejects(bus.publish({ message: start }), { code: "bus/invalid-message" });
    },
  },
  {
    name: "an invoke is for the module that it names and for no other",
    needs: [],
    async run(make) {
      await using bus = await make();
      const command = { type: "invoke", moduleId: "shop", method: "echo", payload: 1 } as const;
      const message = { kind: "command", command } as const;
      await rejects(bus.publish({ message, to: "till" }), { code: "bus/invalid-message" });
      equal((await bus.publish({ message, to: "shop" })).source, bus.name);
    },
  },
  {
    name: "a publish whose signal has aborted rejects, and nobody receives it",
    needs: [],
    async run(make) {
      await using bus = await make();
      const reader = readerOf(bus.subscribe());
      await rejects(bus.publish(tick(1), AbortSignal.abort()), { code: "core/aborted" });
      await bus.publish(tick(2));
      equal(await reader.payload(), 2);
    },
  },
  {
    name: "a delayed message is published when its time has come, and not when it was aborted",
    needs: [],
    async run(make) {
      await using bus = await make();
      const reader = readerOf(bus.subscribe());
      const aborted = new AbortController();
      const later = bus.publish(tick("later", { delayMs: 30 }));
      const never = rejects(bus.publish(tick("never", { delayMs: 20 }), aborted.signal), { code: "core/aborted" });
      aborted.abort();
      await bus.publish(tick("now"));
      await never;
      deepEqual([await reader.payload(), await reader.payload()], ["now", "later"]);
      equal((await later).source, bus.name);
    },
  },
];

function nested(depth: number): JsonValue {
  return JSON.parse("[".repeat(depth) + "]".repeat(depth)) as JsonValue;
}
