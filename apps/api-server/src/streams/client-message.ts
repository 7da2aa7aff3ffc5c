import type { FieldIssue, JsonObject, JsonValue } from "@cordon/core";
import { serverError } from "../errors.ts";
import type { FeedRequest } from "./event-feed.ts";

/** What a client says over a socket. What publishing and sending take is in `body`, for the operations of the same name to check. */
export type ClientMessage =
  | { readonly type: "subscribe"; readonly id: string; readonly feed: FeedRequest }
  | { readonly type: "unsubscribe"; readonly id: string }
  | { readonly type: "publish" | "send"; readonly id: string; readonly body: JsonObject }
  | { readonly type: "ping"; readonly id: string };

const ID = /^[\x21-\x7e]{1,64}$/;
const FIELDS: Readonly<Record<string, readonly string[] | undefined>> = Object.assign(Object.create(null), {
  subscribe: ["type", "id", "topic", "after", "from"],
  unsubscribe: ["type", "id"],
  publish: ["type", "id", "event", "topic"],
  send: ["type", "id", "to", "command", "timeoutMs", "wait"],
  ping: ["type", "id"],
});

/** The id of a message, as far as there is one, so that even a bad message is answered by it. */
export function idOf(value: JsonValue): string | undefined {
  const id = isObject(value) ? value["id"] : undefined;
  return typeof id === "string" && ID.test(id) ? id : undefined;
}

/** Reads a message. Throws `server/invalid-frame` that says all that is wrong, and repeats no value. */
export function readClientMessage(value: JsonValue): ClientMessage {
  if (!isObject(value)) return refuse([{ pointer: "", message: "must be an object" }]);
  const { type } = value;
  const fields = typeof type === "string" ? FIELDS[type] : undefined;
  if (fields === undefined)
    return refuse([{ pointer: "/type", message: `must be one of ${Object.keys(FIELDS).join(", ")}` }]);
  const issues: FieldIssue[] = Object.keys(value)
    .filter((name) => !fields.includes(name))
    .slice(0, 20)
    .map(() => ({ pointer: "", message: `must have no other fields than ${fields.join(", ")}` }));
  const id = idOf(value);
  if (id === undefined) issues.push({ pointer: "/id", message: "must be 1 to 64 printable ASCII characters" });
  const feed = type === "subscribe" ? readFeed(value, issues) : undefined;
  if (issues.length > 0 || id === undefined) return refuse(issues);
  if (feed !== undefined) return { type: "subscribe", id, feed };
  if (type === "unsubscribe" || type === "ping") return { type, id };
  const { type: _type, id: _id, ...body } = value;
  return { type: type === "publish" ? "publish" : "send", id, body };
}

function readFeed({ topic, after, from }: JsonObject, issues: FieldIssue[]): FeedRequest {
  if (typeof topic !== "string") issues.push({ pointer: "/topic", message: "must be a text" });
  if (after !== undefined && !(Number.isSafeInteger(after) && Number(after) >= 0))
    issues.push({ pointer: "/after", message: "must be the sequence of an event" });
  if (from !== undefined && from !== "all" && from !== "new")
    issues.push({ pointer: "/from", message: "must be all or new" });
  if (from !== undefined && after !== undefined)
    issues.push({ pointer: "/from", message: "must not be there beside after" });
  return {
    topic: typeof topic === "string" ? topic : "",
    from: after === undefined ? (from === "all" ? "all" : "new") : { after: Number(after) },
  };
}

function isObject(value: JsonValue): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function refuse(issues: readonly FieldIssue[]): never {
  throw serverError("server/invalid-frame", { issues });
}
