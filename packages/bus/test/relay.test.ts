import { expect, test } from "vitest";
import { echo, payloadOf, readerOf, senderWith, tick } from "../src/conformance/reading.ts";
import type { BusRelay, RelayedMessage } from "../src/index.ts";
import { createBusWorld, refused } from "./_bus-world.ts";

interface Heard {
  readonly relay: BusRelay;
  readonly forwarded: RelayedMessage[];
  readonly grants: string[];
  readonly revoked: string[];
  readonly responders: string[];
}

function createRelay(relay: Partial<BusRelay> = {}): Heard {
  const [grants, revoked, responders]: readonly string[][] = [[], [], []];
  const forwarded: RelayedMessage[] = [];
  return {
    forwarded,
    grants: grants ?? [],
    revoked: revoked ?? [],
    responders: responders ?? [],
    relay: {
      forward: (message) => void forwarded.push(message),
      request: async ({ command }) => ({ relayed: command.type }),
      onGrant: ({ capability }) => void grants?.push(capability),
      onRevoke: (ids) => void revoked?.push(ids.join(" ")),
      onResponder: (name, isThere) => void responders?.push(`${name} ${String(isThere)}`),
      ...relay,
    },
  };
}

test("what is published here is forwarded in order, after it was delivered here", async () => {
  const { bus } = createBusWorld();
  const subscription = bus.subscribe();
  const waiting: number[] = [];
  const { relay, forwarded } = createRelay();
  bus.link({ ...relay, forward: (message) => (waiting.push(subscription.waiting), relay.forward(message, undefined)) });
  for (const at of [1, 2]) await bus.publish(tick(at));
  expect([forwarded.map(payloadOf), waiting]).toEqual([
    [1, 2],
    [1, 2],
  ]);
});

test("a message that waits to go out is stopped when its sender closes or its grant is revoked, not when that is over", async () => {
  const { bus } = createBusWorld();
  const { relay, forwarded } = createRelay();
  bus.link(relay);
  const stopped = (): readonly boolean[] => forwarded.map(({ isStopped }) => isStopped());
  const once = bus.grantCapability("till", "emit-as:*", { uses: 1 });
  const [till, clerk, guest] = [bus.openSender("till"), bus.openSender("clerk"), bus.openSender("guest")];
  await till.publish(tick(1));
  await refused(till.publish(tick(2)), { code: "bus/denied" });
  expect([once.active, stopped()]).toEqual([false, [false]]);
  const grant = bus.grantCapability("clerk", "emit-as:*");
  bus.grantCapability("guest", "emit-as:*");
  await clerk.publish(tick(3));
  await guest.narrow("*").publish(tick(4));
  expect(stopped()).toEqual([false, false, false]);
  grant.revoke();
  guest.close();
  expect(stopped()).toEqual([false, true, true]);
});

test("what was denied is not forwarded", async () => {
  const { bus } = createBusWorld();
  const { relay, forwarded } = createRelay();
  bus.link(relay);
  await expect(bus.openSender("till").publish(tick(1))).rejects.toMatchObject({ code: "bus/denied" });
  expect(forwarded).toEqual([]);
});

test("a publisher waits for the relay, and rejects with it, though subscribers here have the message", async () => {
  const { bus } = createBusWorld();
  const subscription = bus.subscribe();
  const failure = new Error("The relay failed on purpose.");
  bus.link(createRelay({ forward: () => Promise.reject(failure) }).relay);
  await expect(bus.publish(tick(1))).rejects.toBe(failure);
  expect(subscription.waiting).toBe(1);
});

test("a command that has its responder here is forwarded as taken, and others are not", async () => {
  const { bus } = createBusWorld();
  const { relay, forwarded } = createRelay();
  bus.link(relay);
  bus.respond({ name: "shop" }, () => 1);
  const sender = senderWith(bus, "till", "*");
  await sender.sendCommand(echo("shop"));
  await sender.sendCommand(echo("bank"));
  await sender.request(echo("shop"));
  expect(forwarded.map(({ isTaken }) => isTaken)).toEqual([true, false, true]);
});

test("the relay is asked where nobody here answers, and its failure to look on is nobody's", async () => {
  const { bus } = createBusWorld();
  bus.link(createRelay({ forward: () => Promise.reject(new Error("The relay failed on purpose.")) }).relay);
  bus.respond({ name: "shop" }, () => "here");
  expect([await bus.request(echo("shop")), await bus.request(echo("bank"))]).toEqual(["here", { relayed: "invoke" }]);
});

