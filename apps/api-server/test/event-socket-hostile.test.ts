import { connect } from "node:net";
import { once } from "node:events";
import { describe, expect, test } from "vitest";
import { startApi, TOKEN } from "./_api.ts";
import { openStream, publish } from "./_events.ts";
import { openSocket, refusedSocket } from "./_socket.ts";

const encoded = (token: string): string => Buffer.from(token).toString("base64url");
const HANDSHAKE = "connection: upgrade\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

describe("frames", () => {
  test.each([
    ["not JSON", "{", "serde/"],
    ["an unfinished nest", "[".repeat(100_000), "serde/"],
    ["a deep nest", `${"[".repeat(100)}${"]".repeat(100)}`, "serde/"],
    ["no object", "[]", "server/invalid-frame"],
    ["null", "null", "server/invalid-frame"],
    ["an unknown type", '{"type":"shout","id":"a"}', "server/invalid-frame"],
    ["a type of every object", '{"type":"constructor","id":"a"}', "server/invalid-frame"],
    ["a type that is no text", '{"type":["ping"],"id":"a"}', "server/invalid-frame"],
    ["no id", '{"type":"ping"}', "server/invalid-frame"],
    ["a long id", JSON.stringify({ type: "ping", id: "x".repeat(65) }), "server/invalid-frame"],
    ["an unknown field", '{"type":"ping","id":"a","token":"hunter2hunter2"}', "server/invalid-frame"],
    ["a field twice", '{"type":"ping","id":"a","id":"b"}', ""],
    ["a topic that is none", '{"type":"subscribe","id":"a","topic":"a b"}', "events/invalid-request"],
    ["a topic that is no text", '{"type":"subscribe","id":"a","topic":{}}', "server/invalid-frame"],
    [
      "a huge topic",
      JSON.stringify({ type: "subscribe", id: "a", topic: "x.".repeat(9999) }),
      "events/invalid-request",
    ],
    ["a sequence that is none", '{"type":"subscribe","id":"a","topic":"a","after":-1}', "server/invalid-frame"],
    ["an end of nothing", '{"type":"unsubscribe","id":"a"}', "server/invalid-frame"],
    ["no event", '{"type":"publish","id":"a"}', "interface/"],
    ["an event that is none", '{"type":"publish","id":"a","event":{}}', "events/invalid-event"],
    ["a command that is none", '{"type":"send","id":"a","to":"m","command":{"type":"rm"}}', "interface/"],
  ])("%s gets an error, and the socket lives on", async (_what, text, code) => {
    const api = await startApi();
    const socket = await openSocket(api.url);
    const answer = await socket.ask(text);
    if (code !== "") expect(answer).toMatchObject({ type: "error", retryable: false });
    expect((answer["code"] ?? "") as string).toContain(code);
    expect(JSON.stringify(answer) + api.log()).not.toContain("hunter2");
    expect(await socket.ask({ type: "ping", id: "still" })).toEqual({ type: "pong", id: "still" });
  });

  test("binary gets an error, and the socket lives on", async () => {
    const socket = await openSocket((await startApi()).url);
    socket.raw.send(new Uint8Array([1, 2, 3]));
    expect(await socket.next()).toMatchObject({ type: "error", code: "server/invalid-frame" });
    expect(await socket.ask({ type: "ping", id: "a" })).toEqual({ type: "pong", id: "a" });
  });

  test("a message above the limit ends the socket, and nothing else", async () => {
    const api = await startApi();
    const socket = await openSocket(api.url);
    socket.send("x".repeat(1_048_577));
    expect((await socket.closed)[0]).toBe(1009);
    await openSocket(api.url);
  });

  test("text that is not UTF-8, and frames without a mask, end the socket", async () => {
    const api = await startApi();
    for (const frame of [
      Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0xc3, 0x28]),
      Buffer.from([0x81, 0x01, 0x41]),
      Buffer.from([0xf1, 0x81, 0, 0, 0, 0, 0x41]),
    ]) {
      const socket = await openSocket(api.url);
      (socket.raw as unknown as { readonly _socket: { readonly write: (bytes: Buffer) => void } })._socket.write(frame);
      expect([1002, 1007]).toContain((await socket.closed)[0]);
    }
  });

  test("a socket has so many subscriptions, each with an id of its own", async () => {
    const socket = await openSocket((await startApi({}, { streamLimits: { maxSubscriptions: 2 } })).url);
    await socket.ask({ type: "subscribe", id: "a", topic: "a" });
    expect(await socket.ask({ type: "subscribe", id: "a", topic: "a" })).toMatchObject({
      issues: [{ pointer: "/id" }],
    });
    await socket.ask({ type: "subscribe", id: "b", topic: "a" });
    expect(await socket.ask({ type: "subscribe", id: "c", topic: "a" })).toMatchObject({
      issues: [{ pointer: "/type" }],
    });
    await socket.ask({ type: "unsubscribe", id: "a" });
    expect(await socket.ask({ type: "subscribe", id: "c", topic: "a" })).toEqual({ type: "subscribed", id: "c" });
  });
});

