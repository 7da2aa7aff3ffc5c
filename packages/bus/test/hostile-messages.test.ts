import fc from "fast-check";
import { expect, test } from "vitest";
import { echo, payloadOf, senderWith, tick } from "../src/conformance/reading.ts";
import { copyJson } from "../src/envelope/copy-json.ts";
import type { BusRequest, MessageBus, PublishRequest } from "../src/index.ts";
import { createBusWorld } from "./_bus-world.ts";

const STRANGE: readonly unknown[] = [
  undefined,
  null,
  0,
  true,
  1n,
  "",
  "*",
  ">",
  "a.*",
  "a:b",
  "a b",
  ".a",
  "a.",
  "a..b",
  "é",
  "a\n",
  "x".repeat(129),
  Symbol("a"),
  ["a"],
  { toString: () => "clock" },
  Object("clock"),
  () => "clock",
];

const FIELDS: readonly (readonly [pointer: string, make: (value: unknown) => unknown])[] = [
  ["/message", (message) => ({ message })],
  ["/message/kind", (kind) => ({ message: { kind, event: tick(1).message } })],
  ["/message/command", (command) => ({ message: { kind: "command", command }, to: "shop" })],
  ["/message/command/type", (type) => ({ message: { kind: "command", command: { type } }, to: "shop" })],
  ["/message/command/moduleId", (moduleId) => invoke({ moduleId })],
  ["/message/command/method", (method) => invoke({ method })],
  ["/message/event", (event) => ({ message: { kind: "event", event } })],
  ["/message/event/type", (type) => ({ message: { kind: "event", event: { type, moduleId: "clock" } } })],
  ["/message/event/moduleId", (moduleId) => custom({ moduleId })],
  [
    "/message/event/moduleId",
    (moduleId) => ({ message: { kind: "event", event: { type: "module_started", moduleId } } }),
  ],
  ["/message/event/kind", (kind) => custom({ kind })],
  ["/message/event/from", (from) => ({ message: { kind: "event", event: { type: "pong", from } } })],
];

const REFUSED: readonly unknown[] = [1n, Number.NaN, Number.POSITIVE_INFINITY, undefined, Symbol("a"), () => 1];

function invoke(fields: object): unknown {
  return { message: { kind: "command", command: { ...echo("shop").command, ...fields } } };
}

function custom(fields: object): unknown {
  return {
    message: { kind: "event", event: { type: "custom", moduleId: "clock", kind: "tick", payload: 1, ...fields } },
  };
}

function publish(bus: MessageBus, request: unknown): Promise<unknown> {
  return bus.publish(request as PublishRequest);
}

test.each(FIELDS)("a strange value at %s is refused, and the refusal names the field", async (pointer, make) => {
  const { bus } = createBusWorld();
  const subscription = bus.subscribe();
  for (const value of STRANGE) {
    const refusal = await publish(bus, make(value)).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: "bus/invalid-message" });
    const [issue] = (refusal as { readonly issues: readonly { readonly pointer: string }[] }).issues;
    expect(issue?.pointer.startsWith(pointer)).toBe(true);
  }
  expect(subscription.waiting).toBe(0);
});

test("a strange addressee is refused", async () => {
  const { bus } = createBusWorld();
  const details = { issues: [{ pointer: "/to" }] };
  for (const to of STRANGE.slice(1)) {
    await expect(publish(bus, { ...tick(1), to })).rejects.toMatchObject({ code: "bus/invalid-message", details });
    await expect(publish(bus, { message: { kind: "command", command: { type: "start" } }, to })).rejects.toMatchObject({
      details,
    });
    await expect(bus.request({ to, command: { type: "ping" } } as BusRequest)).rejects.toMatchObject({ details });
  }
});

test.each(["correlationId", "causationId"])("a strange %s is refused", async (field) => {
  const { bus } = createBusWorld();
  const details = { issues: [{ pointer: `/${field}` }] };
  for (const value of [null, 0, "", "a b", "a\n", "é", "x".repeat(129), ["a"], { toString: () => "a" }]) {
    await expect(publish(bus, { ...tick(1), [field]: value })).rejects.toMatchObject({ details });
    await expect(publish(bus, { ...tick(1), [field]: value, traceparent: "a" })).rejects.toMatchObject({ details });
  }
  await publish(bus, { ...tick(1), [field]: "x".repeat(128) });
});

