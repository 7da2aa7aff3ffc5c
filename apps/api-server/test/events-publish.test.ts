import { describe, expect, test } from "vitest";
import { faultOf, messagingApi, type MessagingApi, never } from "./_messaging.ts";

const EVENT = {
  specversion: "1.0",
  id: "e-1",
  source: "/orders/7",
  type: "orders.created",
  subject: "7",
  traceparent: "00-1",
  data: { total: 12 },
};

const publish = ({ ask }: MessagingApi, event: unknown, more: object = {}) =>
  ask("/v1/events", { body: { event, ...more } as never });

describe.each(["application/json", "application/msgpack", "application/vnd.cordon.v2+cbor"])("in %s", (type) => {
  test("an event is kept, and the same one again is recognised", async () => {
    const { ask, allow, events } = await messagingApi();
    await allow("api.alice", "event:orders.created");
    const subscription = await events.subscribe({ topic: "orders.>", from: "all" }, never);
    const first = await ask("/v1/events", { type, body: { event: EVENT } });
    expect(first).toMatchObject({ status: 200, contentType: type, body: { sequence: 1, duplicate: false } });
    const again = await ask("/v1/events", { type, body: { event: EVENT } });
    expect(again.body).toEqual({ sequence: 1, duplicate: true });
    const { value } = await subscription.next();
    expect(value).toMatchObject({ topic: "orders.created", event: { id: "e-1", data: { total: 12 }, subject: "7" } });
    await subscription[Symbol.asyncDispose]();
  });
});

test("a topic besides the type is the one that counts, for the right as well", async () => {
  const api = await messagingApi();
  await api.allow("api.alice", "event:orders.created");
  expect(faultOf(await publish(api, EVENT, { topic: "audit.orders" }))).toEqual([403, "bus/denied", []]);
  await api.allow("api.alice", "event:audit.orders");
  expect((await publish(api, EVENT, { topic: "audit.orders" })).status).toBe(200);
});

test("without a grant nothing is published, and the audit says so", async () => {
  const api = await messagingApi();
  const subscription = await api.events.subscribe({ topic: ">", from: "all" }, never);
  expect(faultOf(await publish(api, EVENT))).toEqual([403, "bus/denied", []]);
  const id = await api.allow("api.alice", "event:*");
  await api.ask(`/v1/bus/grants/${id}`, { method: "DELETE" });
  expect(faultOf(await publish(api, EVENT))).toEqual([403, "bus/denied", []]);
  await api.allow("api.alice", "event:*");
  expect((await publish(api, EVENT)).body["sequence"]).toBe(1);
  const { body } = await api.ask("/v1/bus/audit?principal=api.alice");
  const denied = (body["items"] as readonly { readonly outcome: string }[]).filter(
    ({ outcome }) => outcome === "denied",
  );
  expect(denied).toMatchObject([{ capability: "event:orders.created", count: 2 }]);
  await subscription[Symbol.asyncDispose]();
});

test("bytes go in base64, and data that is null is data", async () => {
  const api = await messagingApi();
  await api.allow("api.alice", "event:*");
  const { data: _data, ...without } = EVENT;
  const subscription = await api.events.subscribe({ topic: "orders.created" }, never);
  expect((await publish(api, { ...without, id: "b", data_base64: "AAEC" })).status).toBe(200);
  expect((await publish(api, { ...without, id: "n", data: null })).status).toBe(200);
  expect((await subscription.next()).value).toMatchObject({ event: { id: "b", dataBase64: "AAEC" } });
  expect((await subscription.next()).value).toMatchObject({ event: { id: "n", data: null } });
  await subscription[Symbol.asyncDispose]();
});

test.each<readonly [what: string, body: unknown, code: string, pointers: readonly string[]]>([
  ["a list", [], "interface/invalid", [""]],
  ["no event", {}, "interface/invalid", ["/event"]],
  ["an event in text", { event: JSON.stringify(EVENT) }, "interface/invalid", ["/event"]],
  ["an unknown field", { event: EVENT, to: "x" }, "interface/invalid", ["/to"]],
  ["a topic that is a number", { event: EVENT, topic: 7 }, "interface/invalid", ["/topic"]],
  ["a topic with a wildcard", { event: EVENT, topic: "orders.*" }, "interface/invalid", ["/topic"]],
  ["a topic of dead letters", { event: EVENT, topic: "dead.mine" }, "interface/invalid", ["/topic"]],
  ["a long topic", { event: EVENT, topic: "t".repeat(201) }, "interface/invalid", ["/topic"]],
  [
    "an empty event",
    { event: {} },
    "events/invalid-event",
    ["specversion", "id", "source", "type"].map((name) => `/event/${name}`),
  ],
  ["another version", { event: { ...EVENT, specversion: "0.3" } }, "events/invalid-event", ["/event/specversion"]],
  ["an id that is a number", { event: { ...EVENT, id: 1 } }, "events/invalid-event", ["/event/id"]],
  ["no time that there is", { event: { ...EVENT, time: "yesterday" } }, "events/invalid-event", ["/event/time"]],
  ["an extension in capitals", { event: { ...EVENT, Trace: "x" } }, "events/invalid-event", ["/event/Trace"]],
  ["an extension that is an object", { event: { ...EVENT, ext: {} } }, "events/invalid-event", ["/event/ext"]],
  ["data twice", { event: { ...EVENT, data_base64: "AA==" } }, "events/invalid-event", ["/event/data_base64"]],
  [
    "bytes that are none",
    { event: { ...EVENT, data: null, data_base64: "A" } },
    "events/invalid-event",
    ["/event/data_base64"],
  ],
  ["a type that is no topic", { event: { ...EVENT, type: "a b" } }, "events/invalid-request", ["/topic"]],
])("%s is refused by its field", async (_what, body, code, pointers) => {
  const { ask, allow } = await messagingApi();
  await allow("api.alice", "*");
  const [status, said, at] = faultOf(await ask("/v1/events", { body: body as never }));
  expect([status, said]).toEqual([422, code]);
  expect(at).toEqual(expect.arrayContaining([...pointers]));
});

test("an event that says it comes from the server or a plugin is refused by its field", async () => {
  const api = await messagingApi();
  await api.allow("api.alice", "*");
  expect(faultOf(await publish(api, EVENT, { topic: "bus.event.kernel" }))[2]).toEqual(["/topic"]);
  expect(faultOf(await publish(api, { ...EVENT, source: "/bus/kernel" }))[2]).toEqual(["/event/source"]);
});

test("too many extensions, too much and too deep data are refused, and the next event is published", async () => {
  const api = await messagingApi();
  await api.allow("api.alice", "*");
  const extensions = Object.fromEntries(Array.from({ length: 64 }, (_, at) => [`x${at}`, at]));
  const many = faultOf(await publish(api, { ...EVENT, ...extensions }));
  expect(many[0]).toBe(422);
  expect(many[2].every((pointer) => pointer.startsWith("/event"))).toBe(true);
  expect((await publish(api, { ...EVENT, data: "x".repeat(1_000_000) })).status).toBe(413);
  let deep: unknown = 1;
  for (let level = 0; level < 62; level += 1) deep = [deep];
  expect((await publish(api, { ...EVENT, data: deep })).status).toBe(200);
  for (let level = 0; level < 10; level += 1) deep = [deep];
  expect((await publish(api, { ...EVENT, id: "deeper", data: deep })).status).toBeGreaterThanOrEqual(400);
  expect((await publish(api, { ...EVENT, id: "next" })).body["sequence"]).toBe(2);
});
