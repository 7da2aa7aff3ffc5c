import type { AppError } from "@cordon/core";
import { messageOf } from "../envelope/content.ts";
import { copyContent } from "../envelope/copy-content.ts";
import type { Envelope } from "../envelope/envelope.ts";
import type { PayloadLimits } from "../envelope/copy-json.ts";
import { busError } from "../errors.ts";
import type { BusEvent, Command, Message } from "../message.ts";
import { envelopeSchema, type WireEnvelope } from "./envelope-schema.ts";

/** Writes an envelope in the shape of its contract. */
export function toWire(envelope: Envelope): WireEnvelope {
  const { id, source, correlationId, causationId, traceparent, timestamp, message } = envelope;
  return {
    id,
    source,
    correlation_id: correlationId,
    causation_id: causationId,
    traceparent,
    timestamp: new Date(timestamp).toISOString(),
    message: messageToWire(message),
  };
}

/** Reads what somebody sent as an envelope. Throws `bus/invalid-message` that names the fields. What it returns is frozen. */
export function fromWire(value: unknown, limits: PayloadLimits = {}): Envelope {
  const { success, data, error } = read(value);
  if (!success) throw refusal(error.issues);
  const { correlation_id: correlationId, causation_id: causationId, message, timestamp, ...same } = data;
  return Object.freeze({
    ...same,
    ...(correlationId === undefined ? {} : { correlationId }),
    ...(causationId === undefined ? {} : { causationId }),
    timestamp: Date.parse(timestamp),
    message: messageOf(copyContent(messageFromWire(message), limits)),
  });
}

function read(value: unknown): ReturnType<typeof envelopeSchema.safeParse> {
  try {
    return envelopeSchema.safeParse(value);
  } catch (cause) {
    // A getter or a proxy of somebody's, or a value that goes down further than a stack can follow.
    throw busError("bus/invalid-message", { issues: [{ pointer: "", message: "cannot be read" }] }, { cause });
  }
}

function messageToWire(message: Message): WireEnvelope["message"] {
  return (
    message.kind === "command"
      ? { kind: "command", command: renamed(message.command, "moduleId", "module_id") }
      : { kind: "event", event: renamed(message.event, "moduleId", "module_id") }
  ) as WireEnvelope["message"];
}

function messageFromWire(message: WireEnvelope["message"]): Message {
  return message.kind === "command"
    ? { kind: "command", command: renamed(message.command, "module_id", "moduleId") as unknown as Command }
    : { kind: "event", event: renamed(message.event, "module_id", "moduleId") as unknown as BusEvent };
}

// The one name of more than one word that messages have.
function renamed(part: object, from: string, to: string): object {
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key === from ? to : key, value as unknown]));
}

function refusal(issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]): AppError {
  return busError("bus/invalid-message", {
    issues: issues.slice(0, 20).map(({ path, message }) => ({
      pointer: path.map((key) => `/${String(key).slice(0, 64).replaceAll("~", "~0").replaceAll("/", "~1")}`).join(""),
      message,
    })),
  });
}
