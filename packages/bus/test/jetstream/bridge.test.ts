import { inject, expect, test } from "vitest";
import { busOf, collect, nextMessage, pass, payloads, until } from "./_servers.ts";

const url = inject("natsUrl");
const tick = (payload: number, kind = "tick") =>
  ({ message: { kind: "event", event: { type: "custom", moduleId: "feed", kind, payload } } }) as const;

test.skipIf(url === "")("a message reaches the other servers, with its provenance", async () => {
  const { start } = busOf(url);
  const [one, two] = await Promise.all([start("one"), start("two")]);
  const here = one.bus.subscribe({ topic: "event.feed.>" });
  const there = two.bus.subscribe({ topic: "event.feed.>" });
  one.bus.grantCapability("feed", "emit:*");
  const beside = {
    causationId: "why",
    correlationId: "with",
    traceparent: `00-${"1".repeat(32)}-${"2".repeat(16)}-01`,
  };
  const sent = await one.bus
    .openSender("feed")
    .emitEvent({ kind: "price", payload: { eur: [1, "a", null] }, ...beside });
  const [local, remote] = await Promise.all([nextMessage(here), nextMessage(there)]);
  expect(JSON.parse(JSON.stringify(remote.envelope))).toEqual(JSON.parse(JSON.stringify(sent)));
  expect(local.envelope).toBe(sent);
  expect(remote.topic).toBe("event.feed.price");
  expect(remote.to).toBeUndefined();
});

test.skipIf(url === "")("every kind of message arrives as it was published", async () => {
  const { start } = busOf(url);
  const [one, two] = await Promise.all([start("one"), start("two")]);
  const there = two.bus.subscribe({ capacity: 100 });
  const messages = [
    { message: { kind: "event", event: { type: "module_started", moduleId: "m" } } },
    { message: { kind: "event", event: { type: "module_stopped", moduleId: "m.n" } } },
    { message: { kind: "event", event: { type: "pong", from: "m" } }, to: "asker" },
    { message: { kind: "event", event: { type: "custom", moduleId: "m", kind: "k", payload: { __proto__x: [{}] } } } },
    { message: { kind: "command", command: { type: "start" } }, to: "m" },
    { message: { kind: "command", command: { type: "stop" } }, to: "m" },
    { message: { kind: "command", command: { type: "ping" } }, to: "m" },
    {
      message: {
        kind: "command",
        command: { type: "invoke", moduleId: "m", method: "x.y", payload: "\u0000😀\ud800" },
      },
    },
  ] as const;
  for (const message of messages) await one.bus.publish(message);
  for (const request of messages) {
    const { envelope, to } = await nextOf(there);
    expect(envelope.message).toEqual(request.message);
    expect(envelope.source).toBe("kernel");
    const named = "to" in request ? request.to : undefined;
    expect(to).toBe(request.message.kind === "command" ? "m" : named);
    expect(Object.isFrozen(envelope)).toBe(true);
  }
  async function nextOf(subscription: typeof there) {
    const { value } = await subscription[Symbol.asyncIterator]().next();
    return value.kind === "message" ? value : Promise.reject(new Error("a gap"));
  }
});

test.skipIf(url === "")(
  "three servers have each message once, their own too, in the order of each server",
  async () => {
    const { start } = busOf(url);
    const servers = await Promise.all(["a", "b", "c"].map((id) => start(id)));
    const lists = servers.map(({ bus }) => collect(bus));
    const published = servers.flatMap(({ bus }, at) =>
      Array.from({ length: 50 }, (_, each) => bus.publish(tick(each, `of-${at}`))),
    );
    await Promise.all(published);
    await until(() => lists.every((list) => list.length >= 150));
    await pass(200);
    for (const list of lists) {
      expect(list).toHaveLength(150);
      for (const at of [0, 1, 2]) {
        const mine = list.filter(({ message }) => JSON.stringify(message).includes(`of-${at}`));
        expect(payloads(mine)).toEqual(Array.from({ length: 50 }, (_, each) => each));
      }
    }
  },
);

test.skipIf(url === "")("two buses on one broker do not mix, though they trust the same key", async () => {
  const first = busOf(url);
  const second = busOf(url);
  const one = await first.start("one");
  const other = await second.start("one", { authority: first.key, rootKeys: [first.key.publicKey] });
  const list = collect(other.bus);
  one.bus.grantCapability("agent", "emit:*");
  await one.bus.publish(tick(1));
  await other.bus.publish(tick(2));
  await pass(200);
  expect(payloads(list)).toEqual([2]);
  expect(other.bus.openSender("agent").can("emit:x")).toBe(false);
});

test.skipIf(url === "")("a second server of one id is refused, and may start when the first has stopped", async () => {
  const { start } = busOf(url);
  const one = await start("one");
  await expect(start("one")).rejects.toMatchObject({
    code: "bus/bridge-not-opened",
    message: expect.stringContaining('"one" already'),
  });
  await one.stop();
  await expect(start("one")).resolves.toBeDefined();
});

test.skipIf(url === "")("a bus is joined once at a time, and can be joined again", async () => {
  const { start } = busOf(url);
  const one = await start("one");
  await expect(start("two", { bus: one.bus })).rejects.toThrow(TypeError);
  await one.bridge[Symbol.asyncDispose]();
  await one.bridge[Symbol.asyncDispose]();
  const again = await start("two", { bus: one.bus });
  const three = await start("three");
  const list = collect(three.bus);
  await again.bus.publish(tick(1));
  await until(() => list.length === 1);
});

test.skipIf(url === "")("a bridge that was disposed takes in and sends out nothing", async () => {
  const { start } = busOf(url);
  const [one, two] = await Promise.all([start("one"), start("two")]);
  const lists = [collect(one.bus), collect(two.bus)];
  await one.bridge[Symbol.asyncDispose]();
  await one.bus.publish(tick(1));
  await two.bus.publish(tick(2));
  await pass(200);
  expect(lists.map(payloads)).toEqual([[1], [2]]);
});

test.skipIf(url === "")(
  "a subscriber that makes its publisher wait keeps the order, and does not keep a bridge from closing",
  async () => {
    const { start } = busOf(url);
    const [one, two] = await Promise.all([start("one"), start("two")]);
    const slow = two.bus.subscribe({ capacity: 1, overflow: { policy: "block", timeoutMs: 60_000 } });
    for (const each of [1, 2, 3]) await one.bus.publish(tick(each));
    await until(() => slow.waiting === 1);
    expect((await nextOf()).message).toMatchObject({ event: { payload: 1 } });
    expect((await nextOf()).message).toMatchObject({ event: { payload: 2 } });
    for (const each of [4, 5, 6]) await one.bus.publish(tick(each));
    await pass(50);
    await two.bridge[Symbol.asyncDispose]();
    async function nextOf() {
      const { value } = await slow[Symbol.asyncIterator]().next();
      return value.kind === "message" ? value.envelope : Promise.reject(new Error("a gap"));
    }
  },
);
