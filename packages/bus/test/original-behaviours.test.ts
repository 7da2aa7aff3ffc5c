import { expect, test } from "vitest";
import { echo, payloadOf, readerOf, senderWith, tick } from "../src/conformance/reading.ts";
import { createBusWorld } from "./_bus-world.ts";

test("a message is delivered to all subscribers", async () => {
  const { bus } = createBusWorld();
  const readers = Array.from({ length: 5 }, () => readerOf(bus.subscribe()));
  await bus.publish(tick("hello"));
  expect(await Promise.all(readers.map((reader) => reader.payload()))).toEqual(readers.map(() => "hello"));
});

test("a subscriber that was closed is pruned at once, without a message to find it out", () => {
  const { bus } = createBusWorld();
  const [one] = [bus.subscribe(), bus.subscribe()];
  expect(bus.subscriberCount()).toBe(2);
  one[Symbol.dispose]();
  expect(bus.subscriberCount()).toBe(1);
});

test("every message says who published it, by the host's word", async () => {
  const { bus } = createBusWorld();
  const reader = readerOf(bus.subscribe());
  await senderWith(bus, "weather", "emit:rain").emitEvent({ kind: "rain", payload: 3, source: "kernel" } as never);
  const { envelope } = await reader.message();
  expect(envelope).toMatchObject({ source: "weather", timestamp: Date.UTC(2026, 0, 1) });
});

test("a correlation goes to the responder and comes back in what it emits", async () => {
  const { bus } = createBusWorld();
  const reader = readerOf(bus.subscribe({ topic: "event.>" }));
  const shop = senderWith(bus, "shop", "emit:sold");
  bus.respond({ name: "shop" }, async ({ envelope: { correlationId = "", id } }) => {
    await shop.emitEvent({ kind: "sold", payload: 1, correlationId, causationId: id });
    return correlationId;
  });
  const asked = await senderWith(bus, "till", "shop:echo").request(echo("shop"));
  const { envelope } = await reader.message();
  expect([envelope.correlationId, envelope.causationId, envelope.source]).toEqual([asked, asked, "shop"]);
});

test("what is granted goes through", async () => {
  const { bus } = createBusWorld();
  const sender = senderWith(bus, "agent", "browser:navigate");
  await expect(sender.publishWithCapability("browser:navigate", navigate())).resolves.toMatchObject({
    source: "agent",
  });
});

test("what is not granted is denied, by name and capability, and audited", async () => {
  const { bus, audits, clock } = createBusWorld();
  const refused = bus.openSender("agent").publishWithCapability("llm:ask", navigate());
  const denial = { publisher: "agent", capability: "browser:navigate" };
  await expect(refused).rejects.toMatchObject({ code: "bus/denied", kind: "forbidden", details: denial });
  expect(audits).toEqual([
    { at: clock.now(), principal: "agent", action: "publish", capability: "browser:navigate", outcome: "denied" },
  ]);
});

test("what was revoked is denied from then on", async () => {
  const { bus } = createBusWorld();
  const sender = senderWith(bus, "agent", "browser:navigate");
  await sender.publish(navigate());
  expect(bus.revokeCapability("agent", "browser:navigate")).toBe(1);
  await expect(sender.publish(navigate())).rejects.toMatchObject({ code: "bus/denied" });
});

test("the kernel publishes without any grant, and nobody else can be the kernel", async () => {
  const { bus, audits } = createBusWorld({ name: "host" });
  await expect(bus.publish(navigate())).resolves.toMatchObject({ source: "host" });
  expect(() => bus.openSender("host")).toThrow(RangeError);
  expect(audits).toEqual([]);
});

test("one stalled subscriber of 1,000 changes nothing for the others, and its drops are counted exactly", async () => {
  const { bus } = createBusWorld();
  const stalled = bus.subscribe({ name: "stalled", capacity: 16 });
  const seen = Array.from({ length: 999 }, () => 0);
  const consumed = seen.map((_, at) =>
    bus.subscribe({ capacity: 16 }).consume((received) => {
      const expected = seen[at];
      if (received.kind === "message" && payloadOf(received) === expected) seen[at] = expected + 1;
    }),
  );
  for (let at = 0; at < 200; at += 1) await bus.publish(tick(at));
  expect(new Set(seen)).toEqual(new Set([200]));
  expect([stalled.waiting, stalled.dropped]).toEqual([16, 184]);
  await bus[Symbol.asyncDispose]();
  await Promise.all(consumed);
});

function navigate(): Parameters<ReturnType<typeof createBusWorld>["bus"]["publish"]>[0] {
  const command = { type: "invoke", moduleId: "browser", method: "navigate", payload: "about:blank" } as const;
  return { message: { kind: "command", command } };
}
