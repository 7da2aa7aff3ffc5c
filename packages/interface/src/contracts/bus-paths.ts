import type { JsonObject } from "@cordon/core";
import { answer, body, inPath, problems, query } from "./openapi-parts.ts";
import { SOCKET_PATHS, STREAM_EVENTS } from "./stream-paths.ts";

const GRANT: JsonObject = inPath("grantId", { type: "string", maxLength: 100 });
const CURSOR: JsonObject = query("cursor", "The next of the page before.", { type: "string" });

const MEANINGS: Readonly<Record<number, string>> = {
  403: "The caller has no grant for this.",
  404: "Nobody answers to this name.",
  413: "Too large.",
  422: "Fields at fault, each named.",
  429: "Too many requests, or more messages than the addressee can take.",
  502: "The addressee failed.",
  503: "Messages cannot be carried now.",
  504: "No answer came in time.",
};
const GRANT_MEANINGS: Readonly<Record<number, string>> = {
  403: "The grant is over.",
  404: "No such grant.",
  409: "The principal has too many grants, or the grant was changed meanwhile.",
  422: "Fields at fault, each named, or more than the grant gives.",
};

const WITH_BODY = [400, 401, 406, 413, 415, 422, 429] as const;
const READ = [401, 406, 422, 429] as const;

/** The routes of events and of the bus. */
export const BUS_PATHS: JsonObject = {
  "/v1/events": {
    get: STREAM_EVENTS,
    post: {
      operationId: "events.publish",
      summary: "Publish an event, for which the caller needs `event:` and the topic.",
      requestBody: body("publish-event"),
      responses: {
        200: answer("It is kept.", "event-receipt"),
        ...problems([...WITH_BODY, 403, 502, 503], MEANINGS),
      },
    },
  },
  ...SOCKET_PATHS,
  "/v1/bus/commands": {
    post: {
      operationId: "bus.send",
      summary: "Send a command, for which the caller needs the addressee, `:` and the method, or the command's type.",
      requestBody: body("send-command"),
      responses: {
        200: answer("The answer, or where none is waited for the id of the message.", "command-result"),
        ...problems([...WITH_BODY, 403, 404, 502, 503, 504], MEANINGS),
      },
    },
  },
  "/v1/bus/events": {
    post: {
      operationId: "bus.emit",
      summary: "Emit an event in the caller's own name, for which it needs `emit:` and the kind.",
      requestBody: body("emit-event"),
      responses: {
        200: answer("It is on its way.", "bus-message"),
        ...problems([...WITH_BODY, 403, 503], MEANINGS),
      },
    },
  },
  "/v1/bus/grants": {
    get: {
      operationId: "bus-grants.list",
      summary: "List what was granted, in the order in which it was.",
      parameters: [limit(999), CURSOR],
      responses: { 200: answer("A page.", "bus-grant-list"), ...problems(READ) },
    },
    post: {
      operationId: "bus-grants.create",
      summary: "Grant a capability, until it is revoked.",
      requestBody: body("create-bus-grant"),
      responses: {
        201: answer("The grant.", "bus-grant"),
        ...problems([...WITH_BODY, 409, 503], GRANT_MEANINGS),
      },
    },
  },
  "/v1/bus/grants/{grantId}": {
    parameters: [GRANT],
    delete: {
      operationId: "bus-grants.revoke",
      summary: "Revoke a grant at once, and all that was narrowed from it.",
      responses: { 204: { description: "Revoked." }, ...problems([...READ, 404, 503], GRANT_MEANINGS) },
    },
  },
  "/v1/bus/grants/{grantId}/narrow": {
    parameters: [GRANT],
    post: {
      operationId: "bus-grants.narrow",
      summary: "Grant less of what a grant gives, to the same principal or another one. It ends with the grant.",
      requestBody: body("narrow-bus-grant"),
      responses: {
        201: answer("The narrower grant.", "bus-grant"),
        ...problems([...WITH_BODY, 403, 404, 409, 503], GRANT_MEANINGS),
      },
    },
  },
  "/v1/bus/audit": {
    get: {
      operationId: "bus.audit",
      summary: "Read what was done on the bus with authority, and what was denied.",
      parameters: [limit(1000), query("principal", "Only what concerns this one.", { type: "string" })],
      responses: { 200: answer("Newest first.", "bus-audit"), ...problems(READ) },
    },
  },
};

function limit(maximum: number): JsonObject {
  return query("limit", "How many at the most; 50 if left out.", { type: "integer", minimum: 1, maximum });
}
