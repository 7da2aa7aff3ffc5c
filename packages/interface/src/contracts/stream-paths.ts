import type { JsonObject } from "@cordon/core";
import { problems, query } from "./openapi-parts.ts";

const SEQUENCE: JsonObject = { type: "string", pattern: "^\\d{1,15}$" };

const LAST_EVENT_ID: JsonObject = {
  name: "last-event-id",
  in: "header",
  description: "The id of the last event that was read: the stream goes on after it, whatever the address says.",
  schema: SEQUENCE,
};

const MEANINGS: Readonly<Record<number, string>> = {
  403: "A page of another site.",
  429: "Too many requests, or too many streams of this caller.",
};

/** Events as they come, by server-sent events. A part of the path on which they are published, too. */
export const STREAM_EVENTS: JsonObject = {
  operationId: "events.stream",
  summary: "Read events as they come, as server-sent events.",
  parameters: [
    query("topic", "A topic, in which `*` stands for one part and a last `>` for the rest; all if left out.", {
      type: "string",
      maxLength: 200,
    }),
    query("from", "Begin with those that are kept, or with the next one; `new` if left out.", { enum: ["all", "new"] }),
    query("after", "Begin after the event of this sequence.", SEQUENCE),
    LAST_EVENT_ID,
  ],
  responses: {
    200: {
      description: "The events, each a CloudEvent in JSON with its sequence as its id.",
      content: { "text/event-stream": { schema: { type: "string" } } },
    },
    ...problems([401, 422, 429, 503], MEANINGS),
  },
};

/** The route of the socket. What goes over it OpenAPI has no words for. */
export const SOCKET_PATHS: JsonObject = {
  "/v1/events/socket": {
    get: {
      operationId: "events.socket",
      summary: "Read and publish events over a WebSocket.",
      responses: {
        101: { description: "It is a WebSocket from here on." },
        ...problems([400, 401, 403, 429, 503], MEANINGS),
      },
    },
  },
};