test("the relay hears of grants that can be shared, of revocations and of responders", () => {
  const { bus } = createBusWorld();
  const { relay, grants, revoked, responders } = createRelay();
  bus.link(relay);
  const grant = bus.grantCapability("till", "emit:*");
  bus.grantCapability("till", "emit:once", { uses: 1 });
  grant.revoke();
  grant.revoke();
  bus.revokeCapability("till", "shop:*");
  bus.respond({ name: "shop" }, () => 1)[Symbol.dispose]();
  expect([grants, revoked, responders]).toEqual([["emit:*"], [grant.id], ["shop true", "shop false"]]);
});

test("what the relay brings is delivered here and forwarded nowhere", async () => {
  const { bus } = createBusWorld();
  const other = createBusWorld().bus;
  const { relay, forwarded } = createRelay();
  const link = bus.link(relay);
  const reader = readerOf(bus.subscribe({ topic: "event.clock.*" }));
  const envelope = await other.publish(tick("from afar"));
  await link.deliver({ envelope, to: undefined });
  expect([await reader.payload(), forwarded]).toEqual(["from afar", []]);
  expect(link.capabilityOf({ envelope, to: undefined })).toBe("emit-as:clock:tick");
});

test("a command of another process is answered here, or there is nobody", async () => {
  const { bus } = createBusWorld();
  const link = bus.link(createRelay().relay);
  bus.respond({ name: "shop" }, ({ envelope }) => envelope.source);
  const envelope = await createBusWorld({ name: "afar" }).bus.publish(tick(1));
  const { command } = echo("shop");
  const { signal } = new AbortController();
  expect(await link.answer({ envelope, command, to: "shop", timeoutMs: 100 }, signal)).toBe("afar");
  await expect(link.answer({ envelope, command, to: "bank", timeoutMs: 100 }, signal)).rejects.toMatchObject({
    code: "bus/no-responder",
  });
});

test("grants of another process are good here until they are withdrawn, lapse or their lease is over", () => {
  const { bus, clock } = createBusWorld();
  const link = bus.link(createRelay().relay);
  const sender = bus.openSender("till");
  const record = { principal: "till", expiresAt: undefined, parentId: undefined };
  const able = (): readonly boolean[] => ["a:x", "b:x", "c:x"].map((each) => sender.can(each));
  for (const [at, capability] of ["a:*", "b:*", "c:*"].entries())
    link.adopt({ ...record, id: `g${at}`, capability }, clock.now() + 100);
  expect([able(), link.grants()]).toEqual([[true, true, true], []]);
  link.withdraw(["g0"]);
  link.lapse(["g1"]);
  expect(able()).toEqual([false, false, true]);
  link.adopt({ ...record, id: "g0", capability: "a:*" }, clock.now() + 1000);
  clock.advance(99);
  expect(able()).toEqual([false, false, true]);
  clock.advance(1);
  expect(able()).toEqual([false, false, false]);
});

test("what was narrowed from a grant of another process ends when that one's lease does", () => {
  const { bus, clock } = createBusWorld();
  const link = bus.link(createRelay().relay);
  const parent = { id: "g1", principal: "till", capability: "a:*", expiresAt: undefined, parentId: undefined };
  link.adopt(parent, clock.now() + 100);
  link.adopt({ ...parent, id: "g2", principal: "clerk", parentId: "g1" }, clock.now() + 1000);
  link.adopt({ ...parent, id: "g3", principal: "guest", parentId: "unknown" }, clock.now() + 1000);
  const [here] = bus.grants("till").map((grant) => grant.narrow({ principal: "cook" }));
  const able = (): readonly boolean[] =>
    ["clerk", "cook", "till", "guest"].map((name) => bus.openSender(name).can("a:x"));
  expect(able()).toEqual([true, true, true, false]);
  clock.advance(100);
  expect([able(), here?.active]).toEqual([[false, false, false, false], false]);
});

test("a bus is joined to others once, and again when that link is disposed and hears nothing more", async () => {
  const { bus } = createBusWorld();
  const [first, second] = [createRelay(), createRelay()];
  const link = bus.link(first.relay);
  expect(() => bus.link(second.relay)).toThrow(TypeError);
  link[Symbol.dispose]();
  bus.link(second.relay);
  link[Symbol.dispose]();
  await bus.publish(tick(1));
  bus.grantCapability("till", "emit:*");
  expect([first.forwarded, first.grants, second.forwarded.length, second.grants]).toEqual([[], [], 1, ["emit:*"]]);
});
