import { expect, inject, onTestFinished, test } from "vitest";
import { findNats, type NatsServer, startNats } from "../../../../tools/testing/nats-server.ts";
import { busOf, collect, pass, payloads, until } from "./_servers.ts";

const url = inject("natsUrl");
const tick = (payload: unknown) =>
  ({ message: { kind: "event", event: { type: "custom", moduleId: "feed", kind: "tick", payload } } }) as never;

async function ownBroker(): Promise<NatsServer> {
  const broker = await startNats(findNats() ?? "nats-server");
  onTestFinished(() => broker[Symbol.asyncDispose]());
  return broker;
}

test.skipIf(url === "")("a publish waits for a broker that restarts, and goes out once and in order", async () => {
  const broker = await ownBroker();
  const { start } = busOf(broker.url);
  const [one, two] = await Promise.all([start("one", { publishTimeoutMs: 20_000 }), start("two")]);
  const list = collect(two.bus);
  await one.bus.publish(tick(0));
  await until(() => list.length === 1);
  await broker.stop("SIGKILL");
  const waiting = Promise.all(Array.from({ length: 30 }, (_, each) => one.bus.publish(tick(each + 1))));
  await pass(300);
  await broker.start();
  await waiting;
  await one.bus.publish(tick(31));
  await until(() => list.length >= 32);
  await pass(100);
  expect(payloads(list)).toEqual(Array.from({ length: 32 }, (_, each) => each));
});

test.skipIf(url === "")("without a broker a publish is refused when its time is over, and not sent later", async () => {
  const broker = await ownBroker();
  const { start } = busOf(broker.url);
  const [one, two] = await Promise.all([start("one", { publishTimeoutMs: 300 }), start("two")]);
  const here = collect(one.bus);
  const there = collect(two.bus);
  await broker.stop("SIGKILL");
  await expect(one.bus.publish(tick(1))).rejects.toMatchObject({ code: "bus/bridge-unavailable" });
  await broker.start();
  await until(() => !one.connection.isClosed() && one.connection.info !== undefined);
  await until(() => {
    void one.bus.publish(tick(2)).catch(() => undefined);
    return payloads(there).includes(2);
  });
  expect(payloads(here).slice(0, 2)).toEqual([1, 2]);
  expect(payloads(there)).not.toContain(1);
});

test.skipIf(url === "")("what waits for the broker is bounded, can be aborted, and ends with the bridge", async () => {
  const broker = await ownBroker();
  const { start } = busOf(broker.url);
  const one = await start("one", { publishTimeoutMs: 20_000, maxPending: 3 });
  await broker.stop("SIGKILL");
  await until(() => one.connection.info === undefined);
  const abort = new AbortController();
  const [first, second, third] = [
    one.bus.publish(tick(1)),
    one.bus.publish(tick(2), abort.signal),
    one.bus.publish(tick(3)),
  ];
  await expect(one.bus.publish(tick(4))).rejects.toMatchObject({ code: "bus/bridge-full", details: { max: 3 } });
  abort.abort();
  await expect(second).rejects.toMatchObject({ code: "core/aborted" });
  const fifth = one.bus.publish(tick(5));
  const refused = [first, third, fifth].map((each) =>
    expect(each).rejects.toMatchObject({ code: "bus/bridge-unavailable" }),
  );
  await one.bridge[Symbol.asyncDispose]();
  await Promise.all(refused);
  await expect(one.bus.publish(tick(6))).resolves.toBeDefined();
});

test.skipIf(url === "")("a sender that is stopped while its message waits says nothing any more", async () => {
  const broker = await ownBroker();
  const { start } = busOf(broker.url);
  const [one, two] = await Promise.all([start("one", { publishTimeoutMs: 20_000 }), start("two")]);
  const list = collect(two.bus);
  const grant = one.bus.grantCapability("a", "emit:*");
  const other = one.bus.grantCapability("b", "emit:*");
  one.bus.grantCapability("c", "emit:*");
  one.bus.grantCapability("b", "extra:*");
  const closing = one.bus.openSender("c");
  const inner = closing.narrow("emit:*");
  await broker.stop("SIGKILL");
  const event = { kind: "tick", payload: 1 };
  const custom = { type: "custom", moduleId: "b", ...event } as const;
  const waiting = [
    one.bus.openSender("a").emitEvent(event),
    one.bus.openSender("b").publishWithCapability("extra:x", { message: { kind: "event", event: custom } }),
    inner.emitEvent(event),
    one.bus.publish(tick(7)),
  ];
  const outcomes = Promise.allSettled(waiting);
  await pass(50);
  grant.revoke();
  other.revoke();
  closing.close();
  await broker.start();
  const codes = (await outcomes).map((each) => (each.status === "rejected" ? each.reason.code : "sent"));
  expect(codes).toEqual(["bus/denied", "bus/denied", "bus/denied", "sent"]);
  await until(() => list.length > 0);
  expect(payloads(list)).toEqual([7]);
});

test.skipIf(url === "")(
  "a message that the broker does not take for its size is refused at once, and holds up no other",
  async () => {
    const { start } = busOf(url);
    const one = await start("one");
    const big = "x".repeat(1_040_000);
    const outcomes = await Promise.allSettled([
      one.bus.publish(tick([big, big.slice(0, 8000)])),
      one.bus.publish(tick(2)),
    ]);
    expect(outcomes[0]).toMatchObject({ status: "rejected", reason: { code: "bus/bridge-too-large" } });
    expect(outcomes[1]).toMatchObject({ status: "fulfilled" });
  },
);

test.skipIf(url === "")(
  "a connection that is closed for good rejects what is published, and throws nowhere else",
  async () => {
    const { start } = busOf(url);
    const one = await start("one", { publishTimeoutMs: 5000 });
    await one.connection.close();
    await expect(one.bus.publish(tick(1))).rejects.toMatchObject({ code: "bus/bridge-unavailable" });
    one.bus.grantCapability("a", "emit:*").revoke();
    one.bus.respond({ name: "late" }, () => null)[Symbol.dispose]();
    const command = { type: "invoke", moduleId: "x", method: "y", payload: null } as const;
    await expect(one.bus.request({ to: "x", command, timeoutMs: 500 })).rejects.toMatchObject({
      code: "bus/bridge-unavailable",
    });
    await until(() =>
      one.logger.records.some(({ level, message }) => level === "error" && message.includes("was closed")),
    );
  },
);

test.skipIf(url === "")("a message that was taken away from its stream's name is not taken for sent", async () => {
  const { start, name } = busOf(url);
  const one = await start("one", { publishTimeoutMs: 400 });
  // Somebody who answers in the place of the broker.
  one.connection.subscribe(`cordon.bus.${name}.msg.>`, {
    callback(_error, message) {
      message.respond(JSON.stringify({ stream: "OTHER", seq: 1 }));
    },
  });
  const { jetstreamManager } = await import("@nats-io/jetstream");
  await (await jetstreamManager(one.connection)).streams.delete(`CORDON_BUS_${name}`);
  await expect(one.bus.publish(tick(1))).rejects.toMatchObject({ code: "bus/bridge-unavailable" });
});
