import { createMemoryTelemetry, createNoopTelemetry } from "@cordon/core";
import { createSeededRandom } from "@cordon/core/testing";
import { expect, test } from "vitest";
import { echo, payloadOf, readerOf, tick } from "../src/conformance/reading.ts";
import type { RespondCall } from "../src/index.ts";
import { createBusWorld, createTrickPromise, refused, settle } from "./_bus-world.ts";

const never = (): Promise<never> => new Promise(() => undefined);

test("a request times out at its deadline, not before, and leaves no timer behind", async () => {
  const { bus, clock } = createBusWorld();
  bus.respond({ name: "shop" }, never);
  let isOver = false;
  const over = refused(bus.request({ ...echo("shop"), timeoutMs: 100 }), {
    code: "bus/request-timeout",
    details: { to: "shop", timeoutMs: 100 },
  });
  void over.then(() => (isOver = true));
  clock.advance(99);
  await settle();
  expect(isOver).toBe(false);
  clock.advance(1);
  await over;
  expect(clock.waiting).toBe(0);
});

test("a request waits for 30 seconds unless it is told otherwise", async () => {
  const { bus, clock } = createBusWorld();
  bus.respond({ name: "shop" }, never);
  const over = refused(bus.request(echo("shop")), { details: { timeoutMs: 30_000 } });
  clock.advance(29_999);
  expect(clock.waiting).toBe(1);
  clock.advance(1);
  await over;
});

