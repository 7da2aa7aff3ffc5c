import type { JsonValue } from "@cordon/core";
import type { GrantLimits } from "./capability/grant.ts";
import type { Envelope } from "./envelope/envelope.ts";
import type { Command, Message } from "./message.ts";

/** What is said beside a message. */
export interface PublishOptions {
  readonly correlationId?: string;
  readonly causationId?: string;
  /** The trace that it belongs to. Default: one of its own. */
  readonly traceparent?: string;
  /** Published so much later. Authority is checked now and then again. */
  readonly delayMs?: number;
}

/** A message to publish. */
export interface PublishRequest extends PublishOptions {
  readonly message: Message;
  /** Whom it is for. A command other than `invoke` needs it; `invoke` is for its module. */
  readonly to?: string;
}

/** A command to send. */
export interface CommandRequest extends PublishOptions {
  readonly to: string;
  readonly command: Command;
}

/** An event to emit in the sender's own name. */
export interface EmitRequest extends PublishOptions {
  readonly kind: string;
  readonly payload: JsonValue;
}

/** A command that is to be answered. */
export interface BusRequest {
  readonly to: string;
  readonly command: Command;
  /** Default 30,000. */
  readonly timeoutMs?: number;
  readonly causationId?: string;
  readonly traceparent?: string;
}

/**
 * A principal's access to a bus. It is this object, made by the host and named by it; whoever has it speaks in that name, and nobody else can.
 *
 * - Every message is checked against the principal's grants when it is published. Without one it rejects with `bus/denied`, which is audited,
 *   and nobody receives it.
 * - `invoke` needs `<module>:<method>`; `start`, `stop` and `ping` need `<addressee>:<type>`; an event of one's own needs `emit:<kind>`, in the
 *   name of another `emit-as:<module>:<kind>`; `module_started` and `module_stopped` need `kernel:announce`.
 * - `publish` resolves when every receiver has it in its queue or has dropped it, which is at once unless a subscriber's policy is `block`.
 * - After `close` everything rejects with `bus/denied`, delayed messages included.
 */
export interface Sender {
  readonly name: string;
  readonly publish: (request: PublishRequest, signal?: AbortSignal) => Promise<Envelope>;
  /** Needs this capability as well as the one that the message needs. */
  readonly publishWithCapability: (
    capability: string,
    request: PublishRequest,
    signal?: AbortSignal,
  ) => Promise<Envelope>;
  readonly sendCommand: (request: CommandRequest, signal?: AbortSignal) => Promise<Envelope>;
  readonly emitEvent: (request: EmitRequest, signal?: AbortSignal) => Promise<Envelope>;
  /** Resolves with the answer. Rejects with `bus/no-responder`, `bus/request-timeout`, `core/aborted`, or what the responder threw. */
  readonly request: (request: BusRequest, signal?: AbortSignal) => Promise<JsonValue>;
  /** A sender of the same name that can do no more than this one, and only what the pattern covers. It ends with this one. */
  readonly narrow: (capability: string, limits?: GrantLimits) => Sender;
  /** Whether it could do that now. */
  readonly can: (capability: string) => boolean;
  readonly close: () => void;
}
