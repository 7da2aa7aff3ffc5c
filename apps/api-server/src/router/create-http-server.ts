import { AppError, type Clock, coreError, type IdSource, type Logger, type TlsMaterial } from "@cordon/core";
import { createRateLimiter } from "@cordon/resilience";
import type { TransportResponse } from "@cordon/transport";
import { createErrorHandler, type HttpRejection, mountHttp, requestTimeouts } from "@cordon/transport/http";
import Fastify, { type FastifyInstance } from "fastify";
import type { App } from "../app.ts";
import { serverError } from "../errors.ts";
import { admitUploads } from "./admit-uploads.ts";
import { mountEventStreams, STREAM_BINDINGS } from "../streams/mount-event-streams.ts";
import { isSocketRequest } from "../streams/mount-event-socket.ts";
import type { StreamLimits } from "../streams/stream-limits.ts";
import type { MessagingParts } from "../messaging/messaging-parts.ts";
import { BINDINGS } from "./bindings.ts";
import { limitRates } from "./limit-rates.ts";
import { mountDocs } from "./mount-docs.ts";
import { nameRequests } from "./name-requests.ts";
import { securityHeaders, setSecurityHeaders } from "./set-security-headers.ts";

/** What the HTTP side needs besides the application. */
export interface HttpServerOptions {
  readonly app: App;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly rateLimitPerSecond: number;
  /** Believe the address that the one proxy in front reports. */
  readonly behindProxy: boolean;
  readonly tls: TlsMaterial | undefined;
  readonly messaging: MessagingParts;
  readonly logger: Logger;
  readonly streamLimits: StreamLimits;
}

/** The largest body that is read, in bytes, where a binding does not say otherwise. */
const MAX_BODY_BYTES = 1_048_576;
const MAX_HEADER_BYTES = 16_384;
const REQUEST_TIMEOUT_MS = 30_000;
const KEEP_ALIVE_MS = 5000;

/** Builds the fastify server around the application; nothing listens yet. */
export async function createHttpServer(options: HttpServerOptions): Promise<FastifyInstance> {
  const { app, clock, ids, rateLimitPerSecond, behindProxy, tls, streamLimits } = options;
  const sockets = {
    ...requestTimeouts(REQUEST_TIMEOUT_MS),
    maxHeaderSize: MAX_HEADER_BYTES,
    // Whoever asks for another protocol, as some clients do of every server, is served without.
    shouldUpgradeCallback: isSocketRequest,
  };
  const onRejected = ({ outcome, metadata, cause, maxBodyBytes }: HttpRejection): Promise<TransportResponse> =>
    app.reject(metadata, rejectionError(outcome, cause, maxBodyBytes));
  const answerError = createErrorHandler(onRejected);
  const server = Fastify({
    frameworkErrors: (error, request, reply) =>
      void answerError(error, request, reply.headers(securityHeaders(tls !== undefined))),
    logger: false,
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    // One hop: what stands further left in x-forwarded-for, the caller may have written itself.
    trustProxy: behindProxy ? (_address: string, hop: number) => hop === 0 : false,
    forceCloseConnections: "idle",
    ...(tls === undefined ? { http: sockets } : { https: { ...sockets, ...secured(tls) } }),
  }) as unknown as FastifyInstance;
  nameRequests(server, ids);
  setSecurityHeaders(server, tls !== undefined);
  const limiter = createRateLimiter({ capacity: rateLimitPerSecond * 2, refillPerSecond: rateLimitPerSecond, clock });
  limitRates(server, limiter);
  admitUploads(server, app, MAX_BODY_BYTES);
  mountEventStreams(server, { ...options, limiter, limits: streamLimits, headers: securityHeaders(tls !== undefined) });
  mountHttp(server, {
    bindings: [...BINDINGS, ...STREAM_BINDINGS],
    handler: app.handler,
    onRejected,
  });
  await mountDocs(server);
  return server;
}

function rejectionError(outcome: string, cause: unknown, maxBytes: number): unknown {
  if (AppError.is(cause)) return cause;
  switch (outcome) {
    case "not-found":
      return serverError("server/no-such-route", {});
    case "not-allowed":
      return serverError("server/method-not-allowed", {});
    case "too-large":
      return serverError("server/body-too-large", { maxBytes });
    case "malformed":
      return serverError("server/malformed-request", {});
    default:
      return cause ?? coreError("core/internal", {});
  }
}

function secured(tls: TlsMaterial): { readonly cert: string; readonly key: string; readonly minVersion: "TLSv1.2" } {
  return { cert: tls.certificateChainPem, key: tls.privateKeyPem, minVersion: "TLSv1.2" };
}
