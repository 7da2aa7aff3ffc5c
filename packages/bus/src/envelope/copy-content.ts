import type { BusEvent, Command, Message } from "../message.ts";
import { busError } from "../errors.ts";
import type { Content } from "./content.ts";
import { copyJson, type PayloadLimits } from "./copy-json.ts";

/**
 * Copies what a message says, with the fields of its type and no others, and freezes the copy. Each field is read once: what was checked is what is
 * published, whatever a sender's getters say. Names are not looked at here.
 */
export function copyContent(message: Message, limits: PayloadLimits): Content {
  const { kind } = required(message, "/message");
  switch (kind) {
    case "command":
      return copyCommand((message as { readonly command: Command }).command, limits);
    case "event":
      return copyEvent((message as { readonly event: BusEvent }).event, limits);
    default:
      throw refusal("/message/kind", "must be command or event");
  }
}

/** The same for a command alone. */
export function copyCommand(command: Command, limits: PayloadLimits): Command {
  const { type } = required(command, "/message/command");
  switch (type) {
    case "invoke": {
      const { moduleId, method, payload } = command as Extract<Command, { readonly type: "invoke" }>;
      return Object.freeze({ type, moduleId, method, payload: copyJson(payload, "/message/command/payload", limits) });
    }
    case "start":
    case "stop":
    case "ping":
      return Object.freeze({ type });
    default:
      throw refusal("/message/command/type", "must be start, stop, invoke or ping");
  }
}

function copyEvent(event: BusEvent, limits: PayloadLimits): BusEvent {
  const { type } = required(event, "/message/event");
  switch (type) {
    case "custom": {
      const { moduleId, kind, payload } = event as Extract<BusEvent, { readonly type: "custom" }>;
      return customEvent(moduleId, kind, payload, limits);
    }
    case "pong":
      return Object.freeze({ type, from: (event as { readonly from: string }).from });
    case "module_started":
    case "module_stopped":
      return Object.freeze({ type, moduleId: (event as { readonly moduleId: string }).moduleId });
    default:
      throw refusal("/message/event/type", "must be module_started, module_stopped, custom or pong");
  }
}

/** An event of a module's own. */
export function customEvent(moduleId: string, kind: string, payload: unknown, limits: PayloadLimits): BusEvent {
  const copy = copyJson(payload, "/message/event/payload", limits);
  return Object.freeze({ type: "custom", moduleId, kind, payload: copy });
}

function required<Part>(part: Part | null | undefined, pointer: string): Part {
  if (typeof part === "object" && part !== null) return part;
  throw refusal(pointer, "must be an object");
}

function refusal(pointer: string, message: string): Error {
  return busError("bus/invalid-message", { issues: [{ pointer, message }] });
}
