import { digestToken } from "@cordon/middleware";
import { describe, expect, inject, test } from "vitest";
import { findNats, startNats } from "../../../tools/testing/nats-server.ts";
import type { Answer } from "./_api.ts";
import { type BusServer, newBus } from "./_bus-servers.ts";
import { openStream, publish, publishAll, readInPieces } from "./_events.ts";
import { openSocket } from "./_socket.ts";

const natsUrl = inject("natsUrl");
const postgresUrl = inject("postgresUrl");
const SLOW = { timeout: 60_000 };

/** Emits on the bus in the name of the test's token. */
const emit = ({ call }: BusServer, kind: string): Promise<Answer> =>
  call({ path: "/v1/bus/events", body: { kind, payload: { kind } } });

test.skipIf(natsUrl === "")(
  "events that one process takes arrive at the other's streams and sockets",
  SLOW,
  async () => {
    const bus = await newBus(natsUrl);
    const [one, two] = await Promise.all([bus.start(), bus.start()]);
    const stream = await openStream(two.url, "?topic=orders.>");
    const socket = await openSocket(two.url);
    await socket.ask({ type: "subscribe", id: "s", topic: "orders.>" });
    await publishAll(one, 1, 5);
    expect(await stream.ids(5)).toEqual(["1", "2", "3", "4", "5"]);
    expect(await socket.take("event", 5)).toHaveLength(5);
    // A client may come back to any of them.
    const reading = readInPieces([one.url, two.url], "many.>", 100, 7);
    await Promise.all([publishAll(one, 101, 150, "many.of-one"), publishAll(two, 151, 200, "many.of-two")]);
    const ids = await reading;
    const numbers = ids.map(Number);
    expect(numbers.filter((id) => id <= 150)).toEqual(Array.from({ length: 50 }, (_, at) => at + 101));
    expect(numbers.filter((id) => id > 150)).toEqual(Array.from({ length: 50 }, (_, at) => at + 151));
  },
);

test.skipIf(natsUrl === "")(
  "what is emitted on the bus of one process is recorded once, and streamed by both",
  SLOW,
  async () => {
    const bus = await newBus(natsUrl);
    const [one, two] = await Promise.all([bus.start(), bus.start()]);
    const streams = await Promise.all([one, two].map(({ url }) => openStream(url, "?topic=bus.event.>")));
    expect(await emit(one, "price")).toMatchObject({ status: 200 });
    expect(await emit(two, "volume")).toMatchObject({ status: 200 });
    expect(await emit(one, "end")).toMatchObject({ status: 200 });
    for (const stream of streams) {
      const events = [await stream.next(), await stream.next(), await stream.next()];
      expect(new Set(events.map(({ data }) => data?.["type"]))).toEqual(
        new Set(["cordon.custom.price", "cordon.custom.volume", "cordon.custom.end"]),
      );
      expect(events[0]?.data).toMatchObject({ source: "/bus/api.dev", subject: "api.dev", specversion: "1.0" });
    }
  },
);

