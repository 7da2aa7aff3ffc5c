import { createTimeOrderedIds } from "@cordon/core/system";
import { DeliverPolicy, jetstream, jetstreamManager, RetentionPolicy } from "@nats-io/jetstream";
import { expect, inject, onTestFinished, test } from "vitest";
import { findNats, startNats } from "../../../../tools/testing/nats-server.ts";
import { createMessageBus } from "../../src/index.ts";
import { busOf, clock, random, collect, connectTo, pass, payloads, until } from "./_servers.ts";

const url = inject("natsUrl");
const tick = (payload: unknown) =>
  ({ message: { kind: "event", event: { type: "custom", moduleId: "feed", kind: "tick", payload } } }) as never;

test.skipIf(url === "")("a server that was away catches up, in order and once", async () => {
  const { start } = busOf(url);
  const one = await start("one");
  const before = await start("two");
  const seen = collect(before.bus);
  await one.bus.publish(tick(1));
  await until(() => seen.length === 1);
  await pass(50);
  await before.stop();
  for (let each = 2; each <= 20; each += 1) await one.bus.publish(tick(each));
  const after = await start("two", { bus: before.bus }).catch(() => start("two"));
  const list = collect(after.bus);
  await one.bus.publish(tick(21));
  await until(() => payloads(list).includes(21));
  expect(payloads(list).filter((each) => Number(each) < 2)).toEqual([]);
});

test.skipIf(url === "")("messages go on after the broker was killed and has come back", async () => {
  const broker = await startNats(findNats() ?? "nats-server");
  onTestFinished(() => broker[Symbol.asyncDispose]());
  const { start } = busOf(broker.url);
  const options = { publishTimeoutMs: 20_000 };
  const [one, two] = await Promise.all([start("one", options), start("two", options)]);
  const lists = [collect(one.bus, "event.>"), collect(two.bus, "event.>")];
  two.bus.respond({ name: "echo" }, () => "here");
  for (const round of [1, 2]) {
    await one.bus.publish(tick(round));
    await broker.stop("SIGKILL");
    await broker.start();
    await two.bus.publish(tick(-round));
    await until(() => lists.every((list) => list.length === 2 * round), 20_000);
    const command = { type: "invoke", moduleId: "echo", method: "say", payload: null } as const;
    await expect(one.bus.request({ to: "echo", command, timeoutMs: 10_000 })).resolves.toBe("here");
  }
  // Each server's own are in order; what comes of another is between them somewhere.
  for (const list of lists.map(payloads)) {
    expect(list.filter((each) => Number(each) > 0)).toEqual([1, 2]);
    expect(list.filter((each) => Number(each) < 0)).toEqual([-1, -2]);
  }
});

test.skipIf(url === "")("a consumer that is deleted is made again where it was", async () => {
  const { start, name } = busOf(url);
  const [one, two] = await Promise.all([start("one"), start("two")]);
  const list = collect(two.bus);
  await one.bus.publish(tick(1));
  await until(() => list.length === 1);
  const manager = await jetstreamManager(one.connection);
  await manager.consumers.delete(`CORDON_BUS_${name}`, "two");
  for (const each of [2, 3]) await one.bus.publish(tick(each));
  await until(() => list.length >= 3, 20_000);
  await pass(100);
  expect(payloads(list)).toEqual([1, 2, 3]);
});

test.skipIf(url === "")(
  "a stream that is deleted is made again, and nothing that was taken since is missed",
  async () => {
    const { start, name } = busOf(url);
    const options = { publishTimeoutMs: 20_000 };
    const [one, two, three] = await Promise.all([
      start("one", options),
      start("two", options),
      start("three", options),
    ]);
    const lists = [collect(two.bus), collect(three.bus)];
    for (const each of [-4, -3, -2, -1, 1]) await one.bus.publish(tick(each));
    await until(() => lists.every((list) => list.length === 5));
    const manager = await jetstreamManager(one.connection);
    await manager.streams.delete(`CORDON_BUS_${name}`);
    for (const each of [2, 3, 4]) await one.bus.publish(tick(each));
    await until(() => lists.every((list) => list.length >= 8), 20_000);
    await pass(100);
    expect(lists.map(payloads)).toEqual([
      [-4, -3, -2, -1, 1, 2, 3, 4],
      [-4, -3, -2, -1, 1, 2, 3, 4],
    ]);
  },
);

