import { connect } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { createHttpTransport, type HttpTransportOptions } from "../src/adapters/http/index.ts";
import type { RequestHandler, TransportRequest } from "../src/index.ts";
import { bareResponse } from "../src/index.ts";

const BINDINGS = [
  { operation: "things.get", method: "GET", path: "/things/:id" },
  { operation: "things.put", method: "PUT", path: "/things/:id" },
] as const;

interface Served {
  readonly port: number;
  readonly seen: readonly TransportRequest[];
}

async function serve(options: HttpTransportOptions = {}, more: Partial<RequestHandler> = {}): Promise<Served> {
  const seen: TransportRequest[] = [];
  const handler: RequestHandler = {
    async handle(request) {
      seen.push(request);
      return bareResponse("ok");
    },
    ...more,
  };
  const server = await createHttpTransport({ bindings: BINDINGS, drainTimeoutMs: 50, ...options }).serve(handler);
  onTestFinished(() => server[Symbol.asyncDispose]());
  return { port: Number(new URL(server.address).port), seen };
}

/** Sends raw text, half-closes if told to, and answers everything that came back until the server closed. */
async function raw(port: number, text: string, end = true): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  let received = "";
  socket.on("data", (chunk) => (received += chunk.toString("latin1")));
  socket.on("error", () => undefined);
  socket.write(text);
  if (end) socket.end();
  // Not once(): it would reject where the server resets the connection, which is one of the right answers.
  await new Promise((resolve) => socket.once("close", resolve));
  return received;
}

const statusOf = (received: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(received)?.[1]);
const head = (line: string, ...headers: readonly string[]): string =>
  `${[line, "host: x", "connection: close", ...headers].join("\r\n")}\r\n\r\n`;

test.each([
  ["a path that nothing is bound to", "GET /nothing HTTP/1.1", 404],
  ["another method on a bound path", "POST /things/1 HTTP/1.1", 405],
  ["a path that is not percent-encoded", "GET /things/%zz HTTP/1.1", 400],
  ["a query parameter that comes twice", "GET /things/1?a=1&a=2 HTTP/1.1", 400],
  ["a query parameter with a path parameter's name", "GET /things/1?id=2 HTTP/1.1", 400],
  ["a method that does not exist", "BREW /things/1 HTTP/1.1", 400],
  ["not HTTP at all", "\u0000\u0001\u0002", 400],
])("%s is refused before the handler", async (_what, line, status) => {
  const { port, seen } = await serve();
  expect(statusOf(await raw(port, head(line)))).toBe(status);
  expect(seen).toEqual([]);
});

test("a method that is not allowed is told which are", async () => {
  const { port } = await serve();
  expect(await raw(port, head("DELETE /things/1 HTTP/1.1"))).toMatch(/\r\nallow: GET, HEAD, PUT\r\n/);
});

test.each([
  ["a length and chunks at once", ["content-length: 4", "transfer-encoding: chunked"]],
  ["two lengths", ["content-length: 1", "content-length: 2"]],
  ["a length that is not a number", ["content-length: 1e3"]],
  ["a chunk size that is not a number", ["transfer-encoding: chunked\r\n\r\nzz"]],
])("a body with %s is refused, so that it cannot smuggle a request", async (_what, headers) => {
  const { port, seen } = await serve();
  expect(statusOf(await raw(port, `${head("PUT /things/1 HTTP/1.1", ...headers)}0\r\n\r\n`))).toBe(400);
  expect(seen).toEqual([]);
});

test("headers without end are cut off", async () => {
  const { port, seen } = await serve();
  expect(statusOf(await raw(port, `GET /things/1 HTTP/1.1\r\nx: ${"x".repeat(20_000)}`, false))).toBe(431);
  expect(seen).toEqual([]);
});

test("chunks beyond the limit are cut off although no length was declared", async () => {
  const { port, seen } = await serve({ maxPayloadBytes: 1000 });
  const chunk = `3e8\r\n${"x".repeat(1000)}\r\n`;
  const received = await raw(
    port,
    `${head("PUT /things/1 HTTP/1.1", "transfer-encoding: chunked")}${chunk}${chunk}`,
    false,
  );
  expect(statusOf(received)).toBe(413);
  expect(seen).toEqual([]);
});

test("a declared length beyond the limit is refused before the body is there", async () => {
  const { port } = await serve({ maxPayloadBytes: 1000 });
  expect(statusOf(await raw(port, head("PUT /things/1 HTTP/1.1", "content-length: 1001"), false))).toBe(413);
});

test("a body that ends early never reaches the handler", async () => {
  const { port, seen } = await serve();
  await raw(port, `${head("PUT /things/1 HTTP/1.1", "content-length: 100")}abc`);
  expect(seen).toEqual([]);
});

test("a body that does not arrive in time is given up", async () => {
  const { port, seen } = await serve({ requestTimeoutMs: 100 });
  const received = await raw(port, `${head("PUT /things/1 HTTP/1.1", "content-length: 100")}abc`, false);
  expect(statusOf(received)).toBe(408);
  expect(seen).toEqual([]);
});

test("names of the object prototype are only names", async () => {
  const { port, seen } = await serve();
  await raw(port, head("GET /things/__proto__?__proto__=1&constructor=2 HTTP/1.1", "__proto__: x", "constructor: y"));
  expect(Object.entries(seen[0]?.params ?? {})).toEqual([
    ["id", "__proto__"],
    ["__proto__", "1"],
    ["constructor", "2"],
  ]);
  expect(Object.hasOwn(seen[0]?.metadata ?? {}, "__proto__")).toBe(false);
  expect(Object.getPrototypeOf(seen[0]?.metadata)).toBe(Object.prototype);
});

test.each([
  ["a line break in a value", { "x-a": "1\r\nx-b: 2" }],
  ["a name that is none", { "x a": "1" }],
  ["a header of the framing", { "content-length": "5" }],
])("an answer with %s becomes an internal error without that header", async (_what, metadata) => {
  const { port } = await serve({}, { handle: async () => ({ ...bareResponse("ok"), metadata }) });
  const received = await raw(port, head("GET /things/1 HTTP/1.1"));
  expect(statusOf(received)).toBe(500);
  expect(received).not.toContain("x-b");
});

test("pipelined requests are answered in order", async () => {
  const { port, seen } = await serve();
  const first = "GET /things/1 HTTP/1.1\r\nhost: x\r\n\r\n";
  const received = await raw(port, first + first.replace("/1", "/2") + head("GET /things/3 HTTP/1.1"));
  expect(received.match(/HTTP\/1\.1 200/g)).toHaveLength(3);
  expect(seen.map(({ params }) => params["id"])).toEqual(["1", "2", "3"]);
});

test("HEAD is answered without a body wherever GET is", async () => {
  const payload = { contentType: "text/plain", bytes: Buffer.from("body") };
  const { port } = await serve({}, { handle: async () => ({ outcome: "ok", metadata: {}, payload }) });
  const received = await raw(port, head("HEAD /things/1 HTTP/1.1"));
  expect(statusOf(received)).toBe(200);
  expect(received.endsWith("\r\n\r\n")).toBe(true);
});
