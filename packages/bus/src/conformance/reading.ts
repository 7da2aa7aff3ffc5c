import { equal, fail } from "node:assert/strict";
import type { JsonValue } from "@cordon/core";
import type { MessageBus } from "../ports/message-bus.ts";
import type { PublishOptions, PublishRequest, Sender } from "../sender.ts";
import type { Delivery, Received, Subscription } from "../subscription/subscription.ts";

/** Reads a subscription one by one, as a loop would. */
export interface Reader {
  readonly next: () => Promise<Received>;
  /** The next, which must be a message. */
  readonly message: () => Promise<Delivery>;
  /** The payload of the next, or the size of the gap. */
  readonly payload: () => Promise<JsonValue>;
  /** Fails unless nothing more comes. */
  readonly end: () => Promise<void>;
}

/** Begins to read. */
export function readerOf(subscription: Subscription): Reader {
  const iterator = subscription[Symbol.asyncIterator]();
  const next = async (): Promise<Received> => {
    const { done, value } = await iterator.next();
    return done === true ? fail("The subscription was over.") : value;
  };
  return {
    next,
    async message() {
      const received = await next();
      return received.kind === "message" ? received : fail(`There was a gap of ${received.dropped}.`);
    },
    async payload() {
      const received = await next();
      return received.kind === "gap" ? `gap of ${received.dropped}` : payloadOf(received);
    },
    async end() {
      equal((await iterator.next()).done, true);
    },
  };
}

/** What a message carries. */
export function payloadOf({ envelope: { message } }: Pick<Delivery, "envelope">): JsonValue {
  if (message.kind === "command") return message.command.type === "invoke" ? message.command.payload : null;
  return message.event.type === "custom" ? message.event.payload : null;
}

/** An event of the module `clock`. */
export function tick(payload: JsonValue, options: PublishOptions = {}): PublishRequest {
  return {
    ...options,
    message: { kind: "event", event: { type: "custom", moduleId: "clock", kind: "tick", payload } },
  };
}

/** A command for the method `echo` of a module. */
export function echo(
  to: string,
  payload: JsonValue = null,
): { readonly to: string; readonly command: { type: "invoke"; moduleId: string; method: string; payload: JsonValue } } {
  return { to, command: { type: "invoke", moduleId: to, method: "echo", payload } };
}

/** A sender that was granted these. */
export function senderWith(bus: MessageBus, name: string, ...capabilities: readonly string[]): Sender {
  for (const capability of capabilities) bus.grantCapability(name, capability);
  return bus.openSender(name);
}
