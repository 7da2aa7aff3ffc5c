import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { type AddressInfo, createServer as createTcpServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";
import type { HttpConnectorFixture, SeenRequest } from "../src/conformance/index.ts";
import type { Certificate } from "./_certificates.ts";

/** The host of the connector suite, on a real socket of the loopback interface. */
export type FixtureServer = Omit<HttpConnectorFixture, "connector">;

const KIBIBYTE = new Uint8Array(1024).fill(120);

/** Serves the routes that `HttpConnectorFixture` names, over TLS if a certificate is given, until the test is over. */
export async function serveFixture(name: string, certificate?: Certificate): Promise<FixtureServer> {
  const seen: SeenRequest[] = [];
  const gone = new Map<string, PromiseWithResolvers<void>>();
  const goneOf = (path: string): PromiseWithResolvers<void> => {
    const known = gone.get(path) ?? Promise.withResolvers<void>();
    gone.set(path, known);
    return known;
  };
  const listener = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = request.url ?? "";
    request.socket.once("close", () => goneOf(path).resolve());
    request.socket.on("error", () => {});
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const headers = request.headers as Readonly<Record<string, string>>;
    seen.push({ method: request.method ?? "", path, headers, body });
    answer(path.split("?", 1)[0] ?? "", body, response);
  };
  const server =
    certificate === undefined
      ? createServer((request, response) => void listener(request, response))
      : createSecureServer(certificate, (request, response) => void listener(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const scheme = certificate === undefined ? "http" : "https";
  return {
    url: new URL(`${scheme}://${name}:${(server.address() as AddressInfo).port}/`),
    address: "127.0.0.1",
    seen,
    ended: (path) => goneOf(path).promise,
    nowhere: { url: new URL(`${scheme}://${name}:${await closedPort()}/`), address: "127.0.0.1" },
  };
}

function answer(path: string, body: Uint8Array, response: ServerResponse): void {
  const socket = response.socket as Socket;
  const status = /^\/status\/(\d+)$/.exec(path)?.[1];
  if (status !== undefined) response.writeHead(Number(status)).end();
  if (path === "/echo") response.writeHead(200, ["X-One", "a", "X-Two", "b", "x-two", "c"]).end(body);
  if (path === "/redirect") response.writeHead(302, { location: "/echo" }).end();
  if (path === "/packed") response.writeHead(200, { "content-encoding": "gzip" }).end(Uint8Array.of(1, 2, 3));
  if (path === "/large") response.writeHead(200, { "x-large": "x".repeat(8192) }).end();
  if (path === "/garbage") socket.end("this is not HTTP\r\n\r\n");
  if (path === "/upgrade") socket.end("HTTP/1.1 101 Switching\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n");
  if (path === "/half") socket.end("HTTP/1.1 200 OK\r\ncontent-le");
  if (path === "/cut") socket.end("HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc");
  if (path !== "/endless") return;
  response.writeHead(200);
  const more = (): void => {
    while (!response.destroyed && response.write(KIBIBYTE)) {
      // As much as goes, and again once there is room.
    }
  };
  response.on("drain", more);
  more();
}

/** A port of the loopback interface that nothing listens on. */
export async function closedPort(): Promise<number> {
  const server = createTcpServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
