import { expect, test } from "vitest";
import { senderWith, tick } from "../src/conformance/reading.ts";
import { Authority } from "../src/capability/authority.ts";
import type { BusAuditRecord, Grant } from "../src/index.ts";
import { createBusWorld, partsOf } from "./_bus-world.ts";

const sale = { kind: "sale", payload: 1 } as const;

test("a flood of grants for one principal is refused, and others go on", () => {
  const { bus } = createBusWorld();
  for (let at = 0; at < 10_000; at += 1) bus.grantCapability("till", `shop:m${at}`);
  expect(() => bus.grantCapability("till", "shop:more")).toThrow(/are 10000 grants/);
  expect(bus.grantCapability("clerk", "shop:more").active).toBe(true);
  bus.revokeCapability("till", "shop:m1");
  expect(bus.grantCapability("till", "shop:more").active).toBe(true);
});

test("grants that have expired make room for new ones", () => {
  const { bus, clock } = createBusWorld();
  for (let at = 0; at < 10_000; at += 1) bus.grantCapability("till", "shop:*", { expiresAt: clock.now() + 1 });
  clock.advance(1);
  expect(bus.grantCapability("till", "shop:*").active).toBe(true);
  expect(bus.grants("till")).toHaveLength(1);
});

test("a grant expires at its time by the bus's clock, and what was narrowed from it no later", () => {
  const { bus, clock } = createBusWorld();
  const grant = bus.grantCapability("till", "emit:*", { expiresAt: clock.now() + 100 });
  const child = grant.narrow({ principal: "clerk" });
  const senders = [bus.openSender("till"), bus.openSender("clerk")];
  clock.advance(99);
  expect(senders.map((sender) => sender.can("emit:sale"))).toEqual([true, true]);
  clock.advance(1);
  expect(senders.map((sender) => sender.can("emit:sale"))).toEqual([false, false]);
  expect([grant.active, child.active]).toEqual([false, false]);
});

test("a sender that was narrowed in time ends at that time", () => {
  const { bus, clock } = createBusWorld();
  const sender = senderWith(bus, "till", "emit:*");
  const narrowed = sender.narrow("emit:*", { expiresAt: clock.now() + 10 });
  const within = narrowed.narrow("emit:*", { expiresAt: clock.now() + 1000 });
  clock.advance(9);
  expect([narrowed.can("emit:a"), within.can("emit:a")]).toEqual([true, true]);
  clock.advance(1);
  expect([narrowed.can("emit:a"), within.can("emit:a"), sender.can("emit:a")]).toEqual([false, false, true]);
});

test("a grant without limits is used before one with, and of those the one that lasts longest", async () => {
  const { bus, clock } = createBusWorld();
  const sender = bus.openSender("till");
  const counted = bus.grantCapability("till", "emit:*", { uses: 2 });
  const brief = bus.grantCapability("till", "emit:*", { uses: 2, expiresAt: clock.now() + 10 });
  await sender.emitEvent(sale);
  expect([counted.usesLeft, brief.usesLeft]).toEqual([1, 2]);
  const free = bus.grantCapability("till", "emit:sale");
  await sender.emitEvent(sale);
  expect([counted.usesLeft, brief.usesLeft, free.usesLeft]).toEqual([1, 2, undefined]);
});

test("a grant that was narrowed as often as may be is checked, used and revoked as any other", async () => {
  const { bus } = createBusWorld();
  const first = bus.grantCapability("p0", "emit:*", { uses: 2 });
  let last: Grant = first;
  for (let at = 1; at <= 32; at += 1) last = last.narrow({ principal: `p${at % 3}` });
  await bus.openSender("p2").emitEvent(sale);
  expect([last.usesLeft, first.usesLeft]).toEqual([1, 1]);
  first.revoke();
  expect([last.active, bus.grants().length]).toEqual([false, 0]);
});

test("a sender that was narrowed as often as may be is checked as any other", async () => {
  const { bus } = createBusWorld();
  let sender = senderWith(bus, "till", "emit:*");
  const first = sender;
  for (let at = 0; at < 32; at += 1) sender = sender.narrow("*", { uses: 1 });
  await sender.emitEvent(sale);
  expect(sender.can("emit:sale")).toBe(false);
  expect(first.can("emit:sale")).toBe(true);
});

test("a grant is revoked with all that were narrowed from it, however many they are", () => {
  const { bus } = createBusWorld();
  const grant = bus.grantCapability("host", "emit:*");
  const children: Grant[] = [];
  for (let at = 1; at < 100_000; at += 1) children.push(grant.narrow({ principal: `p${at % 20}` }));
  expect(() => grant.narrow({ principal: "one-more" })).toThrow(
    expect.objectContaining({ code: "bus/too-many-grants" }),
  );
  grant.revoke();
  expect(children.some(({ active }) => active)).toBe(false);
});

