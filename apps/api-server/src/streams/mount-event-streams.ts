import type { HttpBinding } from "@cordon/transport/http";
import type { FastifyInstance } from "fastify";
import { publishEventOperation } from "../handlers/event-publish-operation.ts";
import { sendCommandOperation } from "../handlers/bus-message-operations.ts";
import type { MessagingParts } from "../messaging/messaging-parts.ts";
import { type EventSocketOptions, mountEventSocket } from "./mount-event-socket.ts";
import { mountEventStream } from "./mount-event-stream.ts";
import { createStreamSlots } from "./stream-slots.ts";

/** What streams and sockets are served with. */
export interface EventStreamsOptions extends Omit<EventSocketOptions, "events" | "publish" | "send" | "slots"> {
  readonly messaging: MessagingParts;
}

/** Where they are. The routes are there for what is neither: other methods, and who forgot to ask for an upgrade. */
export const STREAM_BINDINGS: readonly HttpBinding[] = [
  { operation: "events.stream", method: "GET", path: "/v1/events" },
  { operation: "events.socket", method: "GET", path: "/v1/events/socket" },
];

/** Serves events as they come, by both ways, within limits that they share. */
export function mountEventStreams(server: FastifyInstance, options: EventStreamsOptions): void {
  const { messaging, limits } = options;
  const { events } = messaging;
  const slots = createStreamSlots(limits);
  mountEventStream(server, { ...options, events, slots });
  const [publish, send] = [publishEventOperation(messaging), sendCommandOperation(messaging)];
  mountEventSocket(server, { ...options, events, publish, send, slots });
}