test("an answer, a failure and an abort each leave no timer behind", async () => {
  const { bus, clock } = createBusWorld();
  const answers = [Promise.resolve(1), Promise.reject(new Error("The responder failed on purpose.")), never()];
  bus.respond({ name: "shop" }, () => answers.shift() ?? null);
  const aborted = new AbortController();
  const requests = [1, 2, 3].map((at) => bus.request(echo("shop", at), aborted.signal));
  expect(clock.waiting).toBe(3);
  const settled = Promise.allSettled(requests);
  await settle();
  expect(clock.waiting).toBe(1);
  aborted.abort();
  expect((await settled).map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected"]);
  expect(clock.waiting).toBe(0);
});

test("a responder that answers after the deadline answers nobody, and its room is free again", async () => {
  const { bus, clock } = createBusWorld();
  const gates = [Promise.withResolvers<number>(), Promise.withResolvers<number>()];
  let calls = 0;
  bus.respond({ name: "shop", concurrency: 1, capacity: 1 }, () => gates[calls++]?.promise ?? null);
  const late = refused(bus.request({ ...echo("shop"), timeoutMs: 10 }), {
    code: "bus/request-timeout",
  });
  clock.advance(10);
  await late;
  const next = bus.request(echo("shop"));
  await settle();
  expect(calls).toBe(1);
  gates[0]?.resolve(1);
  gates[1]?.resolve(2);
  expect([await next, calls]).toEqual([2, 2]);
});

test("a command whose caller has gone while it waited is not handled", async () => {
  const { bus } = createBusWorld();
  const gate = Promise.withResolvers<null>();
  const handled: unknown[] = [];
  bus.respond({ name: "shop", concurrency: 1 }, ({ envelope }) => {
    handled.push(payloadOf({ envelope }));
    return gate.promise;
  });
  const caller = new AbortController();
  const first = bus.request(echo("shop", 1));
  const second = refused(bus.request(echo("shop", 2), caller.signal), { code: "core/aborted" });
  const third = bus.request(echo("shop", 3));
  caller.abort();
  await second;
  gate.resolve(null);
  await Promise.all([first, third]);
  expect(handled).toEqual([1, 3]);
});

test("a caller that aborts while the responder is called is told so", async () => {
  const { bus, clock } = createBusWorld();
  const caller = new AbortController();
  let seen: AbortSignal | undefined;
  bus.respond({ name: "shop" }, (call) => {
    caller.abort();
    seen = call.signal;
    return never();
  });
  await expect(bus.request(echo("shop"), caller.signal)).rejects.toMatchObject({ code: "core/aborted" });
  expect([seen?.aborted, clock.waiting]).toEqual([true, 0]);
});

test("the signal of a call aborts when it is over, also when it is read only then", async () => {
  const { bus, clock } = createBusWorld();
  const calls: RespondCall[] = [];
  bus.respond({ name: "shop" }, (call) => {
    calls.push(call);
    return never();
  });
  const over = refused(bus.request({ ...echo("shop"), timeoutMs: 10 }), {});
  clock.advance(10);
  await over;
  expect(calls.map(({ signal }) => signal.aborted)).toEqual([true]);
});

test("the signal of a call that is under way has not aborted, and stays the same", async () => {
  const { bus } = createBusWorld();
  bus.respond({ name: "shop" }, (call) => [call.signal.aborted, call.signal === call.signal]);
  expect(await bus.request(echo("shop"))).toEqual([false, true]);
});

test("a responder cannot change the calls of others by what they inherit", async () => {
  const { bus } = createBusWorld();
  bus.respond({ name: "shop" }, (call) => Object.isFrozen(Object.getPrototypeOf(call)));
  expect(await bus.request(echo("shop"))).toBe(true);
});

test("the first word counts: a responder cannot answer twice", async () => {
  const { bus } = createBusWorld();
  bus.respond({ name: "shop" }, (call) => {
    (call as unknown as { answer: (value: string) => void }).answer("first");
    return "second";
  });
  expect(await bus.request(echo("shop"))).toBe("first");
});

test("what a responder throws is never taken for a fault of the caller, whatever it is", async () => {
  const { bus } = createBusWorld();
  const thrown = [
    new Error("no"),
    "no",
    undefined,
    null,
    {},
    new Proxy(
      {},
      {
        get(): never {
          throw new Error("The proxy failed on purpose.");
        },
      },
    ),
  ];
  bus.respond({ name: "shop" }, ({ envelope }) => {
    throw thrown[Number(payloadOf({ envelope }))];
  });
  bus.respond({ name: "bank" }, async ({ envelope }) => {
    throw thrown[Number(payloadOf({ envelope }))];
  });
  for (const to of ["shop", "bank"])
    for (const at of thrown.keys())
      await expect(bus.request(echo(to, at))).rejects.toMatchObject({ code: "bus/responder-failed", details: { to } });
});

test("an answer that is no JSON, too large or unreadable is the responder's failure", async () => {
  const { bus } = createBusWorld({ payload: { maxSize: 100 } });
  const answers: unknown[] = [1n, Number.NaN, () => 1, Symbol("a"), "x".repeat(101), new Map(), cyclic(), hostile()];
  bus.respond({ name: "shop" }, ({ envelope }) => answers[Number(payloadOf({ envelope }))] as null);
  bus.respond({ name: "bank" }, async ({ envelope }) => answers[Number(payloadOf({ envelope }))] as null);
  for (const to of ["shop", "bank"])
    for (const at of answers.keys())
      await expect(bus.request(echo(to, at))).rejects.toMatchObject({
        code: "bus/responder-failed",
        cause: { code: "bus/invalid-message" },
      });
});

test("a promise that is not what it seems neither stops its responder nor the bus", async () => {
  const { bus } = createBusWorld();
  const trick = createTrickPromise("real");
  bus.respond({ name: "shop", concurrency: 1 }, () => trick);
  expect(await Promise.all([bus.request(echo("shop")), bus.request(echo("shop"))])).toEqual(["real", "real"]);
});

test("a subscriber that blocks does not hold up a request", async () => {
  const { bus } = createBusWorld();
  const looker = bus.subscribe({ capacity: 1, overflow: { policy: "block", timeoutMs: 1000 } });
  await bus.publish(tick(1));
  bus.respond({ name: "shop" }, () => "answer");
  expect(await bus.request(echo("shop"))).toBe("answer");
  expect(looker.waiting).toBe(1);
});

test("a use of a grant is spent by a request, answered or not", async () => {
  const { bus } = createBusWorld();
  const grant = bus.grantCapability("till", "shop:*", { uses: 1 });
  const sender = bus.openSender("till");
  await expect(sender.request(echo("shop"))).rejects.toMatchObject({ code: "bus/no-responder" });
  expect(grant.usesLeft).toBe(0);
});

test("a request is a span, and its envelope belongs to it", async () => {
  const telemetry = createMemoryTelemetry({ random: createSeededRandom(1) });
  const { bus } = createBusWorld({ telemetry });
  const reader = readerOf(bus.subscribe());
  bus.respond({ name: "shop" }, () => null);
  const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  await bus.request({ ...echo("shop"), traceparent });
  await expect(bus.request(echo("bank"))).rejects.toMatchObject({ code: "bus/no-responder" });
  const [first, second] = telemetry.spans;
  expect([first?.name, first?.attributes["topic"]]).toEqual(["bus.request", "command.shop.echo"]);
  const { envelope } = await reader.message();
  expect(envelope.traceparent).toBe(first?.traceparent);
  expect(envelope.traceparent.slice(0, 35)).toBe(traceparent.slice(0, 35));
  expect([first?.failed, second?.failed]).toEqual([undefined, "bus/no-responder"]);
});

test("a request is answered the same with telemetry that keeps nothing", async () => {
  const { bus } = createBusWorld({ telemetry: createNoopTelemetry({ random: createSeededRandom(1) }) });
  bus.respond({ name: "shop" }, () => 1);
  expect(await bus.request(echo("shop"))).toBe(1);
});

function cyclic(): unknown {
  const value: { self?: unknown } = {};
  value.self = value;
  return value;
}

function hostile(): unknown {
  return {
    get price(): never {
      throw new Error("The getter failed on purpose.");
    },
  };
}
