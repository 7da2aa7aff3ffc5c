import { createSystemClock } from "@cordon/core/system";
import { jetstreamManager } from "@nats-io/jetstream";
import { connect } from "@nats-io/transport-node";
import { inspect } from "node:util";
import { describe, expect, inject, onTestFinished, test } from "vitest";
import { findNats, type NatsServer, startNats } from "../../../tools/testing/nats-server.ts";
import { createJetStreamEventBus } from "../src/adapters/jetstream/index.ts";
import { eventOf, never, publish, publishAll, take, takeIds, TOPIC } from "../src/conformance/event-bus-fixture.ts";
import { freshName, openJetStream } from "./_jetstream.ts";

const natsUrl = inject("natsUrl");
const NOBODY = "nats://secret-user:secret-password@127.0.0.1:1";

async function ownServer(): Promise<NatsServer> {
  const nats = await startNats(findNats() ?? "");
  onTestFinished(() => nats[Symbol.asyncDispose]());
  return nats;
}

describe("without a broker", () => {
  test("what is published waits, up to the limit of events, and then there is an error at once", async () => {
    const bus = openJetStream(NOBODY, { maxBuffered: 3 });
    const waiting = Promise.allSettled([1, 2, 3].map((id) => publish(bus, eventOf(id))));
    await expect(publish(bus, eventOf(4))).rejects.toMatchObject({ code: "events/buffer-full", retryable: true });
    await bus[Symbol.asyncDispose]();
    for (const each of await waiting)
      expect(each).toMatchObject({ status: "rejected", reason: { code: "events/closed" } });
  });

  test("the limit of bytes holds as well, and room is given back", async () => {
    const bus = openJetStream(NOBODY, { maxBufferedBytes: 400 });
    const caller = new AbortController();
    const first = bus.publish({ event: eventOf(1, { data: "x".repeat(200) }), topic: TOPIC }, caller.signal);
    await expect(publish(bus, eventOf(2, { data: "x".repeat(200) }))).rejects.toMatchObject({
      code: "events/buffer-full",
    });
    caller.abort();
    await expect(first).rejects.toMatchObject({ code: "core/aborted" });
    const third = publish(bus, eventOf(3, { data: "x".repeat(200) }));
    await Promise.all([expect(third).rejects.toMatchObject({ code: "events/closed" }), bus[Symbol.asyncDispose]()]);
  });

  test("a call ends when its time is over, and neither its error nor the log has the address or the password", async () => {
    const problems: string[] = [];
    const bus = openJetStream(NOBODY, { timeoutMs: 200, onProblem: (problem) => problems.push(problem) });
    const errors = await Promise.all([
      publish(bus, eventOf(1)).catch((error: unknown) => error),
      bus.subscribe({ topic: TOPIC }, never()).catch((error: unknown) => error),
    ]);
    for (const error of errors) expect(error).toMatchObject({ code: "events/unavailable", kind: "unavailable" });
    expect(problems.length).toBeGreaterThan(0);
    expect(inspect([errors, problems], { depth: 10 })).not.toMatch(/secret|127\.0\.0\.1/);
  });

  test("a subscription that waits for the broker ends when its signal aborts or the bus is disposed of", async () => {
    const bus = openJetStream(NOBODY);
    const caller = new AbortController();
    const first = bus.subscribe({ topic: TOPIC }, caller.signal);
    const second = bus.subscribe({ topic: TOPIC }, never());
    caller.abort();
    await expect(first).rejects.toMatchObject({ code: "core/aborted" });
    await Promise.all([bus[Symbol.asyncDispose](), expect(second).rejects.toMatchObject({ code: "events/closed" })]);
  });

  test.each([
    [{ stream: "a.b" }, RangeError],
    [{ stream: "" }, RangeError],
    [{ subjectPrefix: "a.>" }, RangeError],
    [{ timeoutMs: 0 }, RangeError],
    [{ timeoutMs: 120_000 }, RangeError],
    [{ maxBuffered: 0 }, RangeError],
    [{ limits: { replicas: 9 } }, RangeError],
    [{ limits: { unknown: 1 } }, TypeError],
    [{ unknown: 1 }, TypeError],
    [{ clock: {} }, TypeError],
    [{ connection: { servers: [] } }, TypeError],
    [{ connection: { servers: "nats://" } }, TypeError],
    [{ connection: { servers: "a", pass: "x" } }, TypeError],
  ])("options that cannot be are refused at once: %j", (options, error) => {
    const good = { clock: createSystemClock(), connection: { servers: NOBODY }, stream: "s" };
    expect(() => createJetStreamEventBus({ ...good, ...options } as never)).toThrow(error);
  });
});

