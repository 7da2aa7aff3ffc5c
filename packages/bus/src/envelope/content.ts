import type { BusEvent, Command, Message } from "../message.ts";

/** What a message says, without the word for which of the two it is: their types tell. */
export type Content = Command | BusEvent;

/** Whether it is a command, and else an event. */
export function isCommand(content: Content): content is Command {
  switch (content.type) {
    case "invoke":
    case "start":
    case "stop":
    case "ping":
      return true;
    default:
      return false;
  }
}

/** What a message says. */
export function contentOf(message: Message): Content {
  return message.kind === "command" ? message.command : message.event;
}

/** The message that says it, frozen. */
export function messageOf(content: Content): Message {
  return Object.freeze(isCommand(content) ? { kind: "command", command: content } : { kind: "event", event: content });
}
