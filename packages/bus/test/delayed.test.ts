import { expect, test } from "vitest";
import { payloadOf, senderWith, tick } from "../src/conformance/reading.ts";
import { createBusWorld, refused, settle } from "./_bus-world.ts";

const later = { kind: "sale", payload: "later", delayMs: 100 } as const;

test("a delayed message is published at its time, with that time on it", async () => {
  const { bus, clock } = createBusWorld();
  const subscription = bus.subscribe();
  const begun = clock.now();
  const publishing = bus.publish(tick(1, { delayMs: 100 }));
  clock.advance(99);
  expect(subscription.waiting).toBe(0);
  clock.advance(1);
  expect(subscription.waiting).toBe(1);
  expect((await publishing).timestamp).toBe(begun + 100);
});

test("a message with no delay to speak of is still published later", async () => {
  const { bus, clock } = createBusWorld();
  const subscription = bus.subscribe();
  const publishing = bus.publish(tick(1, { delayMs: 0 }));
  expect(subscription.waiting).toBe(0);
  clock.advance(0);
  await publishing;
  expect(subscription.waiting).toBe(1);
});

test("a delayed message is what it was when it was given, whatever its sender does to it meanwhile", async () => {
  const { bus, clock } = createBusWorld();
  const payload = { price: 1 };
  const publishing = bus.publish(tick(payload, { delayMs: 100 }));
  payload.price = 2;
  clock.advance(100);
  expect(payloadOf({ envelope: await publishing })).toEqual({ price: 1 });
});

test("a delayed message that nobody may publish is denied at once", async () => {
  const { bus, clock, audits } = createBusWorld();
  await expect(bus.openSender("till").emitEvent(later)).rejects.toMatchObject({ code: "bus/denied" });
  expect([clock.waiting, audits.length]).toEqual([0, 1]);
});

test("a delayed message needs what it is published with as well, at once and then again", async () => {
  const { bus, clock } = createBusWorld();
  const sender = senderWith(bus, "till", "emit-as:*");
  const delayed = tick(1, { delayMs: 100 });
  await expect(sender.publishWithCapability("llm:ask", delayed)).rejects.toMatchObject({ code: "bus/denied" });
  const grant = bus.grantCapability("till", "llm:*");
  const publishing = sender.publishWithCapability("llm:ask", delayed);
  const denied = refused(publishing, { code: "bus/denied", details: { capability: "llm:ask" } });
  grant.revoke();
  clock.advance(100);
  await denied;
});

test("a delayed message whose right was revoked meanwhile is denied, audited and not delivered", async () => {
  const { bus, clock, audits } = createBusWorld();
  const subscription = bus.subscribe();
  const publishing = senderWith(bus, "till", "emit:*").emitEvent(later);
  const denied = refused(publishing, { code: "bus/denied" });
  bus.revokeCapability("till", "emit:*");
  clock.advance(100);
  await denied;
  expect([subscription.waiting, audits.at(-1)?.outcome]).toEqual([0, "denied"]);
});

test("a delayed message whose right has expired or was used up meanwhile is denied", async () => {
  const { bus, clock } = createBusWorld();
  bus.grantCapability("till", "emit:sale", { expiresAt: clock.now() + 100 });
  const once = bus.grantCapability("clerk", "emit:sale", { uses: 1 });
  const [till, clerk] = [bus.openSender("till"), bus.openSender("clerk")];
  const denied = [till, clerk].map((sender) => refused(sender.emitEvent(later), { code: "bus/denied" }));
  expect(once.usesLeft).toBe(1);
  await clerk.emitEvent({ kind: "sale", payload: "now" });
  clock.advance(100);
  await Promise.all(denied);
});

test("a delayed message of a sender that was closed meanwhile is denied", async () => {
  const { bus, clock } = createBusWorld();
  const subscription = bus.subscribe();
  const sender = senderWith(bus, "till", "emit:*");
  const denied = refused(sender.narrow("emit:*").emitEvent(later), { code: "bus/denied" });
  sender.close();
  clock.advance(100);
  await denied;
  expect(subscription.waiting).toBe(0);
});

test("a delayed message that is aborted leaves no timer behind and is never published", async () => {
  const { bus, clock } = createBusWorld();
  const subscription = bus.subscribe();
  const aborted = new AbortController();
  const publishing = bus.publish(tick(1, { delayMs: 100 }), aborted.signal);
  const over = refused(publishing, { code: "core/aborted" });
  aborted.abort();
  await over;
  expect(clock.waiting).toBe(0);
  clock.advance(100);
  expect(subscription.waiting).toBe(0);
});

test("a bus that is disposed rejects what was to be published later, and forgets it", async () => {
  const { bus, clock } = createBusWorld();
  const over = [1, 2].map((at) => refused(bus.publish(tick(at, { delayMs: 100 })), { code: "bus/closed" }));
  await bus[Symbol.asyncDispose]();
  await Promise.all(over);
  expect(clock.waiting).toBe(0);
});

test("no more messages wait to be published later than may, and each that is published or aborted makes room", async () => {
  const { bus, clock } = createBusWorld({ maxDelayed: 2 });
  const aborted = new AbortController();
  const first = bus.publish(tick(1, { delayMs: 100 }));
  const second = bus.publish(tick(2, { delayMs: 200 }), aborted.signal).catch(() => undefined);
  const full = { code: "bus/too-many-delayed", details: { max: 2 } };
  await expect(bus.publish(tick(3, { delayMs: 1 }))).rejects.toMatchObject(full);
  clock.advance(100);
  await first;
  aborted.abort();
  await second;
  const more = [bus.publish(tick(4, { delayMs: 1 })), bus.publish(tick(5, { delayMs: 1 }))];
  await expect(bus.publish(tick(6, { delayMs: 1 }))).rejects.toMatchObject(full);
  clock.advance(1);
  await Promise.all(more);
});

test("a sender has a tenth of the room for messages that wait, and leaves the rest to others", async () => {
  const { bus, clock } = createBusWorld({ maxDelayed: 20 });
  for (const name of ["greedy", "modest"]) bus.grantCapability(name, "emit:*");
  const [greedy, modest] = [bus.openSender("greedy"), bus.openSender("modest")];
  const tomorrow = { kind: "tick", payload: null, delayMs: 100 };
  const waiting = [greedy.emitEvent(tomorrow), greedy.emitEvent(tomorrow), modest.emitEvent(tomorrow)];
  const full = { code: "bus/too-many-delayed", details: { max: 2 } };
  await expect(greedy.emitEvent(tomorrow)).rejects.toMatchObject(full);
  clock.advance(100);
  await Promise.all(waiting);
  const again = greedy.emitEvent(tomorrow);
  clock.advance(100);
  await again;
});

test("ten thousand messages may wait unless it is told otherwise", async () => {
  const { bus } = createBusWorld();
  const waiting = Array.from({ length: 10_000 }, () => bus.publish(tick(1, { delayMs: 1 })).catch(() => undefined));
  await expect(bus.publish(tick(1, { delayMs: 1 }))).rejects.toMatchObject({ code: "bus/too-many-delayed" });
  await bus[Symbol.asyncDispose]();
  await Promise.all(waiting);
});

test("a delay that no clock can keep is refused", async () => {
  const { bus, clock } = createBusWorld();
  for (const delayMs of [-1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 31, "5", null, {}, 5n, true])
    await expect(bus.publish(tick(1, { delayMs: delayMs as number }))).rejects.toMatchObject({
      code: "bus/invalid-message",
      details: { issues: [{ pointer: "/delayMs" }] },
    });
  expect(clock.waiting).toBe(0);
  await settle();
});