test.skipIf(url === "")(
  "a message that is delivered again after its acknowledgement was lost is delivered once",
  async () => {
    const { start, name } = busOf(url);
    const [one, two] = await Promise.all([start("one"), start("two")]);
    const list = collect(two.bus);
    await one.bus.publish(tick(1));
    await until(() => list.length === 1);
    const manager = await jetstreamManager(one.connection);
    const stream = `CORDON_BUS_${name}`;
    const { config } = await manager.consumers.info(stream, "two");
    await manager.consumers.delete(stream, "two");
    await manager.consumers.add(stream, { ...config, deliver_policy: DeliverPolicy.All });
    await one.bus.publish(tick(2));
    await until(() => list.length >= 2, 20_000);
    await pass(100);
    expect(payloads(list)).toEqual([1, 2]);
  },
);

test.skipIf(url === "")(
  "a stream with settings that the bus cannot work with is refused when the bridge is opened",
  async () => {
    const connection = await connectTo(url);
    const manager = await jetstreamManager(connection);
    const made = [
      { duplicate_window: 1_000_000_000 },
      { retention: RetentionPolicy.Interest },
      { subjects: ["else.>"] },
    ];
    for (const settings of made) {
      const { start, name } = busOf(url);
      const subjects = settings.subjects ?? [`cordon.bus.${name}.msg.>`];
      await manager.streams.add({
        name: `CORDON_BUS_${name}`,
        ...settings,
        subjects: subjects.map((each) => each.replace("else", name)),
      });
      await expect(start("one")).rejects.toMatchObject({
        code: "bus/bridge-not-opened",
        message: expect.stringContaining("its stream"),
      });
    }
  },
);

test.skipIf(url === "")("a broker without JetStream is refused in time", async () => {
  const { start } = busOf(url);
  const connection = await connectTo(url);
  const deaf = new Proxy(connection, {
    get(target, property) {
      if (property === "request") return () => Promise.reject(new Error("no"));
      const value: unknown = Reflect.get(target, property);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  await expect(start("one", { connection: deaf, publishTimeoutMs: 300 })).rejects.toMatchObject({
    code: "bus/bridge-not-opened",
  });
});

test.skipIf(url === "")(
  "what was sent to a server that ended before it came is there at once when it starts again",
  async () => {
    const { start, name } = busOf(url);
    const one = await start("one");
    await (await start("two")).stop();
    for (const each of [1, 2, 3]) await one.bus.publish(tick(each));
    const consumer = await jetstream(one.connection).consumers.get(`CORDON_BUS_${name}`, "two");
    const lost = await consumer.fetch({ max_messages: 3, expires: 1000 });
    let taken = 0;
    for await (const { seq } of lost) taken = seq;
    const bus = createMessageBus({ clock, random, ids: createTimeOrderedIds({ clock, random }) });
    const list = collect(bus);
    await start("two", { bus });
    expect(await until(() => list.length === 3)).toBeLessThan(5000);
    expect([taken, payloads(list)]).toEqual([3, [1, 2, 3]]);
  },
);

test.skipIf(url === "")("what was lost on its way is fetched before what comes next", async () => {
  const { start, name } = busOf(url);
  const [one, two] = await Promise.all([start("one"), start("two")]);
  const list = collect(two.bus);
  const consumer = await jetstream(one.connection).consumers.get(`CORDON_BUS_${name}`, "two");
  const thief = await consumer.consume({ max_messages: 5 });
  let stolen = 0;
  const stealing = (async () => {
    for await (const { seq } of thief) if (seq > 0) stolen += 1;
  })();
  for (let each = 1; each <= 20; each += 1) await one.bus.publish(tick(each));
  await until(() => stolen > 0);
  void thief.close();
  await stealing;
  await one.connection.flush();
  for (let each = 21; each <= 30; each += 1) await one.bus.publish(tick(each));
  expect(await until(() => list.length === 30)).toBeLessThan(5000);
  expect(payloads(list)).toEqual(Array.from({ length: 30 }, (_, each) => each + 1));
});