describe.skipIf(natsUrl === "")("with a broker", () => {
  test("publishing, reading and acknowledging go on when the broker is killed and comes back", async () => {
    const nats = await ownServer();
    const bus = openJetStream(nats.url, { limits: { maxBytes: 16_777_216 } });
    const durable = await bus.subscribe(
      { topic: TOPIC, durable: "reader", maxInFlight: 4, ackTimeoutMs: 5000 },
      never(),
    );
    const passing = await bus.subscribe({ topic: TOPIC, maxInFlight: 4, ackTimeoutMs: 5000 }, never());
    await publishAll(bus, 1, 10);
    const held = await take(durable);
    await takeIds(passing, 5);
    await nats.stop("SIGKILL");
    const acknowledged = held.ack();
    const published = publishAll(bus, 11, 30);
    await nats.start();
    await Promise.all([published, acknowledged]);
    const seen = new Set([held.event.id, ...(await takeIds(durable, 29))]);
    expect(seen.size).toBe(30);
    expect(new Set(await takeIds(passing, 25)).size).toBe(25);
    expect((await publish(bus, eventOf(30))).duplicate).toBe(true);
  });

  test("a bus may be made before its broker is there", async () => {
    const nats = await ownServer();
    await nats.stop();
    const bus = openJetStream(nats.url);
    const published = publish(bus, eventOf(1));
    await nats.start();
    expect(await published).toEqual({ sequence: 1, duplicate: false });
  });

  test("a consumer that was deleted at the broker is made again, and nothing that was acknowledged comes again", async () => {
    const stream = freshName();
    const bus = openJetStream(natsUrl, { stream });
    const subscription = await bus.subscribe({ topic: TOPIC, durable: "reader", maxInFlight: 5 }, never());
    await publishAll(bus, 1, 4);
    expect(await takeIds(subscription, 3)).toEqual(["1", "2", "3"]);
    const connection = await connect({ servers: natsUrl });
    onTestFinished(() => connection.close());
    await (await jetstreamManager(connection)).consumers.delete(stream, "reader");
    await publishAll(bus, 5, 6);
    const ids = new Set(await takeIds(subscription, 3));
    expect([...ids].sort()).toEqual(["4", "5", "6"]);
  });

  test("a message that is no event shows as a gap and does not come again", async () => {
    const stream = freshName();
    const bus = openJetStream(natsUrl, { stream });
    const subscription = await bus.subscribe({ topic: TOPIC }, never());
    const connection = await connect({ servers: natsUrl });
    onTestFinished(() => connection.close());
    for (const payload of ["no event", "", "{}", "\u0000", "[".repeat(10_000)])
      connection.publish(`${stream}.on.${TOPIC}`, payload);
    await connection.flush();
    for (let count = 0; count < 5; count += 1)
      expect((await subscription.next()).value).toEqual({ kind: "gap", missed: 1, reason: "unreadable" });
    await publishAll(bus, 1, 1);
    expect(await takeIds(subscription, 1)).toEqual(["1"]);
  });

  test("a stream that holds other subjects is not used, and its operator is told", async () => {
    const stream = freshName();
    const connection = await connect({ servers: natsUrl });
    onTestFinished(() => connection.close());
    const { streams } = await jetstreamManager(connection);
    await streams.add({ name: stream, subjects: [`${stream}.other`], storage: "memory", max_bytes: 1_048_576 });
    const problems: string[] = [];
    const bus = openJetStream(natsUrl, { stream, timeoutMs: 500, onProblem: (problem) => problems.push(problem) });
    await expect(publish(bus, eventOf(1))).rejects.toMatchObject({ code: "events/broker-refused", retryable: false });
    expect(problems[0]).toContain("stream");
  });

  test("an event that the broker finds too large is refused, and others go on", async () => {
    const bus = openJetStream(natsUrl, { maxEventBytes: 4_000_000 });
    const event = eventOf(1, { data: "x".repeat(1_500_000) });
    // Sent only once there is a connection, which then knows the broker's limit.
    await publish(bus, eventOf(2));
    await expect(publish(bus, event)).rejects.toMatchObject({ code: "events/broker-refused" });
    expect((await publish(bus, eventOf(3))).sequence).toBe(2);
  });

  test("a replayed sequence that has left the stream shows as a gap", async () => {
    const bus = openJetStream(natsUrl, { limits: { storage: "memory", maxBytes: 16_777_216, maxEvents: 5 } });
    await publishAll(bus, 1, 12);
    const subscription = await bus.subscribe({ topic: TOPIC, from: { sequence: 3 } }, never());
    expect((await subscription.next()).value).toEqual({ kind: "gap", missed: 5, reason: "evicted" });
    expect(await takeIds(subscription, 1)).toEqual(["8"]);
  });
});