test("a strange traceparent is refused, one that is too long among them", async () => {
  const { bus } = createBusWorld();
  const details = { issues: [{ pointer: "/traceparent" }] };
  for (const traceparent of [null, 0, "", "a b", "x".repeat(513)])
    await expect(publish(bus, { ...tick(1), traceparent })).rejects.toMatchObject({ details });
  await publish(bus, { ...tick(1), traceparent: "x".repeat(512) });
});

test("what is asked for with nothing at all rejects, and does not throw", async () => {
  const { bus } = createBusWorld();
  const sender = senderWith(bus, "till", "*");
  for (const nothing of [undefined, null]) {
    await expect(publish(bus, nothing)).rejects.toThrow();
    await expect(bus.request(nothing as never)).rejects.toThrow();
    await expect(sender.publish(nothing as never)).rejects.toThrow();
    await expect(sender.publishWithCapability("a:b", nothing as never)).rejects.toThrow();
    await expect(sender.sendCommand(nothing as never)).rejects.toThrow();
    await expect(sender.emitEvent(nothing as never)).rejects.toThrow();
  }
});

test("what is checked is what is published, though a getter changes its answer", async () => {
  const { bus } = createBusWorld();
  const changing = (...answers: readonly unknown[]): (() => unknown) => {
    let reads = 0;
    return () => answers[Math.min(reads++, answers.length - 1)];
  };
  const event = { type: "custom", payload: 1 };
  Object.defineProperty(event, "moduleId", { get: changing("till", "bank") });
  Object.defineProperty(event, "kind", { get: changing("sale", "*") });
  const message = Object.defineProperty({ event }, "kind", { get: changing("event", "command") });
  const request = Object.defineProperty({ message }, "to", { get: changing("shop", "*") });
  const sender = senderWith(bus, "till", "emit:sale");
  const envelope = await sender.publish(request as never);
  expect(envelope.message).toEqual({
    kind: "event",
    event: { type: "custom", moduleId: "till", kind: "sale", payload: 1 },
  });
});

test("fields that no message has are not published", async () => {
  const { bus } = createBusWorld();
  const { message } = await bus.publish({
    message: { kind: "command", command: { type: "start", payload: "more" }, source: "x" },
    to: "shop",
  } as never);
  expect(message).toEqual({ kind: "command", command: { type: "start" } });
});

test("a payload that is no JSON anywhere is refused, with the place", async () => {
  const { bus } = createBusWorld();
  for (const value of REFUSED) {
    const issue = { message: "must be JSON" };
    await expect(publish(bus, custom({ payload: value }))).rejects.toMatchObject({
      details: { issues: [{ ...issue, pointer: "/message/event/payload" }] },
    });
    await expect(publish(bus, custom({ payload: { "a/~b": [1, value] } }))).rejects.toMatchObject({
      details: { issues: [{ ...issue, pointer: "/message/event/payload/a~1~0b/1" }] },
    });
  }
});

test("a refusal does not repeat a key that is as long as its sender likes", async () => {
  const { bus } = createBusWorld();
  const refusal = await publish(bus, custom({ payload: { ["k".repeat(1000)]: 1n } })).catch((error: unknown) => error);
  expect(refusal).toMatchObject({ details: { issues: [{ pointer: `/message/event/payload/${"k".repeat(64)}` }] } });
});

test("objects of classes, sparse arrays, cycles and what is nested too deep are refused", async () => {
  const { bus } = createBusWorld();
  const cycle: unknown[] = [];
  cycle.push({ cycle });
  const inherited = Object.create({ price: 1 });
  const sparse: unknown[] = [];
  sparse.length = 3;
  for (const payload of [
    new Date(0),
    new Map(),
    new Set(),
    /a/,
    Object(1),
    new Uint8Array(1),
    inherited,
    sparse,
    cycle,
  ])
    await expect(publish(bus, custom({ payload }))).rejects.toMatchObject({ code: "bus/invalid-message" });
});

test("what cannot be enumerated is left out, as JSON leaves it out", async () => {
  const { bus } = createBusWorld();
  const payload = Object.defineProperty({ price: 1 }, "hidden", { value: 3 });
  expect(payloadOf({ envelope: await bus.publish(tick(payload)) })).toEqual({ price: 1 });
});