describe("who may connect", () => {
  test.each([
    ["no token", { headers: {} }, 401, "auth/required"],
    ["a wrong token", { headers: { authorization: "Bearer not-the-token-at-all" } }, 401, "auth/rejected"],
    ["a wrong scheme", { headers: { authorization: `Basic ${TOKEN}` } }, 401, "auth/rejected"],
    ["a token in the address", { headers: {}, path: `/v1/events/socket?token=${TOKEN}` }, 401, "auth/required"],
    [
      "a wrong token as a protocol",
      { headers: {}, protocols: ["cordon.v1", `bearer.${encoded("x".repeat(20))}`] },
      401,
      "auth/rejected",
    ],
    [
      "two tokens as protocols",
      { headers: {}, protocols: [`bearer.${encoded(TOKEN)}`, "bearer.x"] },
      401,
      "auth/required",
    ],
    [
      "a page of another site",
      { headers: { authorization: `Bearer ${TOKEN}`, origin: "https://evil.example" } },
      403,
      "server/origin-refused",
    ],
    [
      "a page of no site",
      { headers: { authorization: `Bearer ${TOKEN}`, origin: "null" } },
      403,
      "server/origin-refused",
    ],
    ["another path", { path: "/v1/events/other" }, 404, "server/no-such-route"],
  ])("%s is refused with a problem", async (_what, request, status, code) => {
    const { url, log } = await startApi();
    const answer = await refusedSocket(url, request);
    expect(answer).toMatchObject({ status, body: { code } });
    expect(answer.headers["content-type"]).toBe("application/problem+json");
    expect(JSON.stringify(answer) + log()).not.toContain(TOKEN);
    expect(JSON.stringify(answer) + log()).not.toContain(encoded(TOKEN));
  });

  test("a page of the server's own host connects with the token as a protocol, which is not repeated", async () => {
    const api = await startApi();
    const protocols = ["cordon.v1", `bearer.${encoded(TOKEN)}`];
    const socket = await openSocket(api.url, { protocols, headers: { origin: api.url } });
    expect(socket.raw.protocol).toBe("cordon.v1");
    expect(socket.raw.extensions).toBe("");
    expect(await socket.ask({ type: "ping", id: "a" })).toEqual({ type: "pong", id: "a" });
    expect(api.log()).not.toContain(encoded(TOKEN));
  });

  test("a request for the socket's path that asks for no upgrade is told so", async () => {
    const { call } = await startApi();
    const answer = await call({ path: "/v1/events/socket" });
    expect(answer).toMatchObject({ status: 400, body: { code: "server/upgrade-required" } });
  });

  test.each([
    [
      "another protocol",
      "GET /health/live HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: h2c\r\n\r\n",
      "200 OK",
    ],
    [
      "an upgrade elsewhere",
      `GET /health/live HTTP/1.1\r\nhost: x\r\nupgrade: websocket\r\n${HANDSHAKE}\r\n`,
      "200 OK",
    ],
    [
      "a handshake of another version",
      `GET /v1/events/socket HTTP/1.1\r\nhost: x\r\nupgrade: websocket\r\nauthorization: Bearer ${TOKEN}\r\n${HANDSHAKE.replace("13", "7")}\r\n`,
      "400 Bad Request",
    ],
    [
      "a body that asks for it",
      `POST /v1/events/socket HTTP/1.1\r\nhost: x\r\nupgrade: websocket\r\nauthorization: Bearer ${TOKEN}\r\n${HANDSHAKE}\r\n`,
      "405 Method Not Allowed",
    ],
  ])("%s is answered as what it is", async (_what, request, status) => {
    const api = await startApi({}, { streamLimits: { maxStreams: 1 } });
    const { port, hostname } = new URL(api.url);
    const socket = connect(Number(port), hostname);
    socket.write(request);
    const [answer] = (await once(socket, "data")) as [Buffer];
    expect(answer.toString().split("\r\n")[0]).toContain(status);
    socket.destroy();
    // It took no place, or has given it back.
    const free = async (): Promise<number> => (await api.call({ path: "/v1/events", method: "HEAD" })).status;
    await expect.poll(free, { timeout: 10_000 }).toBe(200);
  });

  test("connections and messages count as requests of their address", async () => {
    const api = await startApi({ CORDON_RATE_LIMIT_PER_SECOND: "1" });
    const socket = await openSocket(api.url);
    expect(await socket.ask({ type: "ping", id: "a" })).toEqual({ type: "pong", id: "a" });
    expect(await socket.ask({ type: "ping", id: "b" })).toMatchObject({ code: "server/rate-limited", retryable: true });
    const refused = await refusedSocket(api.url);
    expect(refused).toMatchObject({ status: 429, headers: { "retry-after": "1" } });
  });

  test("sockets and streams share a caller's places", async () => {
    const api = await startApi({}, { streamLimits: { maxStreamsPerPrincipal: 2 } });
    const socket = await openSocket(api.url);
    await openStream(api.url);
    expect(await refusedSocket(api.url)).toMatchObject({ status: 429, body: { code: "server/too-many-streams" } });
    socket.raw.close();
    await socket.closed;
    await openSocket(api.url);
  });
});

