import type { AddressInfo } from "node:net";
import Fastify from "fastify";
import type { Transport, TransportServer } from "../../ports/transport.ts";
import type { RequestHandler } from "../../ports/request-handler.ts";
import { closeGracefully } from "./close-gracefully.ts";
import type { HttpBinding } from "./http-binding.ts";
import { createHttpClient } from "./http-client.ts";
import { mountHttp } from "./mount-http.ts";
import { requestTimeouts } from "./request-timeouts.ts";

/** Where and how much to serve over HTTP. */
export interface HttpTransportOptions {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default 0: any free port; the server's address says which. */
  readonly port?: number;
  /** Where each operation is found. Default: `POST /operations/<operation>`, for every operation. */
  readonly bindings?: readonly HttpBinding[];
  /** The largest body, in bytes, that is accepted, and the largest answer that is read. Default 1,048,576. */
  readonly maxPayloadBytes?: number;
  /** How long a disposed server lets requests under way go on. Default 5000. */
  readonly drainTimeoutMs?: number;
  /** How long a whole request may take to arrive. Default 30000. */
  readonly requestTimeoutMs?: number;
}

/** The defaults of `HttpTransportOptions`. */
export const HTTP_TRANSPORT_DEFAULTS = {
  host: "127.0.0.1",
  port: 0,
  maxPayloadBytes: 1_048_576,
  drainTimeoutMs: 5000,
  requestTimeoutMs: 30_000,
} as const;

/** Plain HTTP/1.1: for loopback, or behind something that adds TLS. */
export function createHttpTransport(options: HttpTransportOptions = {}): Transport {
  const resolved = { ...HTTP_TRANSPORT_DEFAULTS, ...options };
  const { maxPayloadBytes } = resolved;
  return {
    abilities: { crossesProcess: true, maxPayloadBytes },
    serve: (handler) => serve(handler, resolved),
    connect: (address) => createHttpClient({ address, bindings: resolved.bindings, maxResponseBytes: maxPayloadBytes }),
  };
}

type Resolved = Required<Omit<HttpTransportOptions, "bindings">> & Pick<HttpTransportOptions, "bindings">;

async function serve(handler: RequestHandler, options: Resolved): Promise<TransportServer> {
  const { bindings, drainTimeoutMs, maxPayloadBytes, requestTimeoutMs, host, port } = options;
  const app = Fastify({
    logger: false,
    bodyLimit: maxPayloadBytes,
    requestTimeout: requestTimeoutMs,
    http: requestTimeouts(requestTimeoutMs),
    forceCloseConnections: "idle",
    routerOptions: { maxParamLength: 1000 },
  });
  if (bindings === undefined) mountHttp(app, { bindings: ANY_OPERATION, handler: unwrapped(handler) });
  else mountHttp(app, { bindings, handler });
  await app.listen({ host, port });
  const address = app.server.address() as AddressInfo;
  let closing: Promise<void> | undefined;
  return {
    address: `http://${address.family === "IPv6" ? `[${address.address}]` : address.address}:${address.port}`,
    async [Symbol.asyncDispose]() {
      closing ??= closeGracefully(app, drainTimeoutMs);
      await closing;
    },
  };
}

const ANY_OPERATION: readonly HttpBinding[] = [{ operation: "", method: "POST", path: "/operations/:operation" }];

/** Takes the operation's name out of the path, where the default binding has it. */
function unwrapped(handler: RequestHandler): RequestHandler {
  return {
    handle(request, signal) {
      const { operation = "", ...params } = request.params;
      return handler.handle({ ...request, operation, params }, signal);
    },
  };
}