test("an object with symbols for names is refused", async () => {
  const { bus } = createBusWorld();
  const payload = { price: { [Symbol("hidden")]: new Map() } };
  await expect(publish(bus, custom({ payload }))).rejects.toMatchObject({
    details: { issues: [{ pointer: "/message/event/payload/price" }] },
  });
});

test("a key that would be a prototype stays a key", async () => {
  const { bus } = createBusWorld();
  const payload = JSON.parse('{"__proto__": {"isAdmin": true}, "constructor": 1}');
  const copy = payloadOf({ envelope: await bus.publish(tick(payload)) }) as object;
  expect([Object.getPrototypeOf(copy), "isAdmin" in copy]).toEqual([Object.prototype, false]);
  expect(JSON.stringify(copy)).toBe('{"__proto__":{"isAdmin":true},"constructor":1}');
});

test("getters and proxies that throw are refused as what cannot be read", async () => {
  const { bus } = createBusWorld();
  const fail = (): never => {
    throw new Error("The getter failed on purpose.");
  };
  const proxies = (["get", "ownKeys", "getPrototypeOf", "getOwnPropertyDescriptor"] as const).map(
    (trap) => new Proxy({ price: 1 }, { [trap]: fail }),
  );
  for (const payload of [
    ...proxies,
    new Proxy([1], { get: fail }),
    {
      get price() {
        return fail();
      },
    },
  ])
    await expect(publish(bus, custom({ payload }))).rejects.toMatchObject({
      details: { issues: [{ pointer: "/message/event/payload", message: "cannot be read" }] },
    });
});

test("an array that is longer each time it is asked comes to an end, which is too large", async () => {
  const { bus } = createBusWorld({ payload: { maxSize: 100 } });
  let asked = 0;
  const growing = new Proxy([], {
    get(_target, key) {
      if (key !== "length") return 1;
      asked += 1;
      return asked + 2;
    },
  });
  await expect(bus.publish(tick(growing))).rejects.toMatchObject({
    details: { issues: [{ message: "is too large" }] },
  });
  expect(asked).toBeLessThan(200);
});

test("sizes are counted in values and characters, of keys too", async () => {
  const { bus } = createBusWorld({ payload: { maxSize: 10 } });
  const fits = ["x".repeat(10), Array.from({ length: 9 }, () => 1), { abcdefgh: 1 }, { abcdefg: "" }, ["12345678"]];
  const tooLarge = [
    "x".repeat(11),
    Array.from({ length: 11 }, () => 1),
    { abcdefghi: 1 },
    { abcdefgh: "a" },
    ["123456789"],
  ];
  for (const payload of fits) await bus.publish(tick(payload));
  for (const payload of tooLarge)
    await expect(bus.publish(tick(payload))).rejects.toMatchObject({
      details: { issues: [{ message: "is too large" }] },
    });
});

test("a list of a billion holes and a graph that unfolds without end are refused at once", async () => {
  const { bus } = createBusWorld();
  const holes: number[] = [];
  holes.length = 2 ** 32 - 1;
  let unfolding: unknown = 1;
  for (let at = 0; at < 60; at += 1) unfolding = [unfolding, unfolding];
  for (const payload of [holes, unfolding])
    await expect(bus.publish(tick(payload as never))).rejects.toMatchObject({
      details: { issues: [{ message: "is too large" }] },
    });
});

test("what JSON can say is copied as it is, frozen throughout, and shares nothing", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 8 }), (value) => {
      const copy = copyJson(value, "", {});
      expect(JSON.stringify(copy)).toBe(JSON.stringify(value));
      expect(isFrozen(copy)).toBe(true);
      if (typeof value === "object" && value !== null) expect(copy).not.toBe(value);
    }),
  );
});

test("whatever is published, it is published as JSON or refused as invalid", async () => {
  const { bus } = createBusWorld();
  await fc.assert(
    fc.asyncProperty(
      fc.anything({ withBigInt: true, withDate: true, withMap: true, withSparseArray: true }),
      async (payload) => {
        const [outcome] = await Promise.allSettled([publish(bus, custom({ payload }))]);
        if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ code: "bus/invalid-message" });
      },
    ),
    { numRuns: 500 },
  );
});

function isFrozen(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return true;
  return Object.isFrozen(value) && Object.values(value).every(isFrozen);
}