describe("clients that do not keep up", () => {
  test("one that sends on and on though it is refused is cut off", async () => {
    const api = await startApi({ CORDON_RATE_LIMIT_PER_SECOND: "1" });
    const socket = await openSocket(api.url);
    for (let count = 0; count < 1100; count += 1) socket.send({ type: "ping", id: "a" });
    expect(await socket.closed).toEqual([1008, "too many messages"]);
  });

  test("one that takes no events is cut off with 1013, and keeps nobody else from theirs", async () => {
    const api = await startApi({}, { streamLimits: { stallMs: 300 } });
    const [slow, quick] = [await openSocket(api.url), await openSocket(api.url)];
    for (const socket of [slow, quick]) await socket.ask({ type: "subscribe", id: "s", topic: "big" });
    slow.raw.pause();
    const data = "x".repeat(500_000);
    for (let id = 1; id <= 30; id += 1) await publish(api, String(id), "big", { data });
    expect(await quick.take("event", 30)).toHaveLength(30);
    await expect.poll(() => api.log(), { timeout: 10_000 }).toContain('"operation":"events.socket","code":1006');
    slow.raw.resume();
    expect([1006, 1013]).toContain((await slow.closed)[0]);
  });

  test("one that asks and takes no answers is cut off", async () => {
    const api = await startApi({}, { streamLimits: { maxWaitingBytes: 100_000 } });
    const socket = await openSocket(api.url);
    socket.raw.pause();
    // Each field is an issue of the answer, which is some kilobytes: more than what lies between the two can hold.
    const fields = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`field${at}`, 1]));
    for (let count = 0; count < 9000; count += 1) socket.send({ type: "ping", id: "a", ...fields });
    await expect.poll(() => api.log(), { timeout: 20_000 }).toMatch(/"operation":"events.socket","code":10(?:06|13)/);
    expect(await (await openSocket(api.url)).ask({ type: "ping", id: "a" })).toEqual({ type: "pong", id: "a" });
  });

  test("one that does not say that it is there is cut off", async () => {
    const api = await startApi({}, { streamLimits: { pingMs: 50 } });
    const there = await openSocket(api.url);
    const silent = await openSocket(api.url, { autoPong: false });
    expect((await silent.closed)[0]).toBe(1006);
    expect(await there.ask({ type: "ping", id: "a" })).toEqual({ type: "pong", id: "a" });
  });

  test("when the server stops, sockets are told that it goes away", async () => {
    const api = await startApi();
    const socket = await openSocket(api.url);
    await socket.ask({ type: "subscribe", id: "s", topic: ">" });
    const begun = performance.now();
    await api.stop();
    expect(await socket.closed).toEqual([1001, "the server is stopping"]);
    expect(performance.now() - begun).toBeLessThan(3000);
  });
});
