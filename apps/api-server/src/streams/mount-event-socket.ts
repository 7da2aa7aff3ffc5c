import { type IncomingMessage, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import type { IdSource, Principal } from "@cordon/core";
import type { RateLimiter } from "@cordon/resilience";
import type { Metadata, TransportResponse } from "@cordon/transport";
import { HTTP_STATUS } from "@cordon/transport/http";
import type { FastifyInstance } from "fastify";
import { WebSocketServer } from "ws";
import type { App } from "../app.ts";
import { serverError } from "../errors.ts";
import { networkOf } from "../router/limit-rates.ts";
import { closeSocket } from "./close-socket.ts";
import { serveSocket, type SocketServices } from "./serve-socket.ts";
import { isOwnOrigin, SOCKET_PROTOCOL, socketAuthorization } from "./socket-credentials.ts";
import { streamMetadata } from "./stream-metadata.ts";
import type { StreamSlots } from "./stream-slots.ts";

/** What sockets are served with. */
export interface EventSocketOptions extends SocketServices {
  readonly app: Pick<App, "openStream" | "reject">;
  readonly slots: StreamSlots;
  readonly limiter: RateLimiter;
  readonly ids: IdSource;
  readonly behindProxy: boolean;
  /** The headers that every answer gets. */
  readonly headers: Readonly<Record<string, string>>;
}

const GOING_AWAY = 1001;

interface OpenSocket {
  readonly principal: Principal;
  readonly slot: Disposable;
}

/** Whether a request is one for a socket: anything else that asks for an upgrade is served without one. */
export function isSocketRequest({ url, headers }: Pick<IncomingMessage, "url" | "headers">): boolean {
  return url?.split("?")[0] === "/v1/events/socket" && headers.upgrade?.toLowerCase() === "websocket";
}

/**
 * Serves WebSocket connections at `/v1/events/socket`. Before the upgrade all is as in a request, and refused with a problem. When the server closes, every socket is
 * told that it is going away.
 */
export function mountEventSocket(server: FastifyInstance, options: EventSocketOptions): void {
  const { app, slots, limiter, ids, limits } = options;
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: limits.maxMessageBytes,
    perMessageDeflate: false,
    // What else is offered may be a token.
    handleProtocols: (offered) => (offered.has(SOCKET_PROTOCOL) ? SOCKET_PROTOCOL : false),
  });
  const gone = new AbortController();
  const open = async (principal: Principal): Promise<OpenSocket> => ({ principal, slot: slots.take(principal) });

  const accept = async (request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> => {
    const requestId = ids.next();
    const { authorization: _none, ...rest } = streamMetadata(request.headers);
    const authorization = socketAuthorization(request.headers);
    const metadata: Metadata = {
      ...rest,
      "x-request-id": requestId,
      ...(authorization === undefined ? {} : { authorization }),
    };
    const answer = (response: TransportResponse): void =>
      refuse(socket, response, { ...options.headers, "x-request-id": requestId });
    const address = networkOf(addressOf(request, options.behindProxy));
    const take = () => limiter.take(address);
    const problem = refusalOf(request, take());
    if (problem !== undefined) return answer(await app.reject(metadata, problem));
    const outcome = await app.openStream({ operation: "events.socket", metadata, open }, gone.signal);
    if (outcome.kind === "refused") return answer(outcome.response);
    const { principal, slot } = outcome.opened;
    if (socket.destroyed) return slot[Symbol.dispose]();
    // Also where ws refuses the handshake.
    socket.once("close", () => slot[Symbol.dispose]());
    if (gone.signal.aborted) return void socket.destroy();
    return sockets.handleUpgrade(request, socket, head, (opened) => {
      serveSocket(opened, { principal, requestId, take }, options);
    });
  };
  server.server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on("error", () => socket.destroy());
    accept(request, socket, head).catch(() => socket.destroy());
  });
  server.addHook("preClose", async () => {
    gone.abort();
    await Promise.all(
      [...sockets.clients].map((socket) => closeSocket(socket, GOING_AWAY, "the server is stopping", options.clock)),
    );
  });
}

function refusalOf(
  request: IncomingMessage,
  { allowed, retryAfterMs }: ReturnType<RateLimiter["take"]>,
): Error | undefined {
  if (!allowed) return serverError("server/rate-limited", { retryAfterSeconds: Math.ceil(retryAfterMs / 1000) });
  if (!isSocketRequest(request)) return serverError("server/no-such-route", {});
  // A browser would send a token of its own accord nowhere, but a page of another site has no business here.
  return isOwnOrigin(request.headers) ? undefined : serverError("server/origin-refused", {});
}

// What stands further left than the last, the caller may have written itself.
function addressOf({ socket, headers }: IncomingMessage, behindProxy: boolean): string {
  const reported = behindProxy ? headers["x-forwarded-for"]?.toString().split(",").at(-1)?.trim() : undefined;
  return reported ?? socket.remoteAddress ?? "";
}

function refuse(
  socket: Duplex,
  { outcome, metadata, payload }: TransportResponse,
  headers: Readonly<Record<string, string>>,
): void {
  const status = HTTP_STATUS[outcome];
  const { contentType, bytes } = payload;
  const lines = Object.entries({
    ...headers,
    ...metadata,
    "content-type": contentType,
    "content-length": String(bytes.length),
    connection: "close",
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? "Refused"}\r\n${lines.join("")}\r\n`);
  socket.end(bytes);
}
