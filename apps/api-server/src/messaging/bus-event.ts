import type { BusEvent, Delivery } from "@cordon/bus";
import type { JsonValue } from "@cordon/core";
import type { PublishRequest } from "@cordon/events";

/**
 * The CloudEvent of an event on the bus; `undefined` for a command.
 *
 *   event.<module>.<kind>    topic bus.event.<module>.<kind>, source /bus/<sender>, subject <module>
 *   custom                   type cordon.custom.<kind>, data: the payload
 *   module_started, …        type cordon.<type>, data {"moduleId"} or, of a pong, {"from"}
 */
export function busEventOf({ envelope, topic }: Pick<Delivery, "envelope" | "topic">): PublishRequest | undefined {
  const { id, source, timestamp, traceparent, message } = envelope;
  if (message.kind !== "event") return undefined;
  const event = {
    specversion: "1.0",
    id,
    source: `/bus/${source}`,
    type: typeOf(message.event),
    subject: subjectOf(message.event),
    time: new Date(timestamp).toISOString(),
    extensions: { traceparent },
    data: dataOf(message.event),
  } as const;
  return { event, topic: `bus.${topic}` };
}

// A kind is its sender's to choose, so it must not read like what the kernel says.
function typeOf(event: BusEvent): string {
  return event.type === "custom" ? `cordon.custom.${event.kind}` : `cordon.${event.type}`;
}

function subjectOf(event: BusEvent): string {
  return event.type === "pong" ? event.from : event.moduleId;
}

function dataOf(event: BusEvent): JsonValue {
  if (event.type === "custom") return event.payload;
  return event.type === "pong" ? { from: event.from } : { moduleId: event.moduleId };
}