test("what is granted, narrowed, revoked and denied is audited, with the grant and without a payload", async () => {
  const { bus, audits, clock } = createBusWorld();
  const at = clock.now();
  const grant = bus.grantCapability("till", "emit:*");
  const child = grant.narrow({ principal: "clerk", capability: "emit:sale" });
  await bus.openSender("clerk").emitEvent(sale);
  grant.revoke();
  await expect(bus.openSender("clerk").emitEvent(sale)).rejects.toMatchObject({ code: "bus/denied" });
  const about = (record: Omit<BusAuditRecord, "at">): BusAuditRecord => ({ at, ...record });
  expect(audits).toEqual([
    about({ principal: "till", action: "grant", capability: "emit:*", outcome: "allowed", grantId: grant.id }),
    about({ principal: "clerk", action: "grant", capability: "emit:sale", outcome: "allowed", grantId: child.id }),
    about({ principal: "till", action: "revoke", capability: "emit:*", outcome: "allowed", grantId: grant.id }),
    about({ principal: "clerk", action: "revoke", capability: "emit:sale", outcome: "allowed", grantId: child.id }),
    about({ principal: "clerk", action: "publish", capability: "emit:sale", outcome: "denied" }),
  ]);
});

test("a grant that has expired is not revoked once more", () => {
  const { bus, audits, clock } = createBusWorld();
  const grant = bus.grantCapability("till", "emit:*", { expiresAt: clock.now() + 1 });
  clock.advance(1);
  expect(bus.grants()).toEqual([]);
  grant.revoke();
  expect(audits.map(({ action }) => action)).toEqual(["grant"]);
});

test("an observer that throws changes nothing", async () => {
  const fail = (): never => {
    throw new Error("The observer failed on purpose.");
  };
  const { bus } = createBusWorld({ observer: { onAudit: fail, onDeadLetter: fail } });
  const grant = bus.grantCapability("till", "emit-as:*");
  await expect(bus.openSender("clerk").publish(tick(1))).rejects.toMatchObject({ code: "bus/denied" });
  await bus.openSender("till").publish(tick(1));
  grant.revoke();
  expect(bus.grants()).toEqual([]);
});

test("an observer may use the bus while it is told of a denial", async () => {
  const told: unknown[] = [];
  const world = createBusWorld({
    observer: { onAudit: ({ outcome }) => told.push(outcome === "denied" && world.bus.publish(tick("denied"))) },
  });
  const subscription = world.bus.subscribe();
  await expect(world.bus.openSender("till").emitEvent(sale)).rejects.toMatchObject({ code: "bus/denied" });
  expect([told.length, subscription.waiting]).toEqual([1, 1]);
});

test("a grant is good again under its own id after a restart, and not once it was revoked", () => {
  const { bus } = createBusWorld();
  const grant = bus.grantCapability("till", "emit:*", { id: "kept-1" });
  expect(grant.id).toBe("kept-1");
  expect(() => bus.grantCapability("till", "emit:*", { id: "kept-1" })).toThrow(RangeError);
  grant.revoke();
  expect(() => bus.grantCapability("till", "emit:*", { id: "kept-1" })).toThrow(/was revoked/);
});

test("a grant that is given here takes the place of one that another process had given", () => {
  const { clock, ids } = partsOf(createBusWorld().clock);
  const authority = new Authority({ clock, ids, onAudit: () => undefined });
  const record = { id: "g1", principal: "till", capability: "emit:*", expiresAt: undefined, parentId: undefined };
  authority.adopt(record, clock.now() + 1000);
  authority.grant("till", "emit:*", { id: "g1" }).revoke();
  expect(authority.list("till")).toEqual([]);
});

test("a right is narrowed so often and no oftener, by grant and by sender", () => {
  const { bus } = createBusWorld();
  let grant = bus.grantCapability("deep", "emit:*");
  for (let depth = 0; depth < 32; depth += 1) grant = grant.narrow({});
  expect(grant.active).toBe(true);
  expect(() => grant.narrow({})).toThrow(expect.objectContaining({ code: "bus/too-narrow" }));
  let sender = bus.openSender("deep");
  for (let depth = 0; depth < 32; depth += 1) sender = sender.narrow("emit:*");
  expect(sender.can("emit:tick")).toBe(true);
  expect(() => sender.narrow("emit:*")).toThrow(expect.objectContaining({ code: "bus/too-narrow" }));
});

test("what was denied is allowed as soon as it is granted, and denied again when that ends", () => {
  const { bus } = createBusWorld();
  const sender = bus.openSender("ada");
  for (let round = 0; round < 2; round += 1) {
    expect(sender.can("emit:tick")).toBe(false);
    expect(sender.can("emit:tick")).toBe(false);
    const grant = bus.grantCapability("ada", "emit:*");
    expect(sender.can("emit:tick")).toBe(true);
    grant.revoke();
  }
  expect(sender.can("emit:tick")).toBe(false);
});

test("a right to start a module is none to a method of that name", async () => {
  const { bus } = createBusWorld();
  for (const method of ["start", "stop", "ping"]) {
    const command = { type: "invoke", moduleId: "m", method, payload: null } as const;
    await expect(bus.publish({ message: { kind: "command", command } })).rejects.toMatchObject({
      code: "bus/invalid-message",
      details: { issues: [{ pointer: "/message/command/method" }] },
    });
  }
});
