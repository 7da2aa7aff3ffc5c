import { Buffer } from "node:buffer";
import {
  AppError,
  type Clock,
  coreError,
  type JsonObject,
  type JsonValue,
  type Logger,
  type Principal,
} from "@cordon/core";
import type { EventBus } from "@cordon/events";
import { NEWEST_VERSION } from "@cordon/interface";
import type { RateLimitDecision } from "@cordon/resilience";
import { createJsonSerializer } from "@cordon/serde-strategy/json";
import type { RawData, WebSocket } from "ws";
import { serverError } from "../errors.ts";
import type { Operation } from "../handlers/operation.ts";
import { type ClientMessage, idOf, readClientMessage } from "./client-message.ts";
import { closeSocket } from "./close-socket.ts";
import { keepAlive } from "./keep-alive.ts";
import { createSocketSubscriptions } from "./socket-subscriptions.ts";
import { createSocketWriter } from "./socket-writer.ts";
import type { StreamLimits } from "./stream-limits.ts";

/** What a socket can do. */
export interface SocketServices {
  readonly events: EventBus;
  /** The operations behind `publish` and `send`: over a socket and in a request the same rules hold. */
  readonly publish: Operation;
  readonly send: Operation;
  readonly limits: StreamLimits;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Whose socket it is. */
export interface SocketCaller {
  readonly principal: Principal;
  readonly requestId: string;
  /** Counts a message as a request of the caller's address. */
  readonly take: () => RateLimitDecision;
}

const MAX_PENDING = 16;
const MAX_REFUSED = 1000;
const POLICY_VIOLATION = 1008;

/**
 * Serves one socket until it closes. Every message that is none is answered with an error, and the socket lives on; only what ws itself cannot read, a
 * message above the limit and a client that is too slow or floods end it.
 */
export function serveSocket(socket: WebSocket, caller: SocketCaller, services: SocketServices): void {
  const { events, limits, clock, logger } = services;
  const gone = new AbortController();
  const writer = createSocketWriter(socket, limits, clock);
  const decoder = createJsonSerializer({ limits: { maxBytes: limits.maxMessageBytes } });
  let pending = 0;
  let refused = 0;
  let messages = 0;

  const fail = (id: string | undefined, thrown: unknown): void => {
    const error = AppError.from(thrown, (options) => coreError("core/internal", {}, options));
    if (error.kind === "internal" || error.kind === "unavailable")
      logger.log("error", "message of a socket failed", { error, requestId: caller.requestId });
    writer.tell(errorMessage(id, error));
  };
  const { maxSubscriptions } = limits;
  const subscriptions = createSocketSubscriptions({ events, writer, maxSubscriptions, onFailed: fail }, gone.signal);
  const run = async (operation: Operation, body: JsonObject): Promise<JsonObject> => {
    const { principal } = caller;
    const version = NEWEST_VERSION;
    const call = { params: {}, metadata: {}, body, bodyVersion: version, version, principal };
    return (await operation.run(call, gone.signal)).body as JsonObject;
  };
  const act = async (message: ClientMessage): Promise<void> => {
    const { id, type } = message;
    switch (type) {
      case "subscribe":
        return subscriptions.open(id, message.feed);
      case "unsubscribe":
        return subscriptions.close(id);
      case "publish":
        return writer.tell({ type: "published", id, ...(await run(services.publish, message.body)) });
      case "send":
        return writer.tell(answerMessage(id, await run(services.send, message.body)));
      case "ping":
        return writer.tell({ type: "pong", id });
    }
  };
  const handle = async (data: Uint8Array): Promise<void> => {
    let value: JsonValue = null;
    try {
      value = decoder.decode(data);
      await act(readClientMessage(value));
    } catch (error) {
      fail(idOf(value), error);
    }
  };
  const isTooMany = (): boolean => {
    const { allowed, retryAfterMs } = caller.take();
    refused = allowed ? 0 : refused + 1;
    if (allowed) return false;
    if (refused > MAX_REFUSED) void closeSocket(socket, POLICY_VIOLATION, "too many messages", clock);
    else fail(undefined, serverError("server/rate-limited", { retryAfterSeconds: Math.ceil(retryAfterMs / 1000) }));
    return true;
  };
  socket.on("message", (data: RawData, isBinary: boolean) => {
    if (socket.readyState !== socket.OPEN || isTooMany()) return;
    if (isBinary) return fail(undefined, binaryRefused());
    messages += 1;
    pending += 1;
    // What the client has sent stays with it, until there is time for it.
    if (pending >= MAX_PENDING) socket.pause();
    void handle(bytesOf(data)).finally(() => {
      pending -= 1;
      if (socket.isPaused && pending < MAX_PENDING) socket.resume();
    });
  });
  // ws closes the socket by itself, with the code that says why.
  socket.on("error", () => undefined);
  socket.once("close", (code) => {
    gone.abort();
    const { requestId } = caller;
    logger.log("info", "socket ended", { operation: "events.socket", code, messages, requestId });
  });
  void keepAlive(socket, limits.pingMs, clock, gone.signal);
}

function answerMessage(id: string, result: JsonObject): JsonObject {
  const { answer, messageId } = result;
  return answer === undefined
    ? { type: "sent", id, messageId: messageId ?? "" }
    : { type: "answer", id, value: answer };
}

function errorMessage(id: string | undefined, { code, message, retryable, issues }: AppError): JsonObject {
  return {
    type: "error",
    ...(id === undefined ? {} : { id }),
    code,
    message,
    retryable,
    ...(issues.length === 0
      ? {}
      : { issues: issues.map(({ pointer, message: said }) => ({ pointer, message: said })) }),
  };
}

function binaryRefused(): Error {
  return serverError("server/invalid-frame", { issues: [{ pointer: "", message: "must be text, not binary" }] });
}

function bytesOf(data: RawData): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data;
}
