import type { JsonValue } from "@cordon/core";

/** Something that one module is asked to do. */
export type BusCommandV1 =
  | { readonly type: "start" }
  | { readonly type: "stop" }
  | { readonly type: "ping" }
  | {
      readonly type: "invoke";
      /** Default: whom the command is for. */
      readonly moduleId?: string | undefined;
      readonly method: string;
      /** Default: null. */
      readonly payload?: JsonValue | undefined;
    };

/** A command to send in the caller's own name. */
export interface SendCommandV1 {
  /** The addressee: a module's id. */
  readonly to: string;
  readonly command: BusCommandV1;
  /** How long to wait for the answer. Default 30,000. */
  readonly timeoutMs?: number | undefined;
  /** Whether to wait for an answer. Default true. */
  readonly wait?: boolean | undefined;
}

/** An event to emit in the caller's own name. */
export interface EmitEventV1 {
  readonly kind: string;
  readonly payload: JsonValue;
}

/** A message that the bus has taken. */
export interface BusMessageV1 {
  readonly messageId: string;
}

/** What a command came to: its answer, or that it was sent where none was waited for. */
export type CommandResultV1 = { readonly answer: JsonValue } | BusMessageV1;