describe.skipIf(natsUrl === "")("a right that one process gives", () => {
  const databases = [["of its own", undefined] as const, ["that they share", postgresUrl] as const];

  test.skipIf(postgresUrl === "").each(databases)(
    "is good in the other, on a database %s, and its end stops a sender there within 100 ms",
    SLOW,
    async (_what, database) => {
      const bus = await newBus(natsUrl);
      const tokens = { ada: "token-of-ada-0123456789", bob: "token-of-bob-0123456789" };
      const listed = Object.entries(tokens).map(([name, token]) => `${name}=${digestToken(token)}`);
      const env = {
        CORDON_TOKEN: "",
        CORDON_API_TOKENS: listed.join(","),
        ...(database === undefined ? {} : { CORDON_DATABASE_URL: database }),
      };
      const [one, two] = await Promise.all([bus.start(env), bus.start(env)]);
      const bob = await openSocket(two.url, { headers: { authorization: `Bearer ${tokens.bob}` } });
      let sent = 0;
      const tryIt = async (): Promise<unknown> => {
        sent += 1;
        const event = { specversion: "1.0", id: String(sent), source: "/bob", type: "t" };
        return (await bob.ask({ type: "publish", id: "p", topic: "bobs.events", event }))["code"];
      };
      const until = async (code: string | undefined): Promise<void> => {
        while ((await tryIt()) !== code);
      };
      const times: number[] = [];
      for (let turn = 0; turn < 10; turn += 1) {
        const body = { principal: "api.bob", capability: "event:bobs.events" };
        const granted = await one.call({ path: "/v1/bus/grants", body, token: tokens.ada });
        expect(granted.status).toBe(201);
        await until(undefined);
        const path = `/v1/bus/grants/${granted.body["id"] as string}`;
        const begun = performance.now();
        // What both have in their database, either can end.
        const ending = database !== undefined && turn % 2 === 1 ? two : one;
        const revoking = ending.call({ method: "DELETE", path, token: tokens.ada });
        await until("bus/denied");
        times.push(Math.round((performance.now() - begun) * 10) / 10);
        expect((await revoking).status).toBe(204);
      }
      expect(Math.max(...times)).toBeLessThan(100);
    },
  );
});

test.skipIf(natsUrl === "")(
  "a process that is killed does not disturb the other, and goes on where it was",
  SLOW,
  async () => {
    const bus = await newBus(natsUrl);
    const env = { CORDON_SERVER_ID: "one" };
    const [one, two] = await Promise.all([bus.start(env), bus.start()]);
    const stream = await openStream(two.url, "?topic=orders.>");
    await publishAll(one, 1, 3);
    expect(await stream.ids(3)).toEqual(["1", "2", "3"]);
    one.child.kill("SIGKILL");
    await one.ended;
    await publishAll(two, 4, 6);
    expect(await stream.ids(3)).toEqual(["4", "5", "6"]);
    expect((await two.call({ path: "/health/ready" })).status).toBe(200);
    const again = await bus.start(env);
    await publishAll(again, 7, 8);
    expect(await stream.ids(2)).toEqual(["7", "8"]);
    two.child.kill("SIGTERM");
    expect(await two.ended).toBe(0);
  },
);

const nats = findNats();

test.skipIf(nats === undefined)(
  "a broker that goes away makes servers not ready, and they go on when it is back",
  SLOW,
  async () => {
    await using broker = await startNats(nats ?? "");
    const bus = await newBus(broker.url);
    const [one, two] = await Promise.all([bus.start(), bus.start()]);
    const stream = await openStream(two.url, "?topic=orders.>");
    await publishAll(one, 1, 2);
    const first = await stream.ids(2);
    await broker.stop("SIGKILL");
    const ready = async (): Promise<unknown> => (await one.call({ path: "/health/ready", token: "" })).body["code"];
    await expect.poll(ready, { timeout: 10_000 }).toBe("server/broker-lost");
    // What is published meanwhile waits, for a while.
    const waiting = publish(one, "3");
    await broker.start();
    await expect.poll(ready, { timeout: 20_000 }).toBeUndefined();
    expect((await waiting).status).toBe(200);
    await publishAll(one, 4, 5);
    expect([...first, ...(await stream.ids(3))]).toEqual(["1", "2", "3", "4", "5"]);
    expect(one.output()).not.toContain(broker.url.slice("nats://".length));
  },
);
test.skipIf(natsUrl === "")(
  "a client that is ahead of the broker, since that has begun anew, is told and goes on",
  SLOW,
  async () => {
    const server = await (await newBus(natsUrl)).start();
    await publishAll(server, 1, 2);
    const stream = await openStream(server.url, "?topic=orders.>", { "last-event-id": "1000" });
    await publish(server, "3");
    expect(await stream.next()).toMatchObject({ event: "cordon.gap" });
    expect(await stream.ids(1)).toEqual(["3"]);
  },
);
