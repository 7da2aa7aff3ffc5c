import { expect, test } from "vitest";
import { echo, payloadOf, senderWith } from "../src/conformance/reading.ts";
import { createBusWorld, refused, settle } from "./_bus-world.ts";

const never = (): Promise<never> => new Promise(() => undefined);

test("modules may ask each other in turns, as deep as they like", async () => {
  const { bus } = createBusWorld();
  for (const [name, other] of [
    ["a", "b"],
    ["b", "a"],
  ] as const)
    bus.respond({ name, concurrency: 10_000 }, ({ envelope }) => {
      const left = Number(payloadOf({ envelope }));
      return left === 0 ? name : bus.request(echo(other, left - 1));
    });
  expect(await bus.request(echo("a", 9999))).toBe("b");
});

test("modules that ask each other without end are stopped by their bounds, and by the deadline", async () => {
  const { bus, clock } = createBusWorld();
  let calls = 0;
  bus.respond({ name: "a", concurrency: 4, capacity: 4 }, () => {
    calls += 1;
    return bus.request({ ...echo("a"), timeoutMs: 100 });
  });
  const over = refused(bus.request({ ...echo("a"), timeoutMs: 100 }), {
    code: "bus/request-timeout",
  });
  await settle();
  expect(calls).toBe(4);
  clock.advance(100);
  await over;
});

test("a responder that asks its own name is not called again before its bounds allow", async () => {
  const { bus, clock } = createBusWorld();
  const seen: unknown[] = [];
  bus.respond({ name: "a", concurrency: 1, capacity: 1 }, ({ envelope }) => {
    seen.push(payloadOf({ envelope }));
    if (seen.length > 1) return "within";
    void bus.request(echo("a", "waits")).then((answer) => seen.push(answer));
    return bus.request(echo("a", "one too many"));
  });
  await expect(bus.request(echo("a", "first"))).rejects.toMatchObject({ code: "bus/busy" });
  await settle();
  expect([seen, clock.waiting]).toEqual([["first", "waits", "within"], 0]);
});

test("a responder handles 32 commands at once and lets 128 wait, unless it is told otherwise", async () => {
  const { bus } = createBusWorld();
  const gate = Promise.withResolvers<number>();
  let calls = 0;
  bus.respond({ name: "shop" }, () => {
    calls += 1;
    return gate.promise;
  });
  const requests = Array.from({ length: 160 }, (_, at) => bus.request(echo("shop", at)));
  await expect(bus.request(echo("shop"))).rejects.toMatchObject({ code: "bus/busy", details: { capacity: 128 } });
  expect(calls).toBe(32);
  gate.resolve(1);
  await Promise.all(requests);
  expect(calls).toBe(160);
});

test("commands that need no answer wait behind whoever sent them, and count as waiting", async () => {
  const { bus } = createBusWorld();
  const seen: unknown[] = [];
  bus.respond({ name: "shop", concurrency: 1, capacity: 1 }, ({ envelope }) => {
    seen.push(payloadOf({ envelope }));
    return null;
  });
  const sender = senderWith(bus, "till", "shop:*");
  const sending = [1, 2, 3].map((at) => sender.sendCommand(echo("shop", at)));
  expect(seen).toEqual([]);
  await Promise.all(sending);
  await settle();
  expect(seen).toEqual([1, 2]);
});

test("a request does not overtake commands that wait", async () => {
  const { bus } = createBusWorld();
  const seen: unknown[] = [];
  bus.respond({ name: "shop" }, ({ envelope }) => {
    seen.push(payloadOf({ envelope }));
    return null;
  });
  void bus.publish({ message: { kind: "command", command: echo("shop", "sent").command } });
  await bus.request(echo("shop", "asked"));
  expect(seen).toEqual(["sent", "asked"]);
});

test("a responder that is disposed while it is called is told, and so is whoever asked", async () => {
  const { bus } = createBusWorld();
  const signals: AbortSignal[] = [];
  const responder = bus.respond({ name: "shop" }, async ({ signal }) => {
    signals.push(signal);
    responder[Symbol.dispose]();
    return never();
  });
  await expect(bus.request(echo("shop"))).rejects.toMatchObject({ code: "bus/no-responder" });
  expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
});

test("a bus that is disposed while a responder is called rejects as closed", async () => {
  const { bus } = createBusWorld();
  bus.respond({ name: "shop" }, async () => {
    await bus[Symbol.asyncDispose]();
    return never();
  });
  await expect(bus.request(echo("shop"))).rejects.toMatchObject({ code: "bus/closed" });
});

test("a disposed responder begins none of what waited for it", async () => {
  const { bus } = createBusWorld();
  let calls = 0;
  const gate = Promise.withResolvers<null>();
  const responder = bus.respond({ name: "shop", concurrency: 1 }, () => {
    calls += 1;
    return gate.promise;
  });
  const over = [1, 2].map((at) => refused(bus.request(echo("shop", at)), { code: "bus/no-responder" }));
  responder[Symbol.dispose]();
  gate.resolve(null);
  await Promise.all(over);
  await settle();
  expect(calls).toBe(1);
});
