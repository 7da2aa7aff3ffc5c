import { connect } from "node:net";
import { once } from "node:events";
import { expect, test } from "vitest";
import { startApi, TOKEN } from "./_api.ts";
import { openStream, publish, publishAll, readInPieces } from "./_events.ts";

test("events come as they are published, with their sequences, and only those of the topic", async () => {
  const api = await startApi();
  const stream = await openStream(api.url, "?topic=orders.*");
  expect(stream.response.status).toBe(200);
  expect(stream.response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
  expect(stream.response.headers.get("cache-control")).toBe("no-store");
  expect(stream.response.headers.get("x-accel-buffering")).toBe("no");
  expect(stream.response.headers.get("x-content-type-options")).toBe("nosniff");
  expect(await stream.nextBlock()).toMatchObject({ text: "retry: 1000" });
  await publish(api, "a", "other.topic");
  await publish(api, "b");
  const { id, event, data } = await stream.next();
  expect([event, data?.["id"], data?.["publisher"]]).toEqual(["com.example.test", "b", "api.dev"]);
  expect(Number(id)).toBeGreaterThan(1);
});

test("a client that comes back misses nothing and gets nothing twice", async () => {
  const api = await startApi();
  const first = await openStream(api.url, "?topic=orders.>");
  await publishAll(api, 1, 3);
  await first.ids(2);
  const third = await first.next();
  first.close();
  await publishAll(api, 4, 6);
  // What is in the address is where the client began: what it says itself goes before.
  const again = await openStream(api.url, "?topic=orders.>&from=all", { "last-event-id": third.id ?? "" });
  await publishAll(api, 7, 8);
  expect(await again.ids(5)).toEqual(["4", "5", "6", "7", "8"]);
});

test("a client that loses its connection again and again, while events are published, has each once and in order", async () => {
  const api = await startApi();
  const reading = readInPieces([api.url], "orders.>", 300, 7);
  await publishAll(api, 1, 300);
  expect(await reading).toEqual(Array.from({ length: 300 }, (_, at) => String(at + 1)));
});

test("a stream begins where it is told to", async () => {
  const api = await startApi();
  await publishAll(api, 1, 3);
  const all = await openStream(api.url, "?topic=orders.>&from=all", { "last-event-id": "" });
  const one = await all.next();
  expect(one.data?.["id"]).toBe("1");
  const after = await openStream(api.url, `?topic=orders.>&after=${one.id ?? ""}`);
  expect(await after.ids(2)).toEqual(["2", "3"]);
});

test("what left the bus before it was read shows as a gap, without an id of its own", async () => {
  const api = await startApi();
  const stream = await openStream(api.url, "?topic=orders.>&from=all");
  await publish(api, "first");
  const { id = "" } = await stream.next();
  stream.close();
  await publishAll(api, 1, 3);
  // A client of a bus that has begun anew is told that it may have missed something.
  const ahead = await openStream(api.url, "?topic=orders.>", { "last-event-id": String(Number(id) + 1000) });
  await publish(api, "last");
  const gap = await ahead.next();
  expect(gap).toMatchObject({ event: "cordon.gap" });
  expect(gap.id).toBeUndefined();
  expect(gap.data?.["missed"]).toBeGreaterThan(0);
  expect(await ahead.ids(1)).toEqual(["last"]);
});

test.each([
  ["?topic=a..b", {}, "/topic"],
  [`?topic=${"a".repeat(201)}`, {}, "/topic"],
  [`?topic=${"a".repeat(4000)}`, {}, "/topic"],
  ["?topic=a&topic=b", {}, "/topic"],
  ["?topic=a%0Ab", {}, "/topic"],
  ["?after=-1", {}, "/after"],
  ["?after=1e3", {}, "/after"],
  ["?after=9999999999999999999", {}, "/after"],
  ["?from=yesterday", {}, "/from"],
  ["?from=all&after=1", {}, "/from"],
  ["?token=secret-in-the-address", {}, "/token"],
  ["?__proto__=1", {}, "/__proto__"],
  ["", { "last-event-id": "one" }, "/last-event-id"],
])("%s is refused with a problem that names the field", async (query, headers, pointer) => {
  const api = await startApi();
  const { call, log } = api;
  const answer = await call({ path: `/v1/events${query}`, accept: "text/event-stream", headers: { ...headers } });
  expect(answer).toMatchObject({ status: 422, contentType: "application/problem+json" });
  expect(answer.body["issues"]).toMatchObject([{ pointer }]);
  expect(answer.body["traceId"]).toMatch(/^[0-9a-f]{32}$/);
  expect(JSON.stringify(answer.body) + log()).not.toContain("secret-in-the-address");
});

test("a stream needs a token, in the header", async () => {
  const { call } = await startApi();
  expect(await call({ path: "/v1/events", token: "" })).toMatchObject({ status: 401, body: { code: "auth/required" } });
  const wrong = await call({ path: "/v1/events", token: "not-the-token-at-all" });
  expect(wrong).toMatchObject({ status: 401, body: { code: "auth/rejected" } });
});

test("HEAD answers as GET would, and other methods are told which there are", async () => {
  const { url, call } = await startApi({}, { streamLimits: { maxStreamsPerPrincipal: 1 } });
  const headers = { authorization: `Bearer ${TOKEN}` };
  for (let count = 0; count < 3; count += 1) {
    const head = await fetch(`${url}/v1/events`, { method: "HEAD", headers });
    expect([head.status, head.headers.get("content-type")]).toEqual([200, "text/event-stream; charset=utf-8"]);
  }
  const put = await call({ path: "/v1/events", method: "PUT" });
  expect(put.status).toBe(405);
  expect(put.headers.get("allow")?.split(", ").sort()).toEqual(["GET", "HEAD", "POST"]);
});

test("a caller has so many streams, and the place of one that ended is free", async () => {
  const api = await startApi({}, { streamLimits: { maxStreamsPerPrincipal: 2 } });
  const one = await openStream(api.url);
  await openStream(api.url);
  const third = await api.call({ path: "/v1/events" });
  expect(third).toMatchObject({ status: 429, body: { code: "server/too-many-streams", retryable: true } });
  one.close();
  await expect.poll(async () => (await openStream(api.url)).response.status, { timeout: 10_000 }).toBe(200);
});

test("a server has so many streams", async () => {
  const api = await startApi({}, { streamLimits: { maxStreams: 1 } });
  await openStream(api.url);
  expect(await api.call({ path: "/v1/events" })).toMatchObject({ status: 503, body: { code: "server/streams-full" } });
});

test("a stream on which nothing happens says that it is there", async () => {
  const api = await startApi({}, { streamLimits: { heartbeatMs: 20 } });
  const stream = await openStream(api.url);
  await stream.nextBlock();
  expect((await stream.nextBlock())?.text).toBe(":");
  expect((await stream.nextBlock())?.text).toBe(":");
});

test("when the server stops, streams end at once", async () => {
  const api = await startApi();
  const stream = await openStream(api.url);
  await stream.nextBlock();
  const begun = performance.now();
  await api.stop();
  expect(await stream.nextBlock()).toBeUndefined();
  // Well below the time that requests under way are given.
  expect(performance.now() - begun).toBeLessThan(3000);
});

test("a client that takes nothing is cut off, and keeps nobody else from theirs", async () => {
  const api = await startApi({}, { streamLimits: { stallMs: 300, maxStreamsPerPrincipal: 2 } });
  const { port, hostname } = new URL(api.url);
  const slow = connect(Number(port), hostname);
  slow.on("error", () => undefined);
  slow.write(`GET /v1/events?topic=big HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${TOKEN}\r\n\r\n`);
  await once(slow, "data");
  slow.pause().removeAllListeners("data");
  const quick = await openStream(api.url, "?topic=big");
  const data = "x".repeat(500_000);
  for (let id = 1; id <= 30; id += 1) await publish(api, String(id), "big", { data });
  expect(await quick.ids(30)).toHaveLength(30);
  await expect.poll(() => api.log(), { timeout: 10_000 }).toContain('"isStalled":true');
  let tail = "";
  slow.on("data", (chunk: Buffer) => (tail = (tail + chunk.toString()).slice(-5)));
  slow.resume();
  await once(slow, "close");
  // It was cut off, and not told that this was all.
  expect(tail).not.toBe("0\r\n\r\n");
  // Its place is free again.
  await expect.poll(async () => (await openStream(api.url)).response.status, { timeout: 10_000 }).toBe(200);
});
