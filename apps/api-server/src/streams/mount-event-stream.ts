import { Buffer } from "node:buffer";
import type { OutgoingHttpHeaders } from "node:http";
import type { Clock, Logger } from "@cordon/core";
import type { EventBus } from "@cordon/events";
import type { TransportResponse } from "@cordon/transport";
import { HTTP_STATUS } from "@cordon/transport/http";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { App } from "../app.ts";
import { serverError } from "../errors.ts";
import { type EventFeed, openEventFeed } from "./event-feed.ts";
import { readFeedRequest } from "./read-feed-request.ts";
import type { StreamLimits } from "./stream-limits.ts";
import { streamMetadata } from "./stream-metadata.ts";
import type { StreamSlots } from "./stream-slots.ts";
import { writeEvents } from "./write-events.ts";

/** What streams of events are served with. */
export interface EventStreamOptions {
  readonly app: Pick<App, "openStream">;
  readonly events: EventBus;
  readonly slots: StreamSlots;
  readonly limits: StreamLimits;
  readonly clock: Clock;
  readonly logger: Logger;
}

const RETRY_MS = 1000;

interface OpenStream {
  readonly feed: EventFeed;
  readonly slot: Disposable;
}

/**
 * Serves `GET /v1/events` as server-sent events. A stream cannot be an answer of the application, which is bytes, so it is taken out of the server's hands here, after
 * the hooks that limit and name requests. When the server closes, every stream ends and says when to come back.
 */
export function mountEventStream(server: FastifyInstance, options: EventStreamOptions): void {
  const draining = new AbortController();
  const running = new Set<Promise<void>>();

  server.addHook("onRequest", async (request, reply) => {
    const { url } = request.routeOptions;
    if (request.method !== "GET" && request.method !== "HEAD") return undefined;
    if (url === "/v1/events/socket") throw serverError("server/upgrade-required", {});
    if (url !== "/v1/events") return undefined;
    const gone = new AbortController();
    reply.raw.once("close", () => gone.abort());
    const signal = AbortSignal.any([gone.signal, draining.signal]);
    const outcome = await options.app.openStream(
      {
        operation: "events.stream",
        metadata: streamMetadata(request.headers),
        open: (principal, under) => openFor(request, options, () => options.slots.take(principal), under),
      },
      signal,
    );
    if (outcome.kind === "refused") return send(reply, outcome.response);
    const serving = serve(outcome.opened, request, reply, options, signal)
      .catch(() => void reply.raw.destroy())
      .finally(() => running.delete(serving));
    running.add(serving);
    return reply;
  });
  server.addHook("preClose", async () => {
    draining.abort();
    await Promise.all(running);
  });
}

async function openFor(
  { url, headers }: FastifyRequest,
  { events }: EventStreamOptions,
  take: () => Disposable,
  signal: AbortSignal,
): Promise<OpenStream> {
  const query = url.includes("?") ? url.slice(url.indexOf("?") + 1) : "";
  const given = headers["last-event-id"];
  // A client that has seen no event yet sends none, or an empty one.
  const request = readFeedRequest(query, given === "" ? undefined : given?.toString());
  const slot = take();
  try {
    return { slot, feed: await openEventFeed(events, request, signal) };
  } catch (error) {
    slot[Symbol.dispose]();
    throw error;
  }
}

async function serve(
  { feed, slot }: OpenStream,
  { method, headers: asked }: FastifyRequest,
  reply: FastifyReply,
  options: EventStreamOptions,
  signal: AbortSignal,
): Promise<void> {
  const { raw } = reply;
  const headers = { "content-type": "text/event-stream; charset=utf-8", "x-accel-buffering": "no" };
  // Whoever holds the socket says what goes over it: fastify's own headers, too.
  const set = reply.getHeaders() as OutgoingHttpHeaders;
  reply.hijack();
  try {
    raw.writeHead(200, { ...set, ...headers });
    if (method === "HEAD") return;
    raw.write(`retry: ${RETRY_MS}\n\n`);
    const { events, isStalled } = await writeEvents(feed, raw, options, signal);
    options.logger.log("info", "stream ended", {
      operation: "events.stream",
      events,
      isStalled,
      requestId: asked["x-request-id"],
    });
  } finally {
    raw.end();
    slot[Symbol.dispose]();
    await feed.end().catch(() => undefined);
  }
}

function send(reply: FastifyReply, { outcome, metadata, payload }: TransportResponse): FastifyReply {
  const { contentType, bytes } = payload;
  return reply
    .code(HTTP_STATUS[outcome])
    .headers(metadata)
    .header("content-type", contentType)
    .send(Buffer.from(bytes));
}
