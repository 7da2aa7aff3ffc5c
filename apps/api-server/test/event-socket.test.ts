import { expect, test } from "vitest";
import { startApi } from "./_api.ts";
import { publish, publishAll } from "./_events.ts";
import { openSocket } from "./_socket.ts";

const eventOf = (id: string) => ({ specversion: "1.0", id, source: "/tests", type: "com.example.test", data: { id } });

test("a subscription gets events with their sequences and topics, until it is ended", async () => {
  const api = await startApi();
  const socket = await openSocket(api.url);
  expect(await socket.ask({ type: "subscribe", id: "s", topic: "orders.*" })).toEqual({ type: "subscribed", id: "s" });
  await publish(api, "other", "other.topic");
  await publish(api, "one");
  const event = await socket.next();
  expect(event).toMatchObject({ type: "event", subscription: "s", topic: "orders.created", event: { id: "one" } });
  expect(event["sequence"]).toBeGreaterThan(1);
  expect(await socket.ask({ type: "unsubscribe", id: "s" })).toEqual({ type: "unsubscribed", id: "s" });
  await publish(api, "two");
  expect(await socket.ask({ type: "ping", id: "p" })).toEqual({ type: "pong", id: "p" });
});

test("a subscription goes on after the last event that the client has", async () => {
  const api = await startApi();
  await publishAll(api, 1, 5);
  const socket = await openSocket(api.url);
  socket.send({ type: "subscribe", id: "all", topic: "orders.>", from: "all" });
  const [, second] = await socket.take("event", 2);
  const again = await openSocket(api.url);
  again.send({ type: "subscribe", id: "s", topic: "orders.>", after: second?.["sequence"] ?? 0 });
  const events = await again.take("event", 3);
  expect(events.map(({ event }) => (event as { readonly id: string }).id)).toEqual(["3", "4", "5"]);
});

test("an event is published, once, and other sockets have it", async () => {
  const api = await startApi();
  const [one, two] = [await openSocket(api.url), await openSocket(api.url)];
  await one.ask({ type: "subscribe", id: "s", topic: ">" });
  const message = { type: "publish", id: "p", topic: "orders.created", event: eventOf("e") };
  const first = await two.ask(message);
  expect(first).toMatchObject({ type: "published", id: "p", duplicate: false });
  expect(await two.ask(message)).toEqual({ ...first, duplicate: true });
  expect(await one.next()).toMatchObject({ event: { id: "e", publisher: "api.dev" }, sequence: first["sequence"] });
});

test.each([
  [{ topic: "bus.event.a.b" }, {}, "/topic"],
  [{ topic: "plugin.p.a" }, {}, "/topic"],
  [{ topic: "dead.letters" }, {}, "/topic"],
  [{ topic: "a..b" }, {}, "/topic"],
  [{}, { source: "/bus/kernel" }, "/event/source"],
  [{}, { source: "/projects/p/plugins/a" }, "/event/source"],
  [{}, { type: "cordon.gap" }, "/event/type"],
  [{}, { type: 1 }, "/event/type"],
  [{}, { specversion: "0.3" }, "/event/specversion"],
])("an event with %j and %j is refused, over a socket as in a request", async (rest, attributes, pointer) => {
  const api = await startApi();
  const body = { topic: "orders.created", ...rest, event: { ...eventOf("e"), ...attributes } };
  const socket = await openSocket(api.url);
  const error = await socket.ask({ type: "publish", id: "p", ...body });
  expect(error).toMatchObject({ type: "error", id: "p", issues: [{ pointer }], retryable: false });
  const answer = await api.call({ path: "/v1/events", body });
  expect(answer.status).toBe(422);
  expect(answer.body).toMatchObject({ code: error["code"], issues: [{ pointer }] });
});

test("a command is answered, on the caller's own right", async () => {
  const api = await startApi();
  const socket = await openSocket(api.url);
  const command = { type: "invoke", method: "ask" };
  const error = await socket.ask({ type: "send", id: "c", to: "nobody", command });
  expect(error).toMatchObject({ type: "error", id: "c", code: "bus/no-responder" });
  const sent = await socket.ask({ type: "send", id: "d", to: "nobody", command, wait: false });
  expect(sent).toMatchObject({ type: "sent", id: "d" });
});

test("messages are answered in the order of their work, and many at once are all answered", async () => {
  const api = await startApi();
  const socket = await openSocket(api.url);
  for (let id = 0; id < 500; id += 1)
    socket.send({ type: "publish", id: String(id), topic: "orders.created", event: eventOf(String(id)) });
  const published = await socket.take("published", 500);
  expect(published.map(({ id }) => id)).toEqual(Array.from({ length: 500 }, (_, id) => String(id)));
  const sequences = published.map(({ sequence }) => Number(sequence));
  expect(sequences).toEqual([...sequences].sort((one, other) => one - other));
});
