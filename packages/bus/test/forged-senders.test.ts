import { expect, test } from "vitest";
import { readerOf, senderWith, tick } from "../src/conformance/reading.ts";
import { createMessageBus, type Sender } from "../src/index.ts";
import { createBusWorld, partsOf } from "./_bus-world.ts";

const sale = { kind: "sale", payload: 1 } as const;

test("a copy of a sender speaks in the name of the original, whatever it says of itself", async () => {
  const { bus } = createBusWorld();
  const reader = readerOf(bus.subscribe());
  bus.grantCapability("admin", "emit:*");
  const sender = senderWith(bus, "guest", "emit:*");
  const forged: readonly Sender[] = [
    { ...sender, name: "admin" },
    Object.create(sender, { name: { value: "admin" } }) as Sender,
    Object.assign({}, sender, { name: "admin" }),
    new Proxy(sender, { get: (target, key) => Reflect.get(target, key) as unknown }),
  ];
  for (const each of forged) {
    await each.emitEvent(sale);
    const { envelope, topic } = await reader.message();
    expect([envelope.source, topic]).toEqual(["guest", "event.guest.sale"]);
  }
});

test("a sender cannot be changed", () => {
  const { bus } = createBusWorld();
  const sender = bus.openSender("guest");
  expect(Object.isFrozen(sender)).toBe(true);
  expect(() => Object.assign(sender, { name: "admin" })).toThrow(TypeError);
  expect(() => Object.setPrototypeOf(sender, {}) as unknown).toThrow(TypeError);
  expect(Object.getPrototypeOf(sender)).toBe(Object.prototype);
});

test("a sender and a grant cannot be cloned, and of a subscription nothing is left in its clone", () => {
  const { bus } = createBusWorld();
  for (const held of [bus.openSender("guest"), bus.grantCapability("guest", "a:b")])
    expect(() => structuredClone(held)).toThrow("could not be cloned");
  expect(structuredClone(bus.subscribe())).toEqual({});
});

test("methods of a sender need no object to be called on, and no other object changes what they do", async () => {
  const { bus } = createBusWorld();
  const { emitEvent } = senderWith(bus, "guest", "emit:*");
  const admin = bus.openSender("admin");
  expect((await emitEvent.call(admin, sale)).source).toBe("guest");
});

test("an event in another's name needs the right to that name, and says who published it", async () => {
  const { bus } = createBusWorld();
  const sender = senderWith(bus, "guest", "emit:*");
  await expect(sender.publish(tick(1))).rejects.toMatchObject({ details: { capability: "emit-as:clock:tick" } });
  bus.grantCapability("guest", "emit-as:clock:*");
  expect((await sender.publish(tick(1))).source).toBe("guest");
});

test("a message that brings an envelope of its own does not keep it", async () => {
  const { bus } = createBusWorld();
  const sender = senderWith(bus, "guest", "emit:*");
  const forged = { ...sale, source: "kernel", id: "1", timestamp: 0, envelope: { source: "kernel" } };
  const envelope = await sender.emitEvent(forged);
  expect([envelope.source, envelope.id === "1", envelope.timestamp]).toEqual(["guest", false, Date.UTC(2026, 0, 1)]);
});

test("a grant object of another bus, or a copy of one, gives no right here", () => {
  const { bus, clock } = createBusWorld();
  const other = createMessageBus(partsOf(clock));
  const foreign = other.grantCapability("guest", "emit:*");
  expect([foreign.active, bus.openSender("guest").can("emit:sale")]).toEqual([true, false]);
  const grant = bus.grantCapability("guest", "emit:sale");
  const forged = { ...grant, capability: "*", principal: "admin" };
  expect(() => forged.narrow({ capability: "*" })).toThrow("A grant can only be narrowed");
  forged.narrow({});
  expect(bus.openSender("admin").can("emit:sale")).toBe(false);
  expect(bus.grants("guest")).toHaveLength(2);
});

test("options of a narrowed grant that change while they are read are taken as they were first", () => {
  const { bus } = createBusWorld();
  const grant = bus.grantCapability("guest", "emit:sale", { uses: 2 });
  let reads = 0;
  const child = grant.narrow({
    get capability() {
      reads += 1;
      return reads === 1 ? "emit:sale" : "*";
    },
    get uses() {
      reads += 1;
      return reads === 2 ? 1 : 100;
    },
  });
  expect([child.capability, child.usesLeft, reads]).toEqual(["emit:sale", 1, 2]);
});

test("limits of a narrowed sender that change afterwards change nothing", async () => {
  const { bus } = createBusWorld();
  const limits = { uses: 1 };
  const narrowed = senderWith(bus, "guest", "emit:*").narrow("emit:*", limits);
  limits.uses = 100;
  await narrowed.emitEvent(sale);
  await expect(narrowed.emitEvent(sale)).rejects.toMatchObject({ code: "bus/denied" });
});

test("names that only look like the kernel's are nobody's but their own", () => {
  const { bus } = createBusWorld();
  for (const name of ["kernel ", " kernel", "kernel\0", "kernel.", "КERNEL"])
    expect(() => bus.openSender(name)).toThrow("name of the sender");
  expect(() => bus.openSender({ toString: () => "guest" } as never)).toThrow("name of the sender");
  expect(bus.openSender("Kernel").can("kernel:announce")).toBe(false);
});
